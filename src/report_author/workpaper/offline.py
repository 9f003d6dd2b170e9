"""What the offline pages have in common."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, Template

_FOLDER = Path(__file__).parent


@cache
def page_template(page: Path) -> Template:
    """The page as a template that knows ``style`` (looks of header, text, panel) and ``search`` (the search box)."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals["style"] = (_FOLDER / "offline.css").read_text(encoding="utf-8")
    environment.globals["search"] = (_FOLDER / "search.js").read_text(encoding="utf-8")
    return environment.from_string(page.read_text(encoding="utf-8"))


def script_json(value: object) -> str:
    """JSON that can stand inside a ``script`` element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
