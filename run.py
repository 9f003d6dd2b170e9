#!/usr/bin/env python3
"""Prepare a private Python environment beside this file, then run the report author in it.

``python3 run.py``            build every workbook in inputs/ (or the samples) into outputs/
``python3 run.py test ...``   run the tests, further arguments go to pytest
``python3 run.py ARGS...``    the same as ``report-author ARGS...``

Standard library only.  The grammar stays that of Python 3.6, so that an old interpreter can read this file
far enough to say in plain words that it is too old.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
# .xls, .et and the like cannot be read, but they are the clerk's: `build` says how to save them anew.
BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
COULD_NOT_RUN = 2
MIRROR = "https://pypi.tuna.tsinghua.edu.cn/simple"


class CannotRun(Exception):
    """Says in Chinese why and what to do (``english``: for a console that cannot show Chinese)."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english


def say(text: str, english: str) -> None:
    """Print for a person; a console that cannot show Chinese gets the English words."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        text = english.encode("ascii", "backslashreplace").decode("ascii")
    print(text, flush=True)


# ---------------------------------------------------------------- the interpreter


def check_python(version: "tuple[int, ...]") -> None:
    """Refuse an interpreter that is too old, naming a newer one of this machine where there is one."""
    if tuple(version[:2]) >= NEEDED:
        return
    have, need = f"{version[0]}.{version[1]}", f"{NEEDED[0]}.{NEEDED[1]}"
    names = [f"python3.{minor}" for minor in range(19, NEEDED[1] - 1, -1)]
    newer = [name for name in names if shutil.which(name)]
    if newer:
        advice = f"本机已装有 {newer[0]}，请改用：{newer[0]} run.py"
    elif os.name == "nt" or sys.platform == "darwin":
        advice = "请到 https://www.python.org/downloads/ 下载安装新版 Python，再重新运行。"
    else:
        advice = (
            f"请系统管理员安装 Python {need} 或更新版本，再重新运行，例如：\n"
            "    sudo apt install python3.11 python3.11-venv"
        )
    raise CannotRun(
        f"当前的 Python 是 {have}，本程序需要 {need} 或更新版本。\n{advice}",
        f"Python {need} or newer is needed; this is {have}. Please install it and run again.",
    )


def run_quietly(command: "list[str]") -> "tuple[int, str]":
    """Exit status and all output of a command that must not ask anything."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=clean_environ(),
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def clean_environ() -> "dict[str, str]":
    """The caller's variables without those that lead another Python's packages into ours."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    environ = {name: value for name, value in os.environ.items() if name not in dropped}
    # The console's own encoding stays; a character that it lacks is shown as "?" and never ends the program.
    environ["PYTHONIOENCODING"] = environ.get("PYTHONIOENCODING", "").partition(":")[0] + ":replace"
    return environ


# ---------------------------------------------------------------- what to do


def last_lines(output: str) -> str:
    """The end of what a program said, without its warnings, for whoever is asked for help."""
    lines = [line for line in output.strip().splitlines() if not line.startswith("WARNING")]
    return "\n".join("    " + line for line in lines[-6:])


def venv_advice() -> str:
    if os.name == "nt" or sys.platform == "darwin":
        return (
            "请到 https://www.python.org/downloads/ 重新安装 Python\n"
            "（官方安装包自带 venv 和 pip），再重新运行。"
        )
    return (
        "Debian、Ubuntu、统信、麒麟系统请先执行：sudo apt install python3-venv python3-pip\n"
        "其他 Linux 请用系统的软件管理安装 Python 的 venv 与 pip 组件，再重新运行。"
    )


def pip_advice(output: str) -> str:
    """What a person can do about pip's complaint."""
    python = "python" if os.name == "nt" else "python3"
    if "No space left" in output:
        advice = "磁盘空间不足，请清理磁盘后重新运行。"
    elif "Permission denied" in output or "WinError 5" in output:
        advice = "没有写入权限，请把整个文件夹复制到自己的“文档”中再运行。"
    else:
        advice = (
            "多半是网络不通。请检查网络后重新运行。\n"
            "访问国外网站较慢时，可先执行下面一行，改用国内镜像：\n"
            f"    {python} -m pip config set global.index-url {MIRROR}\n"
            "电脑不能上网时，在能上网的同类电脑上执行下面一行，\n"
            "再把得到的 wheels 文件夹拷到 run.py 旁边：\n"
            f"    {python} -m pip download -r {RUNTIME_LOCK} -d wheels"
        )
    return f"安装所需的软件包失败。\n{advice}\n安装程序的原话：\n{last_lines(output)}"


# ---------------------------------------------------------------- the private environment


