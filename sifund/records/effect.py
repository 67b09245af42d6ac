"""Who gains and who loses by a changed rule: rule against rule over the records, in counts and sums, scaled to the report's
line; never fewer than ten persons or firms, nor what gives them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl
from polars import col

from sifund.dataset import Dataset
from sifund.declare.formula import Line
from sifund.records.ground import Ground, granted, refund
from sifund.records.reform import BENEFIT, LONGEST, REFUND, Terms
from sifund.records.shown import LEAST, hidden_cells
from sifund.text import Text, same

BY_SIZE, BY_DISTRICT, BY_DURATION = (
    Text("按企业划型", "by size"),
    Text("按区县", "by district"),
    Text("按核定月数", "by months granted"),
)
SIZE_NAMES = {
    "large": Text("大型", "large"), "medium": Text("中型", "medium"), "small": Text("小型", "small"), "micro": Text("微型", "micro"),
    "": Text("划型不明", "size unknown"),
}  # fmt: skip
NOWHERE = Text("没有区县", "none given")
MONTHS_GRANTED = Text("{months}个月", "{months} {months:month|months}")
NEW_FIRMS = Text(
    "没有申领的单位视为仍不申领；因改动而新符合条件的，按全部申领计，是上限。",
    "Firms that were due and did not claim are taken to stay away; those newly eligible are all taken to claim: an upper bound.",
)
TO_THE_END = Text(
    "延长只算到明细的末月，并按领满计，是上限。",
    "A longer duration counts to the last month of the records and is taken to be drawn in full: an upper bound.",
)
UNSEEN = Text(
    "放宽条件后才会来申领的人不在明细里，没有计入。",
    "Who would claim only under the easier condition is not in the records and is not counted.",
)


@dataclass(frozen=True, slots=True)
class Side:
    """Persons or firms that gain, or lose, and how much [fen]; None where they are too few to be shown."""

    heads: int | None
    fen: int | None


Both = tuple[Side, Side]
"""Who gains, who loses."""
HIDDEN = Side(None, None)


@dataclass(frozen=True, slots=True)
class Part:
    """The effect on a line. `rule` is what the rules in force give to those who were paid [fen], `unexplained` what was paid
    and is not explained by them, `changed` what the changed rules give; None where it cannot be shown. `factor` scales the
    records to the report's line; None where that is not known."""

    line: Line
    paid: int | None
    rule: int | None
    unexplained: int | None
    changed: int | None
    both: Both
    groups: tuple[tuple[Text, tuple[tuple[Text, Both], ...]], ...]
    factor: float | None
    notes: tuple[Text, ...]

    @property
    def net(self) -> int | None:
        """How much more the changed rules give [fen]."""
        return None if self.changed is None or self.rule is None else self.changed - self.rule


def effect(ground: Ground, changed: Mapping[str, float], dataset: Dataset | None) -> tuple[Part, ...]:
    """The effect of changed numbers on each line whose rule they belong to. A line that nothing was paid of has none."""
    before, after = Terms(ground.year), Terms(ground.year, changed)
    parts = ((REFUND, _refunds), (BENEFIT, _benefits))
    made = [work(ground, before, after) for line, work in parts if after.touches(line.key)]
    return tuple(_scaled(part, dataset, ground.year) for part in made if part.paid != 0)


def _refunds(ground: Ground, before: Terms, after: Terms) -> Part:
    """Firms that were refunded, and those that only the changed rule gives anything."""
    rows = ground.firms.with_columns(
        was=refund(before), then=refund(after), paid=col("paid_fen").fill_null(0), size=col("size").fill_null("")
    ).filter(col("paid_fen").is_not_null() | (col("was") == 0))  # fmt: skip
    names: dict[object, Text] = {key: name for key, name in SIZE_NAMES.items() if key in rows["size"]}
    return _part(
        REFUND,
        rows.rename({"firm_id": "subject"}),
        {BY_SIZE: ("size", names), BY_DISTRICT: ("district", {})},
        (NEW_FIRMS,),
    )


