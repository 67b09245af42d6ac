"""The rows of 收支 as they add up: nothing is counted twice, totals and balances go where they belong.

What is left out is said: parts of a line, sums of sums, balances that follow from others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import Kind
from sifund.importer.entries import FIGURES, FORMULAS, SIDES, Entry, exceeds, nest, read_entry, ties
from sifund.importer.items import Printed
from sifund.importer.names import KEY, word
from sifund.importer.numbers import UNITS, narrow
from sifund.importer.table import Passed, Table
from sifund.problem import shown
from sifund.text import Text

PART = Text("是“{parent}”的其中项，已含在内", 'are part of "{parent}"')
ITEMISED = Text("已由下面的分项列明", "are itemised below")
SUM = Text("是分组合计或含结余的总计，不计入收支", "are sums of parts, or hold a balance: no income or expenditure")
SURPLUS = Text("是收支相减的差额，不单独读入", "follow from income and expenditure")
HIDDEN = Text("是隐藏的行，合计不含它们", "are hidden, and the total does not hold them")
OTHER_FUND = Text("属于本程序不测算的基金", "are of funds that the program does not model")
SUPPLIED = Text(
    "“{total}”大于所列各项，差额按“{name}”列出。", '"{total}" is above what is listed; the rest stands as "{name}".'
)
REST = Text("{name}其余", "Rest of {name}")


def settle(table: Table) -> list[Table]:
    """The table without what would count twice, and beside it the balances that it holds, as a table of their own."""
    if table.key != "lines" or "line" not in table.headings:
        return [table]
    account = _Account(table)
    groups: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    for number, cells in table.rows:
        groups.setdefault((_fund(table, cells), cells.get("year", "").strip()), []).append((number, cells))
    for (fund, _), rows in groups.items():
        account.add(fund, rows)
    table.rows = sorted(account.kept_rows, key=lambda row: row[0])
    return [table, account.balances] if account.balances.rows else [table]


def _fund(table: Table, cells: dict[str, str]) -> str:
    """The key of the fund that a row names, itself or by its line's key; the word as it is where it is none."""
    if "fund" in table.headings and cells.get("fund", "").strip():
        return word(table.headings["fund"].column, cells["fund"])
    line = narrow(cells.get("line", "")).lower()
    return line.partition(".")[0] if KEY.fullmatch(line) and "." in line else ""


