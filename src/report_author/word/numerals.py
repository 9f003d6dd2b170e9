"""The number formats of Word."""

from __future__ import annotations

from report_author.figures.counters import chinese

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_COUNTING = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)
_DIGITS = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
_LEGAL = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_TO_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
#: one character for each number from 1 on
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}


def numeral(number: int, kind: str) -> str:
    """``number`` in one of Word's number formats; Arabic where the format is not known here."""
    if kind == "none":
        return ""
    if kind in _SERIES and 0 < number <= len(_SERIES[kind]):
        return _SERIES[kind][number - 1]
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    if kind in _COUNTING or kind in _DIGITS or kind in _LEGAL:
        return _chinese(number, kind)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02d}"
    return f"- {number} -" if kind == "numberInDash" else str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text, number = text + sign * (number // worth), number % worth
    return text


def _chinese(number: int, kind: str) -> str:
    if kind in _DIGITS:
        return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    if not 0 < number < 1000:
        return "〇" if number == 0 else str(number)
    return chinese(number).translate(_TO_LEGAL) if kind in _LEGAL else chinese(number)
