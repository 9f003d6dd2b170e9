"""Wording of 第四部分: the evaluation reports with the self-evaluation forms."""

from __future__ import annotations

from tools.word_template.blocks import (
    Block,
    Blocks,
    Paragraph,
    annex_chapter,
    annex_section,
    body,
    each,
    flat,
    instruction,
    paragraphs_of,
    part,
    tag,
    when,
)
from tools.word_template.form import self_evaluation_form

#: (heading, place in the facts, list of texts) of one chapter of a project's report
Chapter = tuple[str, list[tuple[str, str]]]

PROJECT_CHAPTERS: list[Chapter] = [
    (
        "项目概况",
        [
            ("项目基本情况", "项目基本情况"),
            ("项目绩效目标", "项目绩效目标"),
            ("项目自评步骤及方法", "自评步骤及方法"),
        ],
    ),
    (
        "项目资金申报及使用情况",
        [
            ("项目资金申报及批复情况", "资金申报及批复"),
            ("资金计划、到位及使用情况", "资金计划到位及使用"),
            ("项目财务管理情况", "财务管理"),
        ],
    ),
    (
        "项目实施及管理情况",
        [("项目组织架构及实施流程", "组织架构及实施流程"), ("项目管理情况", "项目管理情况")],
    ),
    ("项目绩效情况", [("项目完成情况", "项目完成情况"), ("项目效益情况", "项目效益情况")]),
    ("评价结论及建议", [("评价结论", "评价结论"), ("存在的问题", "存在问题"), ("相关建议", "改进建议")]),
]


def _chapters(owner: str, chapters: list[Chapter]) -> Blocks:
    """Chapters whose sections the clerk wrote; an unwritten one leaves no empty heading."""
    out: Blocks = []
    for title, sections in chapters:
        texts = [f"{owner}.文字.{place}" for _, place in sections]
        inner = [
            when(text, [annex_section(heading), *paragraphs_of(text)])
            for (heading, _), text in zip(sections, texts, strict=True)
        ]
        out += when(" or ".join(texts), [annex_chapter(title), *flat(inner)])
    return out


def _mark(first: str) -> Blocks:
    """附件N: on a new page, save the first, which stands under the heading of the part."""
    text = "{{ 附件号 }}"
    return when(first, [Paragraph("AnnexMarkFirst", text)], [Paragraph("AnnexMark", text)])


def _or_document(owner: str, blocks: Blocks) -> Blocks:
    """A document given by the clerk goes in as it is, in place of the texts."""
    return when(f"{owner}.附件", [body(f"{{{{ {owner}.附件|插入文档 }}}}")], blocks)


_STAFF: list[Block | Blocks] = [
    annex_section("人员概况"),
    tag("if 人员.编制"),
    body(
        "{{ 部门.全称 }}{% for 编 in 人员.编制 %}{% if 编.其中 %}其中{% endif %}"
        '{% if 编.名称 == "事业编制" and 机构.下属数 and 机构.下属数 == 机构.下属其他数 %}'
        "下设事业单位{{ 机构.下属数 }}个，{% endif %}{{ 编.名称 }}{{ 编.数 }}人"
        "{% if not loop.last %}，{% endif %}{% endfor %}。"
    ),
    tag("endif"),
    tag("if 人员.实有"),
    body(
        "{{ 年度 }}年末在职实有{{ 人员.实有合计 }}人，其中：{% for 员 in 人员.实有 %}{{ 员.名称 }}{{ 员.数 }}人"
        "{% if not loop.last %}，{% endif %}{% endfor %}。"
    ),
    tag("endif"),
    paragraphs_of("整体评价.文字.人员概况补充"),
]

