"""One filled workbook becomes the official 部门决算公开 report."""

__version__ = "0.1.0"
