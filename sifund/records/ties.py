"""Whether the books agree: records with the report's lines, business with ledger and bank, ledger with tax and treasury."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import month_text
from sifund.records.about import About
from sifund.records.folder import Folder
from sifund.records.sums import Sums, sums
from sifund.text import Text, join, same

State = Literal["tied", "differs", "open"]
Kind = Literal["lines", "batches", "collection"]
KINDS: dict[Kind, Text] = {
    "lines": Text("明细与报表项目（按项目、年度）", "records and the report's lines, by item and year"),
    "batches": Text("业务、财务、银行（按批次）", "business, ledger and bank, by batch"),
    "collection": Text("财务、税务、国库（按月）", "ledger, tax and treasury, by month"),
}
SIDES: dict[str, Text] = {
    "records": Text("明细", "records"), "report": Text("报表", "report"), "business": Text("业务", "business"),
    "ledger": Text("财务", "ledger"), "bank": Text("银行", "bank"), "tax": Text("税务", "tax"), "treasury": Text("国库", "treasury"),
    "transferred": Text("划转财政专户", "transferred"), "all": Text("各方", "all of them"),
}  # fmt: skip
BATCH = Text("{place}（批次{batch}）", "{place} (batch {batch})")
NO_RECORDS = Text("没有这一项的明细", "no record lies under this item")
NO_LINE = Text("数据集没有这一项", "the dataset has no such line")
PARTLY = Text("明细只到{month}，报表覆盖更长", "the records end in {month}, the report covers more")
NEEDS = Text("未核对：需要 {tables}", "not compared: needs {tables}")
IN_TRANSIT = Text("月末在途：下月冲回", "in transit at the month's end: made good the month after")


@dataclass(frozen=True, slots=True)
class Tie:
    """One comparison. `sides` are what each side says [fen], None where it says nothing. `amount` is how far `side`, the one
    that the others do not agree with, is above them [fen]; `why` says why nothing can be compared. `batch` is the number of a
    batch, which no page shows."""

    kind: Kind
    place: Text
    sides: tuple[tuple[str, int | None], ...] = ()
    state: State = "open"
    amount: int = 0
    side: str = ""
    why: Text | None = None
    batch: str = ""

    @property
    def place_of_batch(self) -> Text:
        """The place, with the number of its batch."""
        return BATCH.format(place=self.place, batch=self.batch) if self.batch else self.place


def tie(folder: Folder, about: About, dataset: Dataset | None) -> tuple[Tie, ...]:
    """All comparisons that the tables at hand allow; one open one for each kind that they do not."""
    made = sums(folder)
    return (*_lines(folder, about, dataset, made), *_batches(folder, made), *_collection(folder, made))


def counts(ties: Iterable[Tie]) -> dict[Kind, Counter[State]]:
    """How many are tied, differ and are open, by kind."""
    listed = list(ties)
    return {kind: Counter(one.state for one in listed if one.kind == kind) for kind in KINDS}


def compared(kind: Kind, place: Text, sides: dict[str, int | None], room: int = 0) -> Tie:
    """What the sides come to: tied where all that are known agree within the room [fen]."""
    amounts = {name: fen for name, fen in sides.items() if fen is not None}
    made = Tie(kind, place, tuple(sides.items()))
    if len(amounts) < 2:
        return replace(made, why=NO_RECORDS)
    side, amount = _odd(amounts)
    return (
        replace(made, state="tied") if abs(amount) <= room else replace(made, state="differs", side=side, amount=amount)
    )


def _odd(amounts: dict[str, int]) -> tuple[str, int]:
    """The side that the others do not agree with, the first of two, and how far it is above them."""
    values = Counter(amounts.values())
    usual, times = values.most_common(1)[0]
    odd = [name for name, fen in amounts.items() if fen != usual]
    if len(amounts) == 2 or not odd:
        first, second = list(amounts.values())[:2]
        return next(iter(amounts)), first - second
    if times == 1 or len(odd) > 1:
        return "all", max(amounts.values()) - min(amounts.values())
    return odd[0], amounts[odd[0]] - usual


def _needed(kind: Kind, folder: Folder, *tables: str) -> Iterator[Tie]:
    """One open comparison where tables that all of a kind needs are not at hand."""
    missing = [same(name) for name in tables if not folder.has(name)]
    if missing:
        yield Tie(kind, KINDS[kind], why=NEEDS.format(tables=join(missing)))


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(folder: Folder, about: About, dataset: Dataset | None, made: Sums) -> Iterator[Tie]:
    """Each expenditure of the report in the years that the records cover, and each item that the report has not."""
    if dataset is None or not folder.has("payments"):
        needed = [
            same(name)
            for name, lacks in (("dataset", dataset is None), ("payments", not folder.has("payments")))
            if lacks
        ]
        yield Tie("lines", KINDS["lines"], why=NEEDS.format(tables=join(needed)))
        return
    years = sorted({year for _, year in made.business})
    reported = {
        (row.line, row.year): row for row in dataset.lines if row.kind == "expenditure" and row.actual_yuan is not None
    }
    for (item, year), fen in sorted((made.business | made.beside(reported)).items()):
        if (item, year) not in reported:
            yield Tie("lines", _at(dataset, item, year), (("records", fen), ("report", None)), why=NO_LINE)
    for (item, year), row in reported.items():
        if year in years:
            place, step = _at(dataset, item, year), row.actual_step_yuan
            fen = round((row.actual_yuan or 0) * 100) if about.lines is None else about.lines.get(item)
            room = 0 if about.lines is not None or about.invented else round((step or 0) * 50)
            side, says = made.of(item, year)
            one = compared("lines", place, {side: says, "report": fen}, room)
            yield _covered(one, dataset, about, year)


def _covered(one: Tie, dataset: Dataset, about: About, year: int) -> Tie:
    """The comparison, open where the records end before the report does."""
    months = dataset.meta.months_covered if year == dataset.base_year else 12
    if about.as_of is None or about.as_of >= year * 12 + months - 1:
        return one
    return replace(one, state="open", side="", amount=0, why=PARTLY.format(month=month_text(about.as_of)))


def _at(dataset: Dataset, item: str, year: int) -> Text:
    name = dataset.line_name(item)
    return Text(f"{year}年{name.zh}", f"{name.en}, {year}")


# --- batches and months -----------------------------------------------------------------------------------------------


def _batches(folder: Folder, made: Sums) -> Iterator[Tie]:
    """Each batch; business says nothing of items that no record lies under."""
    yield from (needed := list(_needed("batches", folder, "payments", "ledger", "bank")))
    if needed:
        return
    under = {item for item, _ in made.business}
    for row in made.batches.iter_rows(named=True):
        name = _item(row["item"]) if row["item"] else Text("项目不明", "unknown item")
        month = month_text(row["month"]) if row["month"] is not None else "—"
        place = Text(f"{month} {name.zh}", f"{month} {name.en}")
        expected = row["item"] in under if row["item"] else row["ledger"] is not None
        business = row["business"] if expected else None
        one = compared("batches", place, {"business": business, "ledger": row["ledger"], "bank": row["bank"]})
        yield replace(one, batch=str(row["batch_id"]))


def _item(key: str) -> Text:
    """What a line is called, its fund before it; its key where the catalog has no such line."""
    line = catalog.lines().get(key)
    if line is None:
        return same(key)
    fund = catalog.fund_name(line.fund, short=True)
    return Text(f"{fund.zh}·{line.name.zh}", f"{fund.en}, {line.name.en}")


def _collection(folder: Folder, made: Sums) -> Iterator[Tie]:
    """Each fund and month; what is made good the month after was in transit."""
    yield from (needed := list(_needed("collection", folder, "ledger", "tax", "treasury")))
    if needed:
        return
    ties: list[Tie] = []
    for row in made.collection.iter_rows(named=True):
        name, month = catalog.fund_name(row["fund"], short=True), month_text(row["month"])
        sides = {key: row[key] for key in ("ledger", "tax", "treasury", "transferred")}
        ties.append(compared("collection", Text(f"{month} {name.zh}", f"{month} {name.en}"), sides))
    yield from (_in_transit(ties, n) for n in range(len(ties)))


def _in_transit(ties: list[Tie], n: int) -> Tie:
    one = ties[n]
    around = [ties[m] for m in (n - 1, n + 1) if 0 <= m < len(ties)]
    if one.state == "differs" and any(o.side == one.side and o.amount == -one.amount for o in around):
        return replace(one, state="open", why=IN_TRANSIT)
    return one
