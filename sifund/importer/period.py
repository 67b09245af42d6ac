"""Years and months in words: which year a title or heading names, how many months from January it covers."""

from __future__ import annotations

import re

from sifund.importer.numbers import narrow

_YEAR = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9])")
_CHINESE_YEAR = re.compile(r"[一二][〇○零Ｏ0一二三四五六七八九]{3}(?=\s*年)")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[（(][0-9]{4}[〕\])）][^号]{0,6}号")
_COUNTED = {
    "十一": "11",
    "十二": "12",
    **{numeral: str(n) for n, numeral in enumerate("一二三四五六七八九十", start=1)},
}
_TO = r"\s*[-—–―~至到]+\s*"
_CHINESE_MONTH = re.compile(rf"({'|'.join(_COUNTED)})(?=个?月|{_TO}(?:{'|'.join(_COUNTED)})个?月)")
_THEN = rf"{_TO}(?:(?:19|20)[0-9]{{2}}[年./-]?)?\s*"
_RANGES = re.compile(
    rf"(?<![0-9])0?1月?(?:份)?{_THEN}([0-9]{{1,2}})\s*月(?:份)?|(?:19|20)[0-9]{{2}}[年.]0?1{_THEN}([0-9]{{1,2}})(?![0-9])|"
    rf"(?<![0-9])(?:19|20)[0-9]{{2}}01{_TO}(?:19|20)[0-9]{{2}}([0-9]{{2}})(?![0-9])|前([0-9]{{1,2}})个月"
)
_PARTS = {"上半年": 6, "前三季度": 9, "前3季度": 9, "第一季度": 3, "一季度": 3, "1季度": 3}
_ODD = re.compile(
    r"[0-9]{1,2}\s*月(?:份)?|[一二三四1-4]\s*季度|下半年|(?<![0-9])(?:19|20)[0-9]{2}(?:[-./](?:0?[1-9]|1[0-2])|0[1-9]|1[0-2])(?![0-9])"
)
_DAY = re.compile(r"((?:19|20)[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*[0-9]{1,2}日?(?![0-9])")
_DECEMBER = re.compile(r"((?:19|20)[0-9]{2})年12月份?")
_WRITTEN = re.compile("日期|时间|打印|填报|编制|制表|报送")


def western(text: str) -> str:
    """A text with its Chinese years and months in digits, without the years of documents' numbers."""
    bare = _NUMBER_OF_DOCUMENT.sub("", narrow(text))
    years = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), bare)
    return _CHINESE_MONTH.sub(lambda m: _COUNTED[m[1]], years)


def year_in(text: str) -> int | None:
    """The one year that a text names."""
    years = {int(year) for year in _YEAR.findall(western(text))}
    return years.pop() if len(years) == 1 else None


def months_in(text: str) -> tuple[int | None, str]:
    """How many months a text covers, from January; else what it says of months that cannot be understood."""
    body = western(text)
    if match := _RANGES.search(body):
        count = int(next(filter(None, match.groups())))
        return (count, "") if 1 <= count <= 12 else (None, match[0])
    for words, count in _PARTS.items():
        if words in body:
            return count, ""
    odd = _ODD.search(body)
    return None, odd[0] if odd else ""


def months_beside(text: str, year: int | None) -> tuple[int | None, str]:
    """The months that a cell beside a title speaks of; a day on which the table was written is none of them, nor is the
    end of its year."""
    if _WRITTEN.search(text):
        return None, ""
    if months_in(text)[0]:
        return months_in(text)
    if day := _DAY.search(western(text)):
        return None, day[0] if int(day[1]) == year and int(day[2]) < 12 else ""
    if (end := _DECEMBER.fullmatch(western(text))) and int(end[1]) == year:
        return 12, ""
    return months_in(text)


def without_months(text: str) -> str:
    """A text without what it says of months."""
    return _ODD.sub("", re.sub("|".join(_PARTS), "", _RANGES.sub("", western(text))))
