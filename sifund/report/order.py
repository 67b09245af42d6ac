"""What a document is made of, and the passport that it carries: enough to make it again and compare."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property

from pydantic import TypeAdapter

from sifund import __version__
from sifund.dataset import HOME, Dataset, loaded
from sifund.dataset.reconciled import mark, reconciled
from sifund.model.case import Case, Side
from sifund.model.frames import fingerprint
from sifund.problem import SifundError
from sifund.scenario import Scenario, dataset_mark
from sifund.terms import SCENARIO
from sifund.text import Lang, Text

ELSEWHERE = Text(
    "链接和二维码只在保存了这个数据集的服务器上打开同样的数字。",
    "Link and code open to the same figures only on a server that keeps this dataset.",
)
BASE_URL = "http://127.0.0.1:8501"
MARK = "sifund:"
"""What a passport begins with in a file's properties."""
ANNUAL = "annual"
"""The kind of document that says how records compare."""
UNMARKED = "0.2"
"""The version of documents that do not say theirs."""


def warned(dataset: Dataset) -> tuple[Text, ...]:
    """What is to be said beside a link: nothing where every server has the dataset. What is kept where does not count: a
    document made again says the same."""
    try:
        shipped = loaded(HOME / dataset.code).fingerprint == dataset.fingerprint
    except (OSError, SifundError):
        shipped = False
    return () if shipped else (ELSEWHERE,)


@dataclass(frozen=True, eq=False)
class Order:
    """A dataset, a scenario on it, the language, and where the app runs, for the link; `standing`: which scenario it is,
    in the words of the document's language."""

    dataset: Dataset
    scenario: Scenario = field(default_factory=Scenario)
    lang: Lang = "zh"
    base: str = BASE_URL
    standing: str = ""

    @cached_property
    def side(self) -> Side:
        return Case(self.dataset, self.scenario.changes, self.scenario.view.years).side()

    def t(self, text: Text, **parts: object) -> str:
        """The text in the document's language."""
        return (text.format(**parts) if parts else text)(self.lang)

    @property
    def link(self) -> str:
        return self.marked.link(self.base, self.lang)

    @property
    def marked(self) -> Scenario:
        """The scenario with its dataset's mark."""
        return Scenario(self.scenario.changes, self.scenario.name, dataset_mark(self.dataset), self.scenario.view)

    def passport(self, kind: str, template: str = "", *, drawn: bool = True) -> Passport:
        """What the document will carry; `template`: the hash of the template that it is made from."""
        return Passport(
            kind, self.lang, self.base, self.dataset.code, self.dataset.fingerprint, self.marked.text(),
            self.scenario.fingerprint, fingerprint(self.side), __version__, template, drawn=drawn,
            standing=self.standing, ties=mark(reconciled(self.dataset)[0]) if kind == ANNUAL else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passport:
    """Kind, language and address of a document; dataset, scenario and result with their fingerprints; the program's
    version and the hash of the template that it was made by. A comparison has several scenarios, joined as in a link;
    `against` is the number of the one that the others are compared with, `years` how many are run, `link` opens it.
    `drawn`: whether it has its charts; `standing`: which scenario it is; `ties`: the mark of how records compared,
    empty where none did; None where the document does not say.
    """

    kind: str
    lang: Lang
    base: str
    dataset: str
    dataset_fingerprint: str
    scenario: str
    scenario_fingerprint: str
    result_fingerprint: str
    version: str = UNMARKED
    template: str = ""
    against: int = 0
    years: int = 0
    link: str = ""
    drawn: bool = True
    standing: str = ""
    ties: str | None = None

    def text(self) -> str:
        """As it stands in a file's properties."""
        return MARK + _ADAPTER.dump_json(self).decode()

    def lines(self) -> list[tuple[Text, str]]:
        """Which scenario it is, and name and value of each fingerprint, for the document's foot."""
        values = asdict(self)
        return [(name, values[key]) for key, name in NAMES.items() if values[key]]


NAMES = {
    "standing": SCENARIO,
    "dataset_fingerprint": Text("数据指纹", "Fingerprint of the data"),
    "scenario_fingerprint": Text("方案指纹", "Scenario fingerprint"),
    "result_fingerprint": Text("结果指纹", "Result fingerprint"),
    "ties": Text("对账标记", "Mark of the comparison of records"),
}
_ADAPTER = TypeAdapter(Passport)


def read_passport(text: str) -> Passport | None:
    """The passport in a file's properties, or None where there is none."""
    if not text.startswith(MARK):
        return None
    try:
        return _ADAPTER.validate_json(text.removeprefix(MARK))
    except ValueError:
        return None
