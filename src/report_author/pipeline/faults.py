"""A fault of the program itself as a finding."""

from __future__ import annotations

import os
import tempfile
import traceback

from report_author import __version__
from report_author.model.findings import Finding, error


def program_fault(name: str, what: str) -> Finding:
    """Called while an exception is handled: its record goes to a temporary file, ``what`` (填报表, 报告) is let alone."""
    handle, record = tempfile.mkstemp(prefix="report-author-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"report-author {__version__}\n{name}\n\n{traceback.format_exc()}")
    return error(
        "P09",
        name,
        f"程序自身出错，这份{what}没有处理；其他{what}不受影响，原有的文件没有改动。",
        f"请把{what}和出错记录“{record}”发给维护人员。",
    )
