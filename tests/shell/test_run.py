"""run.py as a clerk meets it: what it builds, when it installs, what it says when it cannot."""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path

import pytest

import run

LOCKS = [run.RUNTIME_LOCK]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder with spaces and Chinese characters in its path, and lock files."""
    folder = tmp_path / "决算 工具"
    (folder / "inputs" / "示例").mkdir(parents=True)
    (folder / run.RUNTIME_LOCK).write_text("jinja2==1\n", encoding="utf-8")
    (folder / run.DEV_LOCK).write_text("pytest==1\n", encoding="utf-8")
    return folder


class Installer:
    """Stands in for venv and pip: records what was asked, leaves an interpreter behind."""

    def __init__(self, environment: run.Environment) -> None:
        self.environment = environment
        self.commands: list[list[str]] = []
        self.answer = (0, "")

    def __call__(self, command: list[str]) -> tuple[int, str]:
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            self.environment.python.parent.mkdir(parents=True, exist_ok=True)
            self.environment.python.write_text("", encoding="utf-8")
        return self.answer if "install" in command else (0, "")

    @property
    def created(self) -> int:
        return sum(command[1:3] == ["-m", "venv"] for command in self.commands)

    @property
    def installed(self) -> list[list[str]]:
        return [command for command in self.commands if "install" in command]


@pytest.fixture
def environment(root: Path) -> run.Environment:
    return run.Environment(root)


@pytest.fixture
def installer(environment: run.Environment, monkeypatch: pytest.MonkeyPatch) -> Installer:
    double = Installer(environment)
    monkeypatch.setattr(run, "run_quietly", double)
    return double


# ------------------------------------------------------------------ the interpreter


def test_an_old_python_can_read_the_script() -> None:
    assert ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 6)).body


def test_an_old_python_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(run.CannotRun, match=r"当前的 Python 是 3\.7，本程序需要 3\.11 或更新版本"):
        run.check_python((3, 7, 9))


def test_an_old_python_is_told_of_the_newer_one_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == "python3.12" else None)
    with pytest.raises(run.CannotRun, match=r"请改用：python3\.12 run\.py"):
        run.check_python((3, 9, 2))


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (4, 0, 0)])
def test_a_new_python_passes(version: tuple[int, ...]) -> None:
    assert run.check_python(version) is None  # no CannotRun


# ------------------------------------------------------------------ the console


@pytest.mark.parametrize(("encoding", "expected"), [("cp936", "完成"), ("ascii", "Done"), ("utf-8", "完成")])
def test_every_console_gets_words_it_can_show(
    encoding: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", console)
    run.say("完成", "Done")
    console.flush()
    assert console.buffer.getvalue().decode(encoding).strip() == expected  # type: ignore[attr-defined]


def test_a_console_with_no_chinese_does_not_stop_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii:strict")
    assert run.clean_environ()["PYTHONIOENCODING"] == "ascii:replace"
    monkeypatch.delenv("PYTHONIOENCODING")
    assert run.clean_environ()["PYTHONIOENCODING"] == ":replace"


@pytest.mark.parametrize(
    ("programs", "expected"),
    [
        (["python.exe"], True),
        (["python.exe", "py.exe"], True),
        (["python.exe", "cmd.exe"], False),
        (["python.exe", "py.exe", "powershell.exe"], False),
        ([], False),
    ],
)
def test_the_window_stays_open_only_after_a_double_click(programs: list[str], expected: bool) -> None:
    assert run.is_double_click(programs) is expected


# ------------------------------------------------------------------ which workbooks


@pytest.mark.parametrize("name", ["填报表.xlsx", "填报表.XLSX", "旧表.xls", "表.et"])
def test_a_workbook_counts_even_when_it_must_be_saved_anew(name: str, root: Path) -> None:
    (root / "inputs" / name).write_bytes(b"")
    assert run.holds_workbook(root / "inputs")


@pytest.mark.parametrize("name", ["~$乙.xlsx", ".~乙.xlsx", ".~lock.乙.xlsx#", "README.md", "附件.docx"])
def test_what_lies_beside_a_workbook_is_none(name: str, root: Path) -> None:
    (root / "inputs" / name).write_bytes(b"")
    (root / "inputs" / "文件夹.xlsx").mkdir()
    (root / "inputs" / "示例" / "示例.xlsx").write_bytes(b"")
    assert not run.holds_workbook(root / "inputs")


def build_call(environment: run.Environment, monkeypatch: pytest.MonkeyPatch, status: int = 0) -> list[str]:
    calls: list[list[str]] = []

    def call(environment: run.Environment, arguments: list[str]) -> int:
        calls.append(arguments)
        return status

    monkeypatch.setattr(run, "report_author", call)
    assert run.main_job(environment) == status
    assert len(calls) == 1
    return calls[0]


def test_the_samples_are_built_while_there_is_no_workbook(
    environment: run.Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = environment.root / "inputs" / "示例"
    (samples / "示例.xlsx").write_bytes(b"")
    arguments = build_call(environment, monkeypatch)
    assert arguments == ["build", str(samples), "--out", str(environment.root / "outputs")]
    said = capsys.readouterr().out
    assert "示例" in said
    assert f"文件在：{environment.root / 'outputs'}" in said


def test_the_samples_are_left_alone_once_there_is_a_workbook(
    environment: run.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    (environment.root / "inputs" / "示例" / "示例.xlsx").write_bytes(b"")
    inputs = environment.root / "inputs"
    (inputs / "填报表.xlsx").write_bytes(b"")
    assert build_call(environment, monkeypatch)[1:-2] == [str(inputs)]


def test_errors_in_the_workbook_are_not_called_done(
    environment: run.Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (environment.root / "inputs" / "填报表.xlsx").write_bytes(b"")
    build_call(environment, monkeypatch, status=1)
    said = capsys.readouterr().out
    assert "完成" not in said
    assert "填报表中有错误" in said


def test_an_empty_folder_says_where_the_workbook_belongs(environment: run.Environment) -> None:
    with pytest.raises(run.CannotRun, match="请把填好的填报表"):
        run.main_job(environment)


# ------------------------------------------------------------------ the environment


def test_the_environment_is_made_once(environment: run.Environment, installer: Installer) -> None:
    environment.prepare(LOCKS)
    environment.prepare(LOCKS)
    assert installer.created == 1
    assert len(installer.installed) == 1
    assert str(environment.root / run.RUNTIME_LOCK) in installer.installed[0]


def test_a_changed_lock_is_installed_into_the_same_environment(
    environment: run.Environment, installer: Installer
) -> None:
    environment.prepare(LOCKS)
    (environment.root / run.RUNTIME_LOCK).write_text("jinja2==2\n", encoding="utf-8")
    environment.prepare(LOCKS)
    assert installer.created == 1
    assert len(installer.installed) == 2


def test_other_line_ends_are_no_change(environment: run.Environment, installer: Installer) -> None:
    environment.prepare(LOCKS)
    (environment.root / run.RUNTIME_LOCK).write_bytes(b"jinja2==1\r\n")
    environment.prepare(LOCKS)
    assert len(installer.installed) == 1


def test_tests_need_the_second_lock_too(environment: run.Environment, installer: Installer) -> None:
    environment.prepare(LOCKS)
    environment.prepare([run.RUNTIME_LOCK, run.DEV_LOCK])
    environment.prepare(LOCKS)
    assert len(installer.installed) == 2
    assert str(environment.root / run.DEV_LOCK) in installer.installed[1]


def test_an_installation_that_was_broken_off_is_made_anew(
    environment: run.Environment, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled_plug(command: list[str]) -> tuple[int, str]:
        if "install" in command:
            raise KeyboardInterrupt
        return installer(command)

    monkeypatch.setattr(run, "run_quietly", pulled_plug)
    with pytest.raises(KeyboardInterrupt):
        environment.prepare(LOCKS)
    half = environment.folder / "half-installed"
    half.write_text("", encoding="utf-8")
    monkeypatch.setattr(run, "run_quietly", installer)
    environment.prepare(LOCKS)
    assert not half.exists()
    assert environment.is_ready(LOCKS)


def test_an_environment_of_another_python_is_made_anew(
    environment: run.Environment, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.prepare(LOCKS)
    monkeypatch.setattr(run.sys, "base_prefix", "/opt/another")
    environment.prepare(LOCKS)
    assert installer.created == 2


def test_wheels_beside_the_script_are_used_without_the_network(
    environment: run.Environment, installer: Installer
) -> None:
    (environment.root / "wheels").mkdir()
    environment.prepare(LOCKS)
    assert len(installer.installed) == 1
    assert "--no-index" in installer.installed[0]


def test_a_missing_venv_is_named_with_what_to_install(
    environment: run.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "find_spec", lambda name: None)
    monkeypatch.setattr(run.sys, "platform", "linux")
    with pytest.raises(run.CannotRun, match="缺少 venv") as caught:
        environment.prepare(LOCKS)
    assert "apt install python3-venv" in str(caught.value)


def test_a_missing_pip_is_named(environment: run.Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "find_spec", lambda name: True if name == "venv" else None)
    with pytest.raises(run.CannotRun, match="缺少 pip"):
        environment.prepare(LOCKS)


def test_the_systems_pip_serves_where_the_environment_cannot_have_its_own(
    environment: run.Environment, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "find_spec", lambda name: None if name == "ensurepip" else True)
    environment.prepare(LOCKS)
    assert "--without-pip" in installer.commands[0]


def test_no_network_says_how_to_install_without(environment: run.Environment, installer: Installer) -> None:
    installer.answer = (1, "WARNING: Retrying\nERROR: No matching distribution found for jinja2==1")
    with pytest.raises(run.CannotRun, match="网络不通") as caught:
        environment.prepare(LOCKS)
    assert "wheels" in str(caught.value)
    assert "No matching distribution" in str(caught.value)
    assert "Retrying" not in str(caught.value)
    assert not environment.is_ready(LOCKS)


def test_a_full_disk_is_called_a_full_disk(environment: run.Environment, installer: Installer) -> None:
    installer.answer = (1, "OSError: [Errno 28] No space left on device")
    with pytest.raises(run.CannotRun, match="磁盘空间不足"):
        environment.prepare(LOCKS)


def test_a_read_only_folder_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: run.Environment, locks: list[str]) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(run.Environment, "prepare", refuse)
    assert run.main([]) == run.COULD_NOT_RUN
    assert "写入权限" in capsys.readouterr().out


def test_a_missing_lock_file_means_an_incomplete_copy(environment: run.Environment) -> None:
    (environment.root / run.RUNTIME_LOCK).unlink()
    with pytest.raises(run.CannotRun, match="程序文件不完整"):
        environment.prepare(LOCKS)


def test_two_windows_do_not_install_at_once(root: Path) -> None:
    first, second = run.OneAtATime(root / ".venv.lock"), run.OneAtATime(root / ".venv.lock")
    with first:
        second.file = second.path.open("a+b")
        assert second.try_lock() is False
    assert second.try_lock() is True
    second.file.close()


# ------------------------------------------------------------------ the three ways to call it


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    made: list[list[str]] = []

    def call(command: list[str], **options: object) -> int:
        made.append(command)
        return 7

    monkeypatch.setattr(run.subprocess, "call", call)
    monkeypatch.setattr(run.Environment, "prepare", lambda self, locks: None)
    return made


def test_arguments_go_to_the_program_with_its_exit_status(calls: list[list[str]]) -> None:
    assert run.main(["check", "一.xlsx", "--json", "-"]) == 7
    assert calls[0][1:] == ["-P", "-m", "report_author", "check", "一.xlsx", "--json", "-"]


def test_test_runs_pytest_on_all_cores(calls: list[list[str]]) -> None:
    assert run.main(["test", "tests/shell", "-k", "表"]) == 7
    assert calls[0][1:] == ["-m", "pytest", "-n", "auto", "--dist", "worksteal", "tests/shell", "-k", "表"]


def test_a_debugger_gets_one_process(calls: list[list[str]]) -> None:
    run.main(["test", "--pdb"])
    assert calls[0][1:] == ["-m", "pytest", "--pdb"]


def test_without_arguments_the_main_job_is_done(
    calls: list[list[str]], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "inputs" / "填报表.xlsx").write_bytes(b"")
    monkeypatch.setattr(run, "ROOT", root)
    assert run.main([]) == 7
    assert calls[0][4:] == ["build", str(root / "inputs"), "--out", str(root / "outputs")]
