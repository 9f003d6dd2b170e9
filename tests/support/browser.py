"""Pages opened in a real Chromium."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="需要 Chromium")


def in_browser(folder: Path, html: str, script: str) -> Any:
    """What ``script``, a function body, returns after the page has opened in Chromium; errors of the page fail."""
    runner = (
        "<script>window.onerror = (m, s, l) => { document.title = 'ERROR ' + m + l; };"
        f"const answer = (() => {{ {script} }})();"
        "const box = document.createElement('pre'); box.id = 'answer'; box.textContent = JSON.stringify(answer);"
        "document.body.append(box);</script>"
    )
    file = folder / "page.html"
    file.write_text(html.replace("</body>", f"{runner}</body>"), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    done = subprocess.run(
        [*command, "--dump-dom", file.as_uri()], capture_output=True, timeout=120, check=True
    )
    text = done.stdout.decode("utf-8")
    found = re.search(r'<pre id="answer">(.*?)</pre>', text, re.S)
    assert found is not None and "ERROR" not in text.partition("</title>")[0], text[:500]
    return json.loads(unescape(found[1]))
