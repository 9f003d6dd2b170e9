"""What the papers beside the program say is true."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from report_author.checks.clerk_names import ROOTS, TREE
from report_author.cli.arguments import make_parser
from report_author.cli.main import main
from report_author.figures.vocabulary import vocabulary
from report_author.model.findings import error
from tests.figures.books import account_of, seed_facts

ROOT = Path(__file__).resolve().parents[2]
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*puts/README.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    for link in LINK.findall(read(paper)):
        if link.startswith(("http://", "https://")):
            continue
        target, _, heading = link.partition("#")
        place = (paper.parent / target) if target else paper
        assert place.exists(), f"{paper.name}: {link}"
        if heading:
            assert heading in HEADING.findall(read(place)), f"{paper.name}: {link}"


def test_every_template_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"templates/[\w/.-]+", read(ROOT / "README.md")))
    assert len(named) >= 3
    for path in named:
        assert (ROOT / path).exists(), path


def test_the_json_of_the_guide_is_the_json_of_the_program() -> None:
    guide = read(ROOT / "docs" / "命令行.md")
    block = re.search(r"```json\n(.+?)```", guide, re.DOTALL)
    assert block is not None
    shown = json.loads(block.group(1))
    assert list(shown["findings"][0]) == list(error("R01", "支出!H12", "", "").as_json())
    fields = guide[block.end() :]
    for name in [*shown["findings"][0], "unchecked", "outputs"]:
        assert f"`{name}`" in fields, name


def test_every_name_of_templates_and_rules_is_in_the_vocabulary() -> None:
    paper = read(ROOT / "docs" / "词汇表.md")
    for root in ROOTS - {"填报", "选项", "表"}:
        assert f"`{root}`" in paper, root
    assert TREE["填报"]
    for block, columns in TREE["填报"].items():
        line = next(
            line
            for line in paper.splitlines()
            if line.startswith((f"| `填报.{block}` ", f"| `填报.{block}.` "))
        )
        assert {name for name in columns if name != "格"} == set(line.split("|")[2].strip().split("、")), (
            block
        )
    for group, names in vocabulary(account_of(seed_facts())).items():
        line = next((line for line in paper.splitlines() if line.startswith(f"| `{group}` ")), "")
        assert not isinstance(names, Mapping) or group == "表" or all(name in line for name in names), group


# ------------------------------------------------------------------ the lock files


def pinned(name: str) -> dict[str, str]:
    lines = [line.partition(";")[0].strip() for line in read(ROOT / name).splitlines()]
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(package): version for package, version in pins}


def test_every_declared_dependency_is_pinned_within_its_range() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    runtime, dev = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert not set(runtime) & set(dev)
    for declared, pins in [
        (project["dependencies"], runtime),
        (project["optional-dependencies"]["dev"], dev),
    ]:
        for text in declared:
            requirement = Requirement(text)
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), text


def test_the_check_script_is_proper_bash() -> None:
    done = subprocess.run(
        ["bash", "-n", str(ROOT / ".ci" / "run")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------ the commands


COMMAND_LINES = [
    line.strip().partition("#")[0].split()[2:]
    for paper in PAPERS
    for line in re.findall(r"^ *python3 run\.py .*$", read(paper), re.MULTILINE)
]
COMMANDS = tuple(
    name
    for action in make_parser()._actions
    if isinstance(action, argparse._SubParsersAction)
    for name in action.choices
)


def test_the_papers_show_every_command() -> None:
    assert {words[0] for words in COMMAND_LINES if words} == {*COMMANDS, "test"}


@pytest.mark.parametrize(
    "words", [words for words in COMMAND_LINES if words and words[0] != "test"], ids=" ".join
)
def test_every_command_and_option_of_the_papers_exists(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([words[0], "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for option in re.findall(r"--[a-z]+", " ".join(words)):
        assert option in said, option


@pytest.mark.parametrize("command", COMMANDS)
def test_the_guide_names_every_option(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    usage = max((words for words in COMMAND_LINES if words[:1] == [command]), key=len)
    for option in set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}:
        assert option in " ".join(usage), option
