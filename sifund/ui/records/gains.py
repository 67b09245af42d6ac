"""Who gains and who loses by a changed rule: the scenario's rates, and limits in fixed bands, over the records."""

from __future__ import annotations

from sifund.dataset import Dataset, folder_of, load
from sifund.problem import SifundError
from sifund.records import effect_words as words
from sifund.records import home
from sifund.records.about import read_about
from sifund.records.effect import Part, effect
from sifund.records.findings import Kept
from sifund.records.ground import Ground
from sifund.records.reform import CHANGES, Change, Terms
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures, tables
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import lines

TITLE = Text("谁受益、谁受损", "Who gains and who loses")
OPEN = Text("改一条规则，看明细里谁受益、谁受损", "Change a rule and see who gains and who loses in the records")
FROM_SCENARIO = Text("（方案）", " (scenario)")
IN_FORCE = Text("（现行）", " (in force)")
CHANGE_ONE = Text(
    "改动任意一项；返还比例随网址里的方案。",
    "Change any of these; the refund rates follow the scenario in the address.",
)
COLUMNS = 3


def gains(entry: Kept) -> None:
    """The section; what it takes is read when it is opened."""
    st.subheader(t(TITLE))
    with st.expander(t(OPEN), key="records-gains", on_change="rerun") as opened:
        if opened.open:
            try:
                _opened(entry)
            except SifundError as error:
                st.error(lines(error.lines(state.lang())), icon=":material/error:")


def _opened(entry: Kept) -> None:
    base = home.base_of(entry.records)
    if base is None:
        st.caption(t(words.NO_PAYMENT))
        return
    changed = _chosen(base.year)
    if not changed:
        st.caption(t(CHANGE_ONE))
        return
    parts = effect(base, changed, _dataset(entry))
    for part in parts:
        _part(part, Terms(base.year, changed), base)
    if not parts:
        st.caption(t(words.UNCHANGED))


def _dataset(entry: Kept) -> Dataset | None:
    """The dataset that the records lie under: the page's, where it is that one."""
    code = read_about(entry.records).dataset
    if not code:
        return None
    return state.dataset() if state.dataset().code == code else load(folder_of(code))


def _chosen(year: int) -> dict[str, float]:
    """What is changed, of all that may be."""
    terms = Terms(year)
    changed: dict[str, float] = {}
    for (key, change), room in zip(CHANGES.items(), figures.rows_of(COLUMNS, len(CHANGES)), strict=True):
        with room:
            value = _choice(change, terms[key])
        if value is not None and value != terms[key]:
            changed[key] = value
    return changed


def _choice(change: Change, in_force: float | None) -> float | None:
    """A number chosen out of its bands; the scenario's where it has one."""
    steps = state.scenario()[0].steps(change.key)
    typed = steps[0][1] if steps else None
    values = sorted({*change.bands, *(value for value in (in_force, typed) if value is not None)})
    options: list[float | None] = [*([None] if in_force is None else []), *values]
    names = {value: _name(change, value, in_force, typed) for value in options}
    start = in_force if typed is None else typed
    return st.selectbox(
        t(change.name),
        options,
        index=options.index(start),
        format_func=names.__getitem__,
        key=f"gains-{change.key}-{start}",
    )


def _name(change: Change, value: float | None, in_force: float | None, typed: float | None) -> str:
    mark = FROM_SCENARIO if typed is not None and value == typed else IN_FORCE if value == in_force else None
    return t(change.write(value)) + (t(mark) if mark else "")


def _part(part: Part, terms: Terms, base: Ground) -> None:
    figures.answer(t(words.sentence(part, terms)))
    heads = ["", t(words.RECORDS), t(words.SCALED)]
    tables.table(heads, [tuple(map(t, row)) for row in words.amounts(part)], label=t(part.line.name), figures=(1, 2))
    notes = [t(words.factor(part)), t(words.COUNTED, year=base.year), *map(t, part.notes)]
    st.caption(" · ".join(notes))
    for title, rows in part.groups:
        shown = [(t(name), *map(t, words.of_group(both))) for name, both in rows]
        tables.table([*map(t, words.columns(part, title))], shown, label=t(title), figures=(1, 2, 3, 4))