class OneAtATime:
    """Only one process prepares the environment; the system frees the lock even when its holder is killed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = self.path.open("a+b")
        told = False
        while not self.try_lock():
            if not told:
                say("另一个窗口正在准备运行环境，请稍候……", "Waiting for another window ...")
                told = True
            time.sleep(0.5)

    def try_lock(self) -> bool:
        try:
            if os.name == "nt":
                import msvcrt

                self.file.seek(0)
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            # Held by another: wait.  A file system that knows no locks: go on without one.
            return problem.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
        return True

    def __exit__(self, *details: object) -> None:
        self.file.close()


class Environment:
    """The ``.venv`` beside run.py: made once, updated when a lock changes, made anew when broken off."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.folder / "report-author.stamp"
        self.unfinished = self.folder / "report-author.unfinished"

    def wanted(self, locks: "list[str]") -> "list[str]":
        """The stamp of a finished environment: a line for the interpreter, a line for each lock file."""
        lines = [f"python {sys.version_info[0]}.{sys.version_info[1]} {sys.base_prefix}"]
        for name in locks:
            try:
                # A checkout that changed the line ends has not changed the lock.
                content = (self.root / name).read_bytes().replace(b"\r\n", b"\n")
            except FileNotFoundError:
                raise CannotRun(
                    f"程序文件不完整，缺少 {name}。请重新解压或重新下载整个文件夹。",
                    f"The file {name} is missing.",
                ) from None
            lines.append(f"{name} {hashlib.sha256(content).hexdigest()}")
        return lines

    def stamped(self) -> "list[str]":
        try:
            return self.stamp.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    def is_ready(self, locks: "list[str]") -> bool:
        wanted = set(self.wanted(locks))
        return self.python.exists() and not self.unfinished.exists() and wanted <= set(self.stamped())

    def is_broken(self) -> bool:
        """An installation was broken off, the interpreter is gone, or the stamp is another Python's."""
        if not self.folder.is_dir():
            return False
        stamped = self.stamped()
        foreign = bool(stamped) and self.wanted([])[0] not in stamped
        return foreign or self.unfinished.exists() or not self.python.exists()

    def prepare(self, locks: "list[str]") -> None:
        """Make the environment hold what ``locks`` pin; nothing is written when it already does."""
        if self.is_ready(locks):
            return
        with OneAtATime(self.root / ".venv.lock"):
            if self.is_ready(locks):
                return
            say("正在准备运行环境（首次运行或升级后需要，约一分钟）……", "Preparing ...")
            if self.is_broken():
                shutil.rmtree(str(self.folder), ignore_errors=True)
            self.folder.mkdir(exist_ok=True)
            self.unfinished.write_text("installing\n", encoding="utf-8")
            if not self.python.exists():
                self.create()
            self.install(locks)
            self.stamp.write_text("\n".join(self.wanted(locks)) + "\n", encoding="utf-8")
            self.unfinished.unlink()
            say("运行环境已就绪。", "The environment is ready.")

    def create(self) -> None:
        if find_spec("venv") is None:
            raise CannotRun(f"本机的 Python 缺少 venv 组件。\n{venv_advice()}", "Python lacks venv.")
        own_pip = find_spec("ensurepip") is not None
        if not own_pip and find_spec("pip") is None:
            raise CannotRun(f"本机的 Python 缺少 pip 组件。\n{venv_advice()}", "Python lacks pip.")
        options = [] if own_pip else ["--without-pip"]
        status, output = run_quietly([sys.executable, "-m", "venv", *options, str(self.folder)])
        if status != 0:
            raise CannotRun(
                f"建立运行环境失败。\n{venv_advice()}\n安装程序的原话：\n{last_lines(output)}",
                f"Cannot create the environment:\n{last_lines(output)}",
            )

    def pip(self) -> "list[str]":
        """The environment's own pip, or the system's pip at work on the environment."""
        status, _ = run_quietly([str(self.python), "-m", "pip", "--version"])
        if status == 0:
            return [str(self.python), "-m", "pip"]
        return [sys.executable, "-m", "pip", "--python", str(self.python)]

    def install(self, locks: "list[str]") -> None:
        command = [*self.pip(), "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        command += ["--retries", "2"]
        for name in locks:
            command += ["-r", str(self.root / name)]
        wheels = self.root / "wheels"
        if wheels.is_dir():
            status, _ = run_quietly([*command, "--no-index", "--find-links", str(wheels)])
            if status == 0:
                return
            say("wheels 文件夹中的安装包不全或不适合本机，改为联网安装……", "Trying the network ...")
        status, output = run_quietly(command)
        if status != 0:
            raise CannotRun(pip_advice(output), f"pip install failed:\n{last_lines(output)}")


# ---------------------------------------------------------------- the jobs


def holds_workbook(folder: Path) -> bool:
    """A workbook lies directly in ``folder``; the lock files of Excel, WPS and LibreOffice are none."""
    if not folder.is_dir():
        return False
    visible = [path for path in folder.iterdir() if not path.name.startswith(("~$", "."))]
    return any(path.name.lower().endswith(BOOK_SUFFIXES) and path.is_file() for path in visible)


def report_author(environment: Environment, arguments: "list[str]") -> int:
    environ = clean_environ()
    environ["PYTHONPATH"] = str(environment.root / "src")
    # -P: a file of the clerk's that happens to be called like a module is not imported.
    return subprocess.call([str(environment.python), "-P", "-m", "report_author", *arguments], env=environ)


def main_job(environment: Environment) -> int:
    """Build the clerk's workbooks, or the samples while there is none."""
    inputs, outputs = environment.root / "inputs", environment.root / "outputs"
    source = next((folder for folder in (inputs, inputs / "示例") if holds_workbook(folder)), None)
    if source is None:
        raise CannotRun(
            f"没有找到填报表。\n请把填好的填报表（.xlsx）放进文件夹：{inputs}\n再重新运行。",
            f"There is no workbook in {inputs}.",
        )
    if source != inputs:
        say("inputs 文件夹中还没有您的填报表，先用其中的示例演示一遍。", "Building the samples.")
    status = report_author(environment, ["build", str(source), "--out", str(outputs)])
    if status == 0:
        say(f"完成。生成的文件在：{outputs}", f"Done; the files are in {outputs}")
    elif status == 1:
        say(
            "填报表中有错误，改好、保存后请再运行一次。",
            "Some workbooks have errors: correct them and run again.",
        )
    else:
        say("没有完成，原因见上。", "Could not run; the reason is given above.")
    return status


def test_job(environment: Environment, arguments: "list[str]") -> int:
    one_process = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    # worksteal: a process that has finished takes from the others' long tests
    many = [] if one_process else ["-n", "auto", "--dist", "worksteal"]
    command = [str(environment.python), "-m", "pytest", *many, *arguments]
    return subprocess.call(command, cwd=str(environment.root), env=clean_environ())


def run(arguments: "list[str]") -> int:
    check_python(tuple(sys.version_info))
    environment = Environment(ROOT)
    testing = arguments[:1] == ["test"]
    try:
        environment.prepare([RUNTIME_LOCK, DEV_LOCK] if testing else [RUNTIME_LOCK])
    except OSError as problem:
        raise CannotRun(
            f"无法在程序所在的文件夹里写入：{ROOT}（{problem}）\n"
            "请把整个文件夹复制到自己有写入权限的位置（例如“文档”），再重新运行。",
            f"Cannot write to {ROOT}: copy the folder to a place of your own.",
        ) from problem
    if testing:
        return test_job(environment, arguments[1:])
    if arguments:
        return report_author(environment, arguments)
    return main_job(environment)


# ---------------------------------------------------------------- the window


def console_programs() -> "list[str]":
    """File names of the programs that share this Windows console."""
    import ctypes

    kernel = ctypes.windll.kernel32
    pids = (ctypes.c_uint32 * 64)()
    names = []
    for pid in pids[: min(kernel.GetConsoleProcessList(pids, 64), 64)]:
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        size, path = ctypes.c_uint32(1024), ctypes.create_unicode_buffer(1024)
        known = handle and kernel.QueryFullProcessImageNameW(handle, 0, path, ctypes.byref(size))
        names.append(path.value.rpartition("\\")[2].lower() if known else "")
        if handle:
            kernel.CloseHandle(handle)
    return names


def is_double_click(programs: "list[str]") -> bool:
    """Only Python and its launcher live in the window, so it closes with them: nobody typed a command."""
    launchers = ("python", "py.exe", "pymanager")
    return bool(programs) and all(name.startswith(launchers) for name in programs)


def keep_window_open() -> None:
    if os.name != "nt" or len(sys.argv) > 1 or sys.stdin is None or not sys.stdin.isatty():
        return
    if is_double_click(console_programs()):
        say("按回车键关闭本窗口。", "Press Enter to close this window.")
        sys.stdin.readline()


def main(arguments: "list[str]") -> int:
    try:
        return run(arguments)
    except CannotRun as problem:
        say(str(problem), problem.english)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        say("已中断。", "Interrupted.")
        return COULD_NOT_RUN
    finally:
        keep_window_open()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
