"""Wording of the cover, of the contents page, plus 第一部分."""

from __future__ import annotations

from tools.word_template.blocks import (
    Blocks,
    Paragraph,
    body,
    chapter,
    flat,
    instruction,
    paragraphs_of,
    part,
    section,
    tag,
    when,
)

COVER: Blocks = flat(
    [
        instruction(
            "【给财政部门】红色小字是填写说明，不会印出；灰色小字是控制标签，也不会印出。双花括号内是数据标签，"
            "标签以外的文字、样式、页边距和图表外观都可以直接修改。标签里的名称见“词汇表”，不要改动名称本身。"
        ),
        Paragraph("CoverYear", "{{ 年度 }}年度"),
        Paragraph("CoverTitle", "{{ 部门.全称 }}"),
        Paragraph("CoverTitle", "{{ 部门.类别 }}决算"),
        when("示例说明", [Paragraph("CoverNote", "{{ 示例说明 }}")]),
    ]
)

CONTENTS_HEAD: Blocks = flat(
    [
        Paragraph("ContentsTitle", "目　录"),
        when("公开时间", [Paragraph("PublishDate", "公开时间：{{ 公开时间 }}")]),
    ]
)

_SUBORDINATES = (
    "{{ 部门.简称 }}下属{% if 机构.下属独立核算 %}二级预算单位{% elif 机构.下属行政数 %}非独立核算单位"
    "{% else %}非独立核算事业单位{% endif %}{{ 机构.下属数 }}个：其中行政单位{{ 机构.下属行政数 }}个，"
    "参照公务员法管理的事业单位{{ 机构.下属参公数 }}个，其他事业单位{{ 机构.下属其他数 }}个。"
    "{% if 机构.下属独立核算 %}纳入{{ 部门.简称 }}{{ 年度 }}年度{{ 部门.类别 }}决算编制范围的二级预算单位包括："
    "{% else %}主要包括：{% endif %}{{ 机构.下属名单 }}。"
)
_ENTRUSTED = "{% if 机构.代管数 %}代管群团组织{{ 机构.代管数 }}个：{{ 机构.代管名单 }}。{% endif %}"

PART_ONE: Blocks = flat(
    [
        part("{{ 部门.类别 }}概况"),
        chapter("基本职能及主要工作"),
        section("主要职能"),
        instruction("职能和重点工作取自填报表“文字材料”，编号由程序给出，材料里不要再写“1.”“2.”。"),
        paragraphs_of("文字.主要职能"),
        section("{{ 年度 }}年重点工作完成情况"),
        paragraphs_of("文字.重点工作导语"),
        paragraphs_of("文字.重点工作"),
        chapter("机构设置"),
        tag("if 机构.下属数"),
        body(_SUBORDINATES + _ENTRUSTED),
        tag("else"),
        body("{{ 部门.简称 }}无下属二级预算单位。" + _ENTRUSTED),
        tag("endif"),
    ]
)
