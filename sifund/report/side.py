"""Scenarios side by side as an Excel workbook: what they change, what decides, and every measure and line by year.

Amounts are yuan, a column a scenario; differences are live formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from sifund import __version__, catalog
from sifund.analysis.comparison import COMPARED, Comparison
from sifund.analysis.decide.criteria import criteria
from sifund.analysis.words import projected
from sifund.dataset import Dataset
from sifund.model.frames import fingerprint
from sifund.model.paths import Array
from sifund.report.order import NAMES as FINGERPRINTS
from sifund.report.order import Passport, warned
from sifund.report.sheets import Book, Cell, Formula
from sifund.report.workbook import FORM, LINK, MEASURE_HEAD, MONTHS, YUAN
from sifund.report.workbook import NAMES as SHEETS
from sifund.scenario import Scenario, steps_text
from sifund.scenario.link import SEPARATOR
from sifund.terms import BASELINE, COMPARED_WITH, CONTENT, FUND, LINE, PARAMETER, UNIT, YEAR
from sifund.text import EXHAUSTED, Lang, Text, exhausted

KIND = "comparison"
LEVERS, LINES = Text("不同的参数", "Differing levers"), Text("分项", "Lines")
DECIDES, CRITERION = Text("决定用什么", "What decides"), Text("看什么", "Criterion")
AGAINST = COMPARED_WITH
GAP = Text("{name} − 基准", "{name} − compared with")
READ = Text(
    "金额单位为元；差额是公式。{projected}",
    "Amounts in yuan; differences are formulas. {projected}",
)
OWN = Text(
    "“{name}”填有自己的基年数：与基线比较时，它的差额按它自己的基线算，写作数值。",
    '"{name}" has base-year figures of its own: beside the baseline its differences are from its own one, and are values.',
)
Row = list[Cell]
Amounts = Callable[[int], Array]


@dataclass(frozen=True, eq=False)
class Side:
    """A comparison on its dataset, the language, and the link that opens it."""

    dataset: Dataset
    comparison: Comparison
    lang: Lang
    link: str

    def t(self, text: Text, **parts: object) -> str:
        """Words in the document's language."""
        return (text.format(**parts) if parts else text)(self.lang)

    @property
    def passport(self) -> Passport:
        """What the workbook will carry."""
        comparison, dataset = self.comparison, self.dataset
        texts, results = (
            [of(n) for n in comparison.numbers] for of in (self._text, lambda n: fingerprint(comparison.side(n)))
        )
        moves = [comparison.scenarios[n - 1].fingerprint for n in comparison.numbers]
        return Passport(
            KIND, self.lang, "", dataset.code, dataset.fingerprint, SEPARATOR.join(texts), SEPARATOR.join(moves),
            SEPARATOR.join(results), __version__, "", comparison.against, len(comparison.years), self.link,
        )  # fmt: skip

    def _text(self, number: int) -> str:
        return self.comparison.scenarios[number - 1].text()

    def name(self, number: int) -> str:
        """A scenario by its number and name; 0 is the baseline."""
        return f"{number} {self.comparison.scenarios[number - 1].name}" if number else self.t(BASELINE)


def workbook(side: Side) -> bytes:
    """The workbook as .xlsx, the same bytes for the same content."""
    buffer = BytesIO()
    made = datetime(side.dataset.base_year + 1, 1, 1)  # noqa: DTZ001  # Excel knows no time zone
    about = {"title": side.t(side.dataset.name), "author": "sifund", "comments": side.passport.text(), "created": made}
    book = Book(buffer, about)
    heads = [side.name(number) for number in side.comparison.columns]
    book.sheet(side.t(SHEETS["about"]), [side.t(FORM), side.t(CONTENT)], list(_about(side)))
    book.sheet(side.t(LEVERS), [side.t(PARAMETER), *heads], list(_levers(side)))
    gaps = [side.t(GAP, name=side.name(number)) for number in _others(side.comparison)]
    for title, what, rows in ((SHEETS["balances"], MEASURE_HEAD, _measures), (LINES, LINE, _lines)):
        header = [side.t(FUND), side.t(what), side.t(YEAR), side.t(UNIT), *heads, *gaps]
        book.sheet(side.t(title), header, list(rows(side)))
    book.sheet(side.t(DECIDES), [side.t(FUND), side.t(CRITERION), *heads], list(_decides(side)))
    book.file.close()
    return buffer.getvalue()


