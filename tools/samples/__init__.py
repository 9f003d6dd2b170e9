"""Sample departments, written as the plain entries that fill a workbook."""