@dataclass
class _Account:
    """What is kept of a table's rows, and the balances found among them."""

    table: Table
    kept_rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    balances: Table = field(init=False)

    def __post_init__(self) -> None:
        self.balances = self.table.beside(
            "accounts", {k: f for k, f in self.table.headings.items() if k in ("fund", "year", "unit")}
        )
        self.balances.give("fund", "item", "year", "unit", "amount", "basis", "source")
        if actual := self.table.headings.get("actual"):
            column = self.balances.headings["amount"].column
            self.balances.headings["amount"] = type(actual)(column, actual.heading, actual.unit)

    def add(self, fund: str, rows: Sequence[tuple[int, dict[str, str]]]) -> None:
        """Settle the rows of one fund and year."""
        if fund not in (*catalog.all_funds(), catalog.ALL):
            words = [cells.get("fund", "") for _, cells in rows]
            if not (words and all(map(official.is_other_fund, words))):
                self.kept_rows += rows
                return
            self._pass([shown(words[0])], OTHER_FUND)
            return
        entries = list(self._entries(fund, rows))
        lines = [
            line for root in nest([e for e in entries if e.role in ("line", "total")]) for line in self._itemised(root)
        ]
        self._pass([e.printed.name for e in entries if e.role == "total" and e.rank == "sub"], SUM)
        totals = [e for e in entries if e.role == "total" and e.rank != "sub"]
        lines = self._without_hidden([e for e in lines if e.role == "line"], totals)
        self.kept_rows += [(e.number, e.cells) for e in (*lines, *(e for e in entries if e.role == "words"))]
        for side in SIDES.values():
            self._place(side, [e for e in totals if e.side == side])
        for entry in entries:
            if entry.balance == "surplus" or (entry.balance and "actual" not in entry.cells):
                self._pass([entry.printed.name], SURPLUS)
            elif entry.balance:
                self._balance(entry, entry.balance)

    def _entries(self, fund: str, rows: Sequence[tuple[int, dict[str, str]]]) -> Iterator[Entry]:
        """The rows with their sides: a total without one belongs to the lines above it, a line to the total above it."""
        running: Kind | None = None
        named = self.table.headings["kind"].column if "kind" in self.table.headings else None
        for number, cells in rows:
            stated = word(named, cells["kind"]) if named and cells.get("kind", "").strip() else ""
            entry = read_entry(number, cells, fund, stated)
            if entry.role == "total":
                above = None if stated and entry.rank != "sub" else running or self.table.title.side
                entry.side = entry.side or above or "expenditure"
            elif entry.role == "line":
                entry.side = entry.side or (running if self.table.official else self.table.title.side)
                if entry.side and not stated and not entry.is_known:
                    self._kind(entry)
            if entry.printed.unit and "unit" not in cells:
                self.table.give("unit")
                cells["unit"] = entry.printed.unit
            entry.scale = UNITS.get(narrow(cells.get("unit", "")).lower() or self.table.unit, 1)
            running = entry.side or running
            yield entry

    def _kind(self, entry: Entry) -> None:
        self.table.give("kind")
        entry.cells["kind"] = entry.side or ""

    def _pass(self, what: Iterable[str], why: Text) -> None:
        self.table.passed += [Passed(shown(each), why) for each in what]

    # --- parts ------------------------------------------------------------------------------------------------------------

    def _itemised(self, entry: Entry) -> Iterator[Entry]:
        """The row, or the rows that itemise it: whichever the program knows."""
        parts = [line for part in entry.parts for line in self._itemised(part)]
        if entry.role == "total":
            yield from (entry, *parts)
        elif not parts:
            yield entry
        elif (entry.named and entry.named.modelled) or not any(part.is_known for part in parts):
            self._pass([part.printed.name for part in parts], PART.format(parent=shown(entry.printed.name)))
            yield entry
        else:
            self._pass([entry.printed.name], ITEMISED)
            yield from parts
            name = entry.named.name if entry.named else Text(entry.printed.name, entry.printed.name)
            yield from self._rest(entry, parts, REST.format(name=name))

    def _rest(self, total: Entry, parts: Sequence[Entry], name: Text) -> Iterator[Entry]:
        """A line for what a sum holds above the rows listed, worked out by a formula."""
        formulas = {formula: self._excess(total, parts, column) for column, formula in zip(FIGURES, FORMULAS, strict=True)
                    if total.figure(column) is not None and exceeds(total, parts, column)}  # fmt: skip
        if not formulas:
            return
        cells = {k: total.cells[k] for k in ("fund", "year", "unit", "source", "basis") if k in total.cells}
        cells |= {"line": name.zh, "name_zh": name.zh, "name_en": name.en, "kind": total.side or "", **formulas}
        cells |= {"basis": "derived"} if "formula" in formulas else {}
        self.table.give(*cells, *FIGURES)
        self.table.words.append(SUPPLIED.format(total=shown(total.printed.name), name=name))
        yield Entry(total.number, cells, Printed(name.zh), "line", total.side)

    def _excess(self, total: Entry, parts: Sequence[Entry], column: str) -> str:
        shares = [figure * part.scale / total.scale if part.scale != total.scale else figure
                  for part in parts if (figure := part.figure(column)) is not None]  # fmt: skip
        return " - ".join(f"{figure:f}" for figure in (total.figure(column), *shares))

    # --- hidden rows ----------------------------------------------------------------------------------------------------

    def _without_hidden(self, lines: Sequence[Entry], totals: Sequence[Entry]) -> list[Entry]:
        """The lines without the hidden ones that a total leaves out."""
        out: set[Entry] = set()
        for side in SIDES.values():
            mine = [e for e in lines if e.side == side]
            visible = [e for e in mine if e.number not in self.table.hidden]
            sums = [e for e in totals if e.side == side and e.number not in self.table.hidden]
            if len(visible) < len(mine) and self._ties(visible, sums) and not self._ties(mine, sums):
                out |= set(mine) - set(visible)
        self._pass([e.printed.name for e in lines if e in out], HIDDEN)
        return [e for e in lines if e not in out]

    def _ties(self, lines: Sequence[Entry], totals: Sequence[Entry]) -> bool:
        """Whether the lines, with or without what is remitted up, add up to a total."""
        within = [e for e in lines if not (e.named and e.named.key.endswith(".remit_up"))]
        return any(
            ties(total, some, total.column)
            for some in (lines, within) for total in totals
        )  # fmt: skip

    # --- totals and balances --------------------------------------------------------------------------------------------

    def _place(self, side: Kind, totals: Sequence[Entry]) -> None:
        """One total of the lines and one of the account; the others are sums of sums."""
        ranked = {rank: [e for e in totals if e.rank == rank] for rank in ("sum", "part", "grand")}
        whole = next((entries[-1] for entries in (ranked["sum"], ranked["grand"], ranked["part"]) if entries), None)
        if whole is None:
            return
        part = ranked["part"][-1] if ranked["part"] and whole.rank != "part" else None
        chosen = {whole, part} if side == "expenditure" else {whole}
        again = [
            e
            for e in ranked[whole.rank]
            if e is not whole and e.figure(whole.column) != whole.figure(whole.column) and e.rank == "sum"
        ]
        self._pass([e.printed.name for e in totals if e not in chosen and e not in again], SUM)
        if side == "income":
            for entry in (whole, *again):
                self._balance(entry, "income")
            return
        for entry in (part or whole, *again):
            self._total(entry)
        if part or self.table.official:
            self._balance(whole, "expenditure")

    def _total(self, entry: Entry) -> None:
        self.table.give("kind")
        self.kept_rows.append((entry.number, entry.cells | {"kind": "total"}))

    def _balance(self, entry: Entry, item: str) -> None:
        """Give a figure of the account to the table of balances."""
        cells = {k: entry.cells[k] for k in ("fund", "year", "unit", "source", "basis") if k in entry.cells}
        if amount := entry.cells.get("actual", "").strip():
            self.balances.rows.append((entry.number, cells | {"item": item, "amount": amount}))
            if look := self.table.looks.get((entry.number, "actual")):
                self.balances.looks[entry.number, "amount"] = look
