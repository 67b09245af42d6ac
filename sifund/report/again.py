"""A document made again from the passport that it carries: the same kind and form from today's data and model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from sifund import __version__
from sifund.analysis.comparison import compare
from sifund.dataset import Dataset
from sifund.model.frames import fingerprint
from sifund.problem import Problem, SifundError, problem, shown
from sifund.report import side, word
from sifund.report.kinds import DOCUMENTS
from sifund.report.order import Order, Passport
from sifund.report.progress import silent
from sifund.report.read import passport_of
from sifund.scenario import Scenario, parse
from sifund.scenario.link import COMPARED, read_texts
from sifund.scenario.view import LAST_YEARS
from sifund.text import Text

OLDER = Text("由{version}版生成", "made by version {version}")
OTHER_TEMPLATE = Text("由另一份模板生成", "made from another template")


@dataclass(frozen=True)
class Again:
    """What a passport asks for: makes the bytes of a form, and the results' fingerprint; what of its text did not apply."""

    passport: Passport
    result_fingerprint: str
    notices: tuple[Problem, ...]
    make: Callable[[], bytes]

    @cached_property
    def content(self) -> bytes:
        return self.make()

    @property
    def unlike(self) -> Text | None:
        """Why words and pictures of the document cannot be those of one made today; None where they should be."""
        mine = passport_of(self.content)
        assert mine
        if self.passport.version != __version__:
            return OLDER.format(version=shown(self.passport.version))
        return OTHER_TEMPLATE if self.passport.template != mine.template else None


def again(passport: Passport, dataset: Dataset, ending: str) -> Again:
    """The document of a passport in a form. Raises SifundError for a kind or form that the program does not make."""
    if (passport.kind, ending) == (side.KIND, "xlsx"):
        return _comparison(passport, dataset)
    form = DOCUMENTS[passport.kind].form(ending) if passport.kind in DOCUMENTS else None
    if form is None or (passport.kind != "annual" and not passport.drawn):
        raise SifundError([problem("kind", "", "未知的文件种类“{value}”。", 'unknown kind of document "{value}".',
                                   value=f"{passport.kind}.{ending}")])  # fmt: skip
    scenario, notices = parse(passport.scenario, dataset)
    order = Order(dataset, replace(scenario, dataset=""), passport.lang, passport.base, passport.standing)
    make = (lambda: form.make(order, silent)) if passport.drawn else (lambda: word.annual(order, drawn=False))
    return Again(passport, fingerprint(order.side), notices, make)


def _comparison(passport: Passport, dataset: Dataset) -> Again:
    texts = read_texts(passport.scenario)[:COMPARED]
    scenarios, notices = zip(*(_bare(text, dataset) for text in texts or [""]), strict=True)
    years = min(max(passport.years, 1), LAST_YEARS)
    made = side.Side(dataset, compare(dataset, scenarios, passport.against, years), passport.lang, passport.link)
    remarks = tuple(one for some in notices for one in some)
    return Again(passport, made.passport.result_fingerprint, remarks, lambda: side.workbook(made))


def _bare(text: str, dataset: Dataset) -> tuple[Scenario, tuple[Problem, ...]]:
    """A scenario as it stood in the comparison: with its dataset's mark only where its text has one."""
    scenario, notices = parse(text, dataset)
    return scenario if "d=" in text else replace(scenario, dataset=""), notices