def _benefits(ground: Ground, before: Terms, after: Terms) -> Part:
    """Claims that were paid on: each month of them in or beyond what is granted."""
    stays = ground.months.with_columns(
        was=pl.when(col("place") <= granted(before)).then("paid_fen").otherwise(0),
        then=pl.when(col("place") <= granted(after)).then("paid_fen").otherwise(0), more=granted(after),
    )  # fmt: skip
    claims = stays.sort("claim_id", "month").group_by("claim_id", maintain_order=True).agg(
        col("person_id").first().alias("subject"), col("district").first(), col("granted").first(), col("was").sum(), col("then").sum(),
        col("paid_fen").sum().alias("paid"), col("paid_fen").last().alias("monthly"), col("place").last(), col("month").last(),
        col("more").first(),
    )  # fmt: skip
    longer = pl.when(col("place") >= LONGEST).then(
        pl.min_horizontal(col("more") - col("place"), ground.last - col("month"))
    )
    rows = claims.with_columns(then=col("then") + longer.clip(lower_bound=0).fill_null(0) * col("monthly"))
    durations: dict[object, Text] = {
        months: MONTHS_GRANTED.format(months=months) for months in sorted(rows["granted"].unique())
    }
    notes = _benefit_notes(before, after)
    return _part(BENEFIT, rows, {BY_DURATION: ("granted", durations), BY_DISTRICT: ("district", {})}, notes)


def _benefit_notes(before: Terms, after: Terms) -> tuple[Text, ...]:
    return tuple(
        note for key, note, more in (("duration", TO_THE_END, 1), ("contributed_months", UNSEEN, -1))
        if more * ((after[key] or 0) - (before[key] or 0)) > 0
    )  # fmt: skip


# --- sums, hidden where they are of few -------------------------------------------------------------------------------

Groups = Mapping[Text, tuple[str, Mapping[object, Text]]]


def _part(line: Line, rows: pl.DataFrame, groups: Groups, notes: tuple[Text, ...]) -> Part:
    """Sums of rows with subject, paid, was, then [fen]; a subject with several rows is one."""
    keys = [column for column, _ in groups.values()]
    moved = rows.with_columns(change=col("then") - col("was"), odd=col("paid") != col("was"))
    paid = moved.filter(col("paid") != 0)
    both = _both(_counted(moved, []).to_dicts())
    few = _few(paid), _few(paid.filter("odd"))
    total = dict(zip(("paid", "was"), (int(paid[name].sum()) for name in ("paid", "was")), strict=True))
    rule = None if any(few) else total["was"]
    net = None if any(side.fen is None for side in both) else sum(side.fen or 0 for side in both)
    return Part(
        line, None if few[0] else total["paid"], rule, None if rule is None else total["paid"] - rule,
        None if rule is None or net is None else rule + net, both,
        tuple((title, _grouped(moved, key, names)) for (title, (_, names)), key in zip(groups.items(), keys, strict=True)), None, notes,
    )  # fmt: skip


def _few(rows: pl.DataFrame) -> bool:
    return 0 < rows["subject"].n_unique() < LEAST


def _counted(moved: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Heads and money of both sides, by some columns."""
    change, whom = col("change"), col("subject")
    sums = [
        part for name, side in (("gain", change > 0), ("loss", change < 0))
        for part in (whom.filter(side).n_unique().alias(name), change.filter(side).sum().alias(f"{name}_fen"))
    ]  # fmt: skip
    return moved.group_by(*keys).agg(sums).sort(*keys, nulls_last=True) if keys else moved.select(sums)


def _both(rows: Sequence[Mapping[str, int]]) -> Both:
    gain, loss = (
        HIDDEN if 0 < row < LEAST else Side(row, fen)
        for row, fen in ((rows[0][name], rows[0][f"{name}_fen"]) for name in ("gain", "loss"))
    )
    return gain, loss


def _grouped(moved: pl.DataFrame, key: str, names: Mapping[object, Text]) -> tuple[tuple[Text, Both], ...]:
    """Both sides of each group, in the order of the names where there are any."""
    rows = {row[key]: row for row in _counted(moved, [key]).to_dicts()}
    order = [value for value in names if value in rows] if names else list(rows)
    few = hidden_cells([[rows[value][name] for name in ("gain", "loss")] for value in order])
    return tuple(
        (names.get(value) or _district(value), _shown(rows[value], cells)) for value, cells in zip(order, few, strict=True)
    )  # fmt: skip


def _shown(row: Mapping[str, int], few: Sequence[bool]) -> Both:
    gain, loss = (
        HIDDEN if cell else Side(row[name], row[f"{name}_fen"])
        for name, cell in zip(("gain", "loss"), few, strict=True)
    )
    return gain, loss


def _district(value: object) -> Text:
    return NOWHERE if value is None else same(str(value))


# --- scaled to the report ---------------------------------------------------------------------------------------------


def _scaled(part: Part, dataset: Dataset | None, year: int) -> Part:
    """The part with the factor from the records to the report's line of the year."""
    row = dataset.line(part.line.key, year) if dataset else None
    if row is None or row.actual_yuan is None or not part.paid:
        return part
    return replace(part, factor=row.actual_yuan * 100 / part.paid)