_MONEY: list[Block | Blocks] = [
    annex_chapter("{{ 部门.类别 }}财政资金收支情况"),
    annex_section("{{ 部门.类别 }}财政资金收入情况"),
    body(
        "{{ 年度 }}年本年收入{{ 收入.本年合计|万元 }}万元{% if 收入.构成 %}（其中"
        "{% for 笔 in 收入.构成 %}{{ 笔.名称 }}{{ 笔.金额|万元 }}万元{% if not loop.last %}，{% endif %}{% endfor %}）"
        "{% endif %}，{% if 收入.年初结转和结余 %}年初结转和结余{{ 收入.年初结转和结余|万元 }}万元"
        "{% else %}年初无结转结余{% endif %}。"
    ),
    annex_section("{{ 部门.类别 }}财政资金支出情况"),
    body(
        "{{ 年度 }}年度支出{{ 支出.本年合计|万元 }}万元{% if 支出.构成 %}，其中："
        "{% for 笔 in 支出.构成 %}{{ 笔.名称 }}{{ 笔.金额|万元 }}万元{% if not loop.last %}，{% endif %}{% endfor %}"
        "{% endif %}。{% if 财政拨款.类 and 财政拨款.支出 != 支出.本年合计 %}"
        "其中财政拨款支出{{ 财政拨款.支出|万元 }}万元，具体为：{% endif %}"
    ),
    each(
        "类", "财政拨款.类", body("{{ 条号 }}{{ 类.名称 }}{{ 类.金额|万元 }}万元，主要用于：{{ 类.用途 }}。")
    ),
]

_WHOLE_TEXT: Blocks = flat(
    [
        annex_chapter("{{ 部门.类别 }}概况"),
        when("整体评价.文字.机构组成", [annex_section("机构组成"), *paragraphs_of("整体评价.文字.机构组成")]),
        annex_section("机构职能"),
        paragraphs_of("文字.主要职能"),
        when("人员.有数据 or 整体评价.文字.人员概况补充", flat(_STAFF)),
        *_MONEY,
        when(
            "整体评价.文字.绩效管理导语 or 整体评价.文字.绩效管理 or 整体评价.文字.结果应用",
            flat(
                [
                    annex_chapter("{{ 部门.类别 }}整体预算绩效管理情况"),
                    when(
                        "整体评价.文字.绩效管理导语 or 整体评价.文字.绩效管理",
                        [
                            annex_section("{{ 部门.类别 }}预算项目绩效管理"),
                            *paragraphs_of("整体评价.文字.绩效管理导语"),
                            *paragraphs_of("整体评价.文字.绩效管理"),
                        ],
                    ),
                    when(
                        "整体评价.文字.结果应用",
                        [annex_section("结果应用情况"), *paragraphs_of("整体评价.文字.结果应用")],
                    ),
                ]
            ),
        ),
        _chapters(
            "整体评价",
            [
                (
                    "评价结论及建议",
                    [("评价结论", "评价结论"), ("存在问题", "存在问题"), ("改进建议", "改进建议")],
                )
            ],
        ),
    ]
)

_WHOLE: Blocks = flat(
    [
        Paragraph("AnnexMarkFirst", "{{ 附件号 }}"),
        Paragraph("AnnexTitle", "{{ 部门.全称 }}\n{{ 年度 }}年{{ 部门.类别 }}整体绩效评价报告"),
        instruction("填报表“评价报告”写明附件文件时，插入该文件的正文；文件里不要再写标题。"),
        _or_document("整体评价", _WHOLE_TEXT),
    ]
)

_PROJECT_REPORTS: Blocks = each(
    "评",
    "项目.评价报告",
    _mark("loop.first and not 整体评价.公开"),
    Paragraph("AnnexTitle", "{{ 评.名称 }}\n{{ 年度 }}年绩效评价报告"),
    _or_document("评", _chapters("评", PROJECT_CHAPTERS)),
)

_FORMS: Blocks = each(
    "自评",
    "项目.自评表",
    _mark("loop.first and not 整体评价.公开 and not 项目.评价报告"),
    Paragraph(
        "FormTitle", "{{ 年度 }}年{{ 自评.类别 }}{{ 部门.类别 }}预算项目绩效目标自评\n（{{ 自评.名称 }}）"
    ),
    self_evaluation_form("自评"),
)

ANNEXES: Blocks = flat(
    [
        part("附件"),
        when(
            "整体评价.公开 or 项目.评价报告 or 项目.自评表",
            flat([when("整体评价.公开", _WHOLE), _PROJECT_REPORTS, _FORMS]),
            [body("本{{ 部门.类别 }}{{ 年度 }}年度无附件。")],
        ),
    ]
)
