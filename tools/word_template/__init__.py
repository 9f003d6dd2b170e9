"""The builder of the format's Word template."""
