"""Tab: growth split into price and volume, the reasons that the report gives, and where the two part."""

from __future__ import annotations

from collections.abc import Iterator

from sifund import catalog
from sifund.analysis.words import BASIS
from sifund.analysis.year.disagreement import disagreements
from sifund.analysis.year.variance import LineGrowth
from sifund.charts import growth, waterfall
from sifund.charts.theme import label_lines
from sifund.dataset.schema import ReasonRow
from sifund.dataset.source import where
from sifund.declare.unit import YUAN
from sifund.report.annual_fund import PREMISE
from sifund.terms import STANDARD
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.performance.executed import LINE, POINTS, SHARE, YOY
from sifund.ui.performance.subject import Subject
from sifund.ui.performance.tables import UNIT, Cells, draw, wan
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import Markdown, icon

BEFORE, NOW, CHANGE = Text("上年", "Year before"), Text("本年", "This year"), Text("增减额", "Change")
VOLUME = Text("人数或人次", "Volume")
STANDARD_EFFECT, VOLUME_EFFECT = Text("标准的作用", "By the standard"), Text("数量的作用", "By volume")
CROSS = Text("交互", "Interaction")
STANDARD_PART, VOLUME_PART = Text("标准（含半数交互）", "Standard, half of interaction"), Text(
    "数量（含半数交互）", "Volume, half of interaction"
)  # fmt: skip
BEFORE_BASIS = Text("上年数依据", "Year before rests on")
METHOD = Text(
    "按两因素沙普利值拆分：三部分相加正好等于增减额；标准与数量同等对待，交互各分一半。没有标准可比的项目不拆。",
    "Shapley values of two factors: the three parts add up to the change exactly; standard and volume are treated alike and "
    "share the interaction. A line without a standard to compare is not split.",
)
REASONS = Text("来源所列原因与疑问", "The source's reasons, and questions")
GROUNDED = Text("{cause}（{ground}）", "{cause} ({ground})")
NOT_KNOWN = Text("没有上年数，无法比较。", "There is no year before to compare with.")
LEFT = Text(
    "尾差：合计与各项之和，上年差{before}，本年差{now}；不分摊。",
    "Remainders: the totals differ from their lines by {before} the year before and {now} this year; not spread.",
)


def show(subject: Subject) -> None:
    """Waterfall, table, then reasons line by line."""
    year, lang = subject.dataset.base_year, state.lang()
    data = growth.frame(subject.growth, year, lang, subject.dataset.meta.months_covered)
    drawn = []
    with figures.place():
        if data is None:
            st.caption(t(NOT_KNOWN))
        else:
            title = growth.title(subject.growth, subject.dataset, catalog.fund_name(subject.fund, short=True))
            spec = waterfall.spec(subject.fund, lang, label_lines(data["name"]))
            drawn.append(figures.chart(title, data, spec, "growth"))
    left = (YUAN.write(x)(lang) for x in (subject.growth.remainder_before_yuan, subject.growth.remainder_yuan))
    st.caption(t(LEFT, **dict(zip(("before", "now"), left, strict=True))))
    rows = [_cells(line) for line in subject.growth.lines]
    amounts = (BEFORE, NOW, CHANGE, STANDARD_EFFECT, VOLUME_EFFECT, CROSS, STANDARD_PART, VOLUME_PART)
    table = draw(rows, amounts, (YOY, STANDARD, VOLUME, SHARE, POINTS), "price")
    st.caption(f"{t(UNIT)} {t(METHOD)}")
    figures.folded(table, f"sifund-price-volume-{subject.fund}", *drawn)
    st.subheader(t(REASONS))
    st.markdown(
        Markdown("\n").join(
            line for of_line in subject.growth.lines for line in _reasons_and_questions(of_line, subject)
        )
    )


def _cells(line: LineGrowth) -> Cells:
    split = line.split
    return {
        t(LINE): t(line.name), t(BEFORE): wan(line.before_yuan), t(NOW): wan(line.actual_yuan),
        t(CHANGE): wan(line.growth_yuan), t(YOY): line.growth_percent,
        t(STANDARD): split.standard_percent if split else None, t(VOLUME): split.volume_percent if split else None,
        t(STANDARD_EFFECT): wan(split.standard_yuan) if split else None,
        t(VOLUME_EFFECT): wan(split.volume_yuan) if split else None, t(CROSS): wan(split.interaction_yuan) if split else None,
        t(STANDARD_PART): wan(split.standard_part_yuan) if split else None,
        t(VOLUME_PART): wan(split.volume_part_yuan) if split else None,
        t(SHARE): line.share_percent, t(POINTS): line.points,
        t(BEFORE_BASIS): t(BASIS[line.before_basis]) if line.before_basis else None,
    }  # fmt: skip


def _reasons_and_questions(line: LineGrowth, subject: Subject) -> Iterator[Markdown]:
    """A line's reasons as the source gives them, then the questions, as Markdown."""
    row = subject.dataset.line(line.key)
    notes = disagreements(line, stated=bool(row and row.stated_yoy_percent is not None))
    if not line.reasons and not notes:
        return
    yield Markdown("- **{}**").format(t(line.name))
    yield from (Markdown("    - {}").format(_reason(reason)) for reason in line.reasons)
    for note in notes:
        assumes = f" {t(PREMISE, assumes=note.assumes)}" if note.assumes else ""
        yield Markdown("    - {}").format(icon("help", t(note.says) + assumes))


def _reason(reason: ReasonRow) -> str:
    place = where(reason.source)
    ground = " · ".join(part for part in (reason.document, t(place) if place else "") if part)
    cause = Text(reason.cause_zh, reason.cause_en)
    return t(GROUNDED, cause=cause, ground=ground) if ground else t(cause)
