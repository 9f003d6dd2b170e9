"""The door of ``python -m report_author`` and of the ``report-author`` command."""

from __future__ import annotations

import sys

from report_author.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
