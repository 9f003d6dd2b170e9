"""The arguments, with every word a clerk sees in Chinese."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from report_author import __version__

_MISTAKES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument ([^:]*): expected one argument", r"参数 \1 后面要跟一个值"),
    (r"argument ([^:]*): expected at least one argument", r"参数 \1 后面至少要有一个值"),
    (r"argument ([^:]*): invalid choice: (.*) \(choose from (.*)\)", r"没有 \2 这个命令，可用的有：\3"),
    (r"argument ([^:]*): not allowed with argument (.*)", r"参数 \1 不能与 \2 同时用"),
    (r"argument ([^:]*): (.*)", r"参数 \1：\2"),
)
_WORDS = {"COMMAND": "命令", "'": "", ", ": "、"}


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=100)

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", _Help)
        kwargs.setdefault("add_help", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        for pattern, words in _MISTAKES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, words, message)
                break
        for english, chinese in _WORDS.items():
            message = message.replace(english, chinese)
        self.exit(2, f"{message}\n用 {self.prog} --help 查看说明。\n")


def _round(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise argparse.ArgumentTypeError(f"轮次应是 1 到 99 的整数，现在是 {text}")
    return int(text)


def _add_round(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--round", metavar="N", type=_round, default=0, help="会审单上写第几轮会审；不写就空着，打印后手写"
    )


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d", text):
        raise argparse.ArgumentTypeError(f"年度应是四位数字，如 2021，现在是 {text}")
    return int(text)


def _path(parser: argparse.ArgumentParser, name: str, metavar: str, words: str, **more: Any) -> None:
    """A file or a folder."""
    parser.add_argument(name, metavar=metavar, type=Path, help=words, **more)


def _flag(parser: argparse._ActionsContainer, name: str, words: str, **more: Any) -> None:
    """What is said or not."""
    parser.add_argument(name, action="store_true", help=words, **more)


def _format(parser: argparse.ArgumentParser, words: str = "用哪一套格式；默认按填报表和年度选") -> None:
    parser.add_argument("--format", metavar="格式", default="", help=words)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar="文件", help="把发现和生成的文件写成 JSON；- 表示写到标准输出")


def _add_html(parser: argparse.ArgumentParser) -> None:
    _path(parser, "--html", "文件", "把发现写成一个网页，用浏览器打开，可查找、可打印")


def _program() -> str:
    """How this was started: through ``run.py`` the module is run, as a clerk types it again."""
    if Path(sys.argv[0]).name != "__main__.py":
        return "report-author"
    return "python run.py" if sys.platform == "win32" else "python3 run.py"


def make_parser() -> argparse.ArgumentParser:
    """The parser of ``report-author``."""
    parser = _Parser(
        prog=_program(), description="一个填报表，生成部门决算公开报告（Word）和公开表（Excel）。"
    )
    parser.add_argument(
        "--version", action="version", version=f"report-author {__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, title="命令")
    _add_build(commands)
    _add_check(commands)
    _add_import(commands)
    _add_audit(commands)
    _add_new(commands)
    _add_yearly(commands)
    return parser


def _add_build(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``build``."""
    build = commands.add_parser(
        "build", help="生成报告和公开表", description="生成报告和公开表；有错误的填报表什么也不生成。"
    )
    _path(build, "paths", "PATH", "填报表，或放填报表的文件夹", nargs="+")
    _path(build, "--out", "文件夹", "生成到哪里，默认 outputs", default=Path("outputs"))
    _format(build, "用哪一套格式，如 sichuan-2021；默认按填报表和年度选")
    build.add_argument(
        "--pages",
        action=argparse.BooleanOptionalAction,
        help="用 LibreOffice 测量目录页码；默认三个以内的填报表才测量，--no-pages 不测量",
    )
    _flag(build, "--pdf", "另把报告和公开表合成一个 PDF，放到网站上（需要 LibreOffice）")
    _flag(build, "--draft", "生成带水印的送审稿；有错误也生成，缺的内容写作【缺：…】，不能公开")
    _flag(build, "--html", "另把报告做成网页，打开后可以粘贴到网站的编辑器里", dest="web")
    papers = build.add_mutually_exclusive_group()
    _flag(
        papers,
        "--workpaper",
        "核对底稿（每个数从哪些单元格算来）除了网页，另存一份 Excel",
        dest="workpaper_book",
    )
    papers.add_argument("--no-workpaper", dest="workpaper", action="store_false", help="不生成核对底稿")
    _flag(build, "--review", "另存一份审阅稿，用批注写明主要数字的来源")
    _flag(build, "--hearing", "另存一页会审单（Excel；有 LibreOffice 时还有 PDF）；有错误也生成")
    _add_round(build)
    _add_json(build)


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``check``."""
    check = commands.add_parser(
        "check", help="只检查，不生成", description="检查填报表，列出发现，不生成报告。"
    )
    _path(check, "paths", "PATH", "填报表，或放填报表的文件夹", nargs="+")
    _format(check)
    _path(check, "--mark", "文件", "另存一份标出问题的填报表副本（原表不动）；检查几个填报表时，写文件夹")
    _path(check, "--hearing", "文件夹", "把一页会审单（Excel；有 LibreOffice 时还有 PDF）写到这个文件夹")
    _add_round(check)
    _flag(
        check,
        "--coverage",
        "另外逐格改错试一遍（只在内存里，原表不动），列出没有批复数、审核公式或名录管的格子，十几秒到一分钟",
    )
    _add_html(check)
    _add_json(check)


def _add_import(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``import``."""
    bring = commands.add_parser(
        "import",
        help="把决算软件、公开表等文件里的数导入填报表",
        description="按内容认出决算报表、公开表、预算表、项目表、自评表和上年报告，列出每个数从哪一格来，同意后才写进填报表。",
    )
    _path(
        bring,
        "sources",
        "SOURCE",
        "来源文件（.xlsx、.xls、.ods、.et；上年报告 .docx、.txt），或放来源文件的文件夹",
        nargs="+",
    )
    _path(bring, "--into", "W.xlsx", "要写进去的填报表", required=True)
    _flag(bring, "--yes", "不再询问，直接写入空着的格子")
    _flag(bring, "--overwrite", "已经填了、但与来源不同的格子也改成来源的数")
    _add_json(bring)


