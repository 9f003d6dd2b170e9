"""What accounts for every printed number."""
