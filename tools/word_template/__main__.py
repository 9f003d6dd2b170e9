"""Write the format's Word template: ``python -m tools.word_template``."""

from __future__ import annotations

from pathlib import Path

from tools.word_template.package import template_bytes

TARGET = Path(__file__).parents[2] / "templates" / "docx" / "sichuan-2021" / "部门决算报告.docx"


def main() -> None:
    """Overwrite the shipped template."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(template_bytes())
    print(f"已写入 {TARGET}")


if __name__ == "__main__":
    main()