def _add_audit(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``audit``."""
    audit = commands.add_parser(
        "audit",
        help="审核公开报告，找出算错、写错、前后不一致的地方",
        description="审核任何部门的公开报告：增减、占比、合计、前后一致、用语、序号等逐处核对。"
        "写了 --workbook 时，把报告与生成它的填报表逐数、逐句比对：哪些数改了、不见了、多出来了，哪些句子改了。",
    )
    _path(
        audit,
        "reports",
        "REPORT",
        "报告（.docx、.pdf、.txt、.doc、.wps、.html），或放报告的文件夹",
        nargs="+",
    )
    _path(audit, "--workbook", "W.xlsx", "生成这份报告的填报表；写了就只与它比对")
    _path(audit, "--tables", "T.xlsx", "公开表，一并核对；不写时取同一文件夹里名称相配的")
    _path(audit, "--last", "上年报告", "上年公开的报告，核对今年写的上年数")
    _path(audit, "--out", "文件夹", "把审核意见、批注稿、疑点清单写到这个文件夹；不写就什么文件也不生成")
    _format(audit)
    _add_json(audit)


def _add_new(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``new``."""
    new = commands.add_parser("new", help="新建空白填报表", description="新建空白填报表。")
    _path(new, "out", "OUT.xlsx", "要新建的填报表")
    new.add_argument("--department", metavar="名称", required=True, help="部门（单位）全称")
    new.add_argument("--year", metavar="年度", required=True, type=_year, help="决算年度，如 2021")
    _format(new, "用哪一套格式；默认按年度选")


def _add_yearly(commands: argparse._SubParsersAction[_Parser]) -> None:
    """The commands that make workbooks out of other workbooks."""
    rollover = commands.add_parser(
        "rollover",
        help="由去年的填报表生成今年的",
        description="由去年的填报表生成今年的：去年的数成为上年数和年初结转，机构、职能等作为去年内容带过来，其余清空。",
    )
    _path(rollover, "book", "LAST.xlsx", "去年填好的填报表")
    rollover.add_argument("--year", metavar="年度", type=_year, help="今年的年度，默认是去年的下一年")
    _path(rollover, "--out", "文件", "新填报表的文件名；默认放在去年的填报表旁边，已有的不覆盖")
    _add_json(rollover)

    consolidate = commands.add_parser(
        "consolidate",
        help="汇总下属单位的填报表",
        description="汇总下属单位的填报表：数按单位保留、逐表核对，文字用部门填报表原来的；原来的文件另存为“….xlsx.bak”。",
    )
    _path(consolidate, "units", "UNIT.xlsx", "各单位（含本级）的填报表", nargs="+")
    _path(consolidate, "--into", "DEPT.xlsx", "部门的填报表（先用 new 新建）", required=True)
    consolidate.add_argument(
        "--eliminate",
        action=argparse.BooleanOptionalAction,
        help="抵销单位之间的上级补助收入和对附属单位补助支出；都不写时先问，不能问时不抵销",
    )
    _add_json(consolidate)

    fill = commands.add_parser(
        "prefill",
        help="按名册给每个部门预填填报表（财政局用）",
        description="按名册给每个部门预填填报表：按文件里的单位编码和年度取用文件夹里的决算报表、去年的填报表和公开报告。",
    )
    _path(fill, "roster", "ROSTER.xlsx", "名册：单位编码、全称、简称、性质、上级")
    _path(fill, "folder", "FOLDER", "放决算报表、去年材料、交回的填报表的文件夹")
    fill.add_argument("--year", metavar="年度", type=_year, help="决算年度；默认取名册标题里的年度")
    _path(fill, "--out", "文件夹", "放到哪里，默认“预填”；已有的不覆盖", default=Path("预填"))
    _add_json(fill)
