"""How large the source is: files, lines, tokens of code.

    .venv/bin/python -m tools.size [CHECKOUT]      # CHECKOUT: also as a ratio to that one

Tokens are those of the code as the parser sees it: no comments, no docstrings, the same however it is laid out.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LAYOUT = {tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def tokens_of(source: str) -> int:
    """The tokens of a module without comments, docstrings and layout."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if documented and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    code = io.StringIO(ast.unparse(tree))
    return sum(token.type not in _LAYOUT for token in tokenize.generate_tokens(code.readline))


def size_of(root: Path) -> tuple[int, int, int]:
    """Files, lines and tokens of the package in a checkout."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((root / "src").rglob("*.py"))]
    return len(sources), sum(len(text.splitlines()) for text in sources), sum(map(tokens_of, sources))


def main() -> None:
    now = size_of(ROOT)
    print("files {}  lines {}  tokens {}".format(*now))
    for other in sys.argv[1:]:
        before = size_of(Path(other))
        print("before: files {}  lines {}  tokens {}".format(*before))
        print(
            "ratio: files {:.2f}  lines {:.2f}  tokens {:.3f}".format(
                *[a / b for a, b in zip(now, before, strict=True)]
            )
        )


if __name__ == "__main__":
    main()
