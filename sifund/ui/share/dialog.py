"""One place to share: the link, a code to scan, a sentence to paste, and files to take along."""

from __future__ import annotations

from collections.abc import Iterator

import segno
from markupsafe import Markup

from sifund.analysis.comparison import Comparison
from sifund.analysis.moved import fund_shown
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.reliability import relies
from sifund.analysis.words import projected
from sifund.colours import BLACK, WHITE
from sifund.model.case import Side
from sifund.problem import SifundError
from sifund.scenario import Scenario
from sifund.scenario.link import SEPARATOR, reference
from sifund.text import Text
from sifund.ui import st
from sifund.ui.compare import arrange
from sifund.ui.parts import only_here
from sifund.ui.session import state, storage
from sifund.ui.session.state import t
from sifund.ui.share import files

SHARE = Text("分享", "Share")
LINK = Text("链接：打开就是同样的数字。", "Link: whoever opens it sees the same figures.")
HERE_ONLY = Text("链接：只在本次会话中打开得到这些数字。", "Link: it opens to these figures in this session only.")
SHORT = Text("短链接：保存过的方案，只在本服务器上有效。", "Short link: what was saved; it works on this server only.")
CODE = Text("扫码打开", "Scan to open")
TOO_LONG = Text(
    "链接太长，印成二维码扫不出来。先保存方案，就有短链接和二维码。",
    "The link is too long for a code that scans. Save the scenario: a saved one has a short link and a code.",
)
TOO_MANY = Text(
    "链接太长，印成二维码扫不出来。发送链接，或先保存各个方案：保存过的方案链接短。",
    "The link is too long for a code that scans. Send the link, or save the scenarios: saved ones make it short.",
)
COMPARED = Text(
    "{dataset}，以“{against}”为基准。{words}{projected}",
    '{dataset}, compared with "{against}". {words} {projected}',
)
SENTENCE = Text("可直接粘贴的文字", "Words to paste")
WHOSE = Text("{name}（{dataset}）", "{name} ({dataset})")
UNNAMED = Text("当前方案", "Current scenario")
SCANS = 20
"""The largest QR version (97 × 97) that a telephone still reads off a screen or a printed page."""
FIGURE = Markup('<figure class="code"><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>')
LENGTHY = 300
"""From how many characters on only the beginning of a link is shown; its button copies all of it."""


def share(scenario: Scenario, side: Side, fund: str) -> None:
    """Link, code, sentence, CSV, picture and brief of the page's scenario."""
    with _dialog() as opened:
        if opened.open:
            _link(state.share_text(scenario), "scenario", short_text(scenario), TOO_LONG)
            _sentence("\n".join(map(t, sentences(scenario, side))))
            files.offer(files.of_scenario(scenario, side, fund), scenario.name)


def link(scenario: Scenario, page: str) -> None:
    """Link and code of another page on the scenario."""
    with _dialog() as opened:
        if opened.open:
            _link(state.share_text(scenario), page, short_text(scenario), TOO_LONG)


def share_comparison(comparison: Comparison, fund: str, words: str) -> None:
    """Link, code, sentence, CSV, picture and workbook of the scenarios that stand side by side."""
    with _dialog() as opened:
        if opened.open:
            text, short = arrange.whole_text(), SEPARATOR.join(map(short_or_whole, arrange.bare()))
            _link(text, "compare", short if short != text else "", TOO_MANY)
            against = comparison.name(comparison.against)
            rests = projected(state.dataset())
            _sentence(t(COMPARED, dataset=state.dataset().name, against=against, words=words, projected=rests))
            files.offer(
                files.of_comparison(text, comparison, fund, words), "".join(one.name for one in comparison.scenarios)
            )


def _dialog():
    return st.popover(t(SHARE), key="share", on_change="rerun")


def _sentence(words: str) -> None:
    st.caption(t(SENTENCE))
    st.code(words, language=None, wrap_lines=True)


def _link(text: str, page: str, short: str, too_long: Text) -> None:
    """The link, the short one and the code, with what each promises; where the dataset is this session's alone, that it is
    to be kept first, and the bare link."""
    apart = only_here.offer("share")
    links = [state.link_to(one, page) for one in ((text,) if apart else (text, short)) if one]
    for number, address in enumerate(links):
        st.caption(t(HERE_ONLY if apart else (LINK, SHORT)[number]))
        with st.container(key=f"{'clipped' if len(address) > LENGTHY else 'whole'}-{number}"):
            st.code(address, language=None, wrap_lines=True)
    if apart:
        return
    drawn = next(codes(*links), "")
    if drawn:
        words = t(CODE)
        st.html(FIGURE.format(drawn, words, words))
    else:
        st.caption(t(too_long))


def codes(*links: str) -> Iterator[str]:
    """QR codes, as SVG in a data address, of those links that are short enough to be scanned."""
    for link in links:
        made = segno.make(link, error="l", micro=False) if len(link) < 2000 else None
        if made and int(made.version) <= SCANS:
            yield made.svg_data_uri(scale=4, dark=BLACK, light=WHITE)


def short_text(scenario: Scenario) -> str:
    """The short text of a saved scenario that was not changed since; empty for any other."""
    key, _, version = scenario.origin.partition(".")
    if not version:
        return ""
    try:
        saved, _ = state.opened(storage.version_of(key, int(version)))
    except SifundError:
        return ""
    same = (saved.changes, saved.view, saved.name) == (scenario.changes, scenario.view, scenario.name)
    return reference(scenario.origin) if same else ""


def short_or_whole(scenario: Scenario) -> str:
    """The text of a short link where the scenario is kept, else of the whole scenario."""
    return short_text(scenario) or state.share_text(scenario)


def sentences(scenario: Scenario, side: Side) -> list[Text]:
    """Whose figures they are, the answer as the page gives it, and what it rests on."""
    fund = fund_shown(side, scenario)
    whose = WHOSE.format(name=scenario.name or UNNAMED, dataset=state.dataset().name)
    return [whose, *answer(side, scenario), relies(side.base, fund), projected(state.dataset())]