def _others(comparison: Comparison) -> list[int]:
    return [number for number in comparison.numbers if number != comparison.against]


def _about(side: Side) -> Iterator[Row]:
    comparison, t = side.comparison, side.t
    yield [t(SHEETS["data"]), t(side.dataset.name)]
    yield [t(FINGERPRINTS["dataset_fingerprint"]), side.dataset.fingerprint]
    yield [t(LINK), side.link]
    for says in warned(side.dataset):
        yield [t(LINK), t(says)]
    yield [t(AGAINST), side.name(comparison.against)]
    for number in comparison.numbers:
        yield [side.name(number), comparison.scenarios[number - 1].text()]
        yield [t(FINGERPRINTS["result_fingerprint"]), fingerprint(comparison.side(number))]
    yield [t(UNIT), t(READ, projected=projected(side.dataset))]
    for scenario in comparison.scenarios:
        if scenario.inputs:
            yield ["", t(OWN, name=scenario.name)]


def _levers(side: Side) -> Iterator[Row]:
    for key, columns in side.comparison.levers():
        row: Row = [steps_text(key, steps) if steps else "" for steps in columns]
        yield [side.t(catalog.parameters()[key].name), *row]


def _decides(side: Side) -> Iterator[Row]:
    """A row a fund and criterion; a cell says all that the page says of it, a line each."""
    for fund in side.comparison.funds:
        for row in criteria(side.comparison, fund):
            cells = ("\n".join(map(side.t, cell.lines)) for cell in row.cells)
            yield [side.t(catalog.fund_name(fund, short=True)), side.t(row.name), *cells]


def _measures(side: Side) -> Iterator[Row]:
    comparison = side.comparison
    for fund in (*comparison.funds, catalog.ALL):
        for measure in COMPARED:
            head: Row = [
                side.t(comparison.side(1).base.dataset.fund_name(fund, short=True)),
                side.t(catalog.measure_name(measure, fund)),
            ]
            unit = side.t(MONTHS if measure == "cover_months" else YUAN)
            yield from _years(
                side, head, unit, lambda n, f=fund, m=measure: comparison.amounts(f, m, n),
                lambda n, f=fund, m=measure: comparison.beside(f, m, n), covers=measure == "cover_months",
            )  # fmt: skip


def _lines(side: Side) -> Iterator[Row]:
    comparison = side.comparison
    for key in comparison.side(1).line_keys():
        fund = key.partition(".")[0]
        head: Row = [side.t(catalog.fund_name(fund, short=True)), side.t(comparison.side(1).base.line_name(key))]
        yield from _years(
            side, head, side.t(YUAN), lambda n, key=key: comparison.side(n).line(key),
            lambda n, key=key: comparison.other(n).line(key),
        )  # fmt: skip


def _years(
    side: Side, head: Row, unit: str, of_scenario: Amounts, beside: Amounts, *, covers: bool = False
) -> Iterator[Row]:
    """A row a year: every column's amount, then every difference. Of `covers` those below 0 read exhausted and have no
    difference."""
    comparison = side.comparison
    columns = {number: of_scenario(number) for number in comparison.columns}
    others = {number: (columns[number], beside(number)) for number in _others(comparison)}
    for at, year in enumerate(comparison.years):
        gone = {number: covers and exhausted(float(amounts[at])) for number, amounts in columns.items()}
        values = [side.t(EXHAUSTED) if gone[number] else _cell(amounts[at]) for number, amounts in columns.items()]
        gaps = [
            "" if covers and any(exhausted(float(x[at])) for x in pair)
            else _gap(comparison, number, _cell(pair[0][at] - pair[1][at]))
            for number, pair in others.items()
        ]  # fmt: skip
        yield [*head, year, unit, *values, *gaps]


def _cell(value: float) -> float | None:
    return round(float(value), 2) + 0.0 if np.isfinite(value) else None


def _gap(comparison: Comparison, number: int, value: float | None) -> Cell:
    """A live difference; a value where the scenario's own baseline is no column."""
    scenario: Scenario = comparison.scenarios[number - 1]
    if value is None or (scenario.inputs and not comparison.against):
        return value
    mine, other = (xl_col_to_name(4 + comparison.columns.index(n)) for n in (number, comparison.against))
    return Formula(f"={mine}{{row}}-{other}{{row}}", value)
