"""Marks laid over workbooks and documents."""
