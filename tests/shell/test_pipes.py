"""A reader of the list that stops early stops nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.samples import FOLDER, NAMES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_files_are_written_though_nobody_reads_the_list(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(
        "2022年度某局部门决算\n2022年收入10万元，比上年增加2万元，增长30%。\n", encoding="utf-8"
    )
    for command in (["audit", str(report)], ["check", str(FOLDER / NAMES[1])]):
        answer = tmp_path / f"{command[0]}.json"
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [sys.executable, "-m", "report_author", *command, "--json", str(answer)],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        os.close(writer)
        assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr
        assert "findings" in json.loads(answer.read_text(encoding="utf-8"))
