"""The checks page: its sentence, and findings with their figures and acceptance."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from pydantic import ValidationError

from sifund.checks.check import SEVERITIES
from sifund.checks.frames import findings_frame
from sifund.checks.report import STALE, Finding, Report, details
from sifund.dataset import Dataset
from sifund.dataset.acceptance import FILE, Acceptance, accept, frame_of, kept_in, read, with_row, withdraw, without
from sifund.problem import SifundError, unfit_words
from sifund.scenario import dataset_mark
from sifund.text import Text
from sifund.ui import st, who
from sifund.ui.parts import figures
from sifund.ui.session import lost, notices, state
from sifund.ui.session.state import t
from sifund.ui.words import Markdown, bold, lines, paragraphs, points

Kept = dict[tuple[str, str], Acceptance]
ICONS = {"error": ":material/error:", "warning": ":material/warning:", "note": ":material/info:"}
MEANS = {
    "error": Text("两个数不能都对", "two figures cannot both be right"),
    "warning": Text("用之前须有答复", "needs an answer before use"),
    "note": Text("值得知道", "worth knowing"),
}
QUESTION = Text(
    "疑点是向来源提的问题，不是指责；每条都写明核对所作的假定。",
    "A finding is a question to the source, not an accusation; each says what the check takes for granted.",
)
GROUP = Text("{severity}（{count}）：{means}", "{severity} ({count}): {means}")
NO_FINDING = Text("没有疑点。", "There is no finding.")
ASKED = Text("{place} · {when}：{question}", "{place} · {when}: {question}")
GIVEN = Text("来源所给的原因", "Reasons that the source gives")
REASON, WHO = Text("接受的理由", "Reason for accepting it"), Text("接受人（可不填）", "Accepted by (optional)")
ACCEPT, WITHDRAW = Text("接受这条疑点", "Accept this finding"), Text("撤回接受", "Withdraw the acceptance")
ACCEPTED = Text("已接受：{reason}", "Accepted: {reason}")
WITHOUT_REASON = Text("请先写理由（最多500字）。", "Give a reason first (up to 500 characters).")
HEADING_ACCEPTED = Text("已接受{count}条", "{count} accepted")
IN_SESSION = Text(
    "这套数据随程序提供，接受记录只留在本次会话；下载后放进自己的数据目录（{file}）即可长期保留。",
    "This dataset is shipped, so acceptances last for this session; downloaded, {file} keeps them in your own dataset's folder.",
)


def acceptances(dataset: Dataset) -> Kept:
    """Accepted findings, by key and mark: from the dataset's own folder, or of this session."""
    folder = kept_in(dataset)
    try:
        rows = read(folder) if folder else st.session_state.get(_session(dataset), ())
    except SifundError as error:
        st.error(lines(error.lines(state.lang())), icon=":material/error:")
        rows = ()
    return {(row.finding, row.mark): row for row in rows}


def _refusal(f: Finding) -> str:
    return f"refused-{f.mark}"


def _session(dataset: Dataset) -> str:
    return f"{lost.ACCEPTED}{dataset_mark(dataset)}"


def holding(report: Report, accepted: Kept) -> Kept:
    """The acceptances that still hold: those whose finding has the same figures."""
    return {mark: row for f in report.findings if (row := accepted.get(mark := (f.key, f.mark)))}


def answer(dataset: Dataset, report: Report, accepted: Kept) -> None:
    """The result in one sentence, and which data it speaks of."""
    held = holding(report, accepted)
    figures.answer(t(report.summary(len(held))), strong=True)
    st.caption(t(Text("数据集 {code} · 指纹 {mark}", "Dataset {code} · fingerprint {mark}"), code=report.code,
                 mark=report.fingerprint), help=t(Text("指纹由数据内容算出，数据一变就变；链接和导出文件都带有它。",
                 "Made from the content: any change of the data changes it. Links and exports carry it.")))  # fmt: skip
    with figures.place():
        _stale(len(accepted) - len(held))


def _stale(count: int) -> None:
    if count:
        st.warning(t(STALE, count=count), icon=":material/history:")


# --- findings ---------------------------------------------------------------------------------------------------------


def findings(dataset: Dataset, report: Report, accepted: Kept) -> None:
    """Findings by severity, worst first, the accepted ones last; each opens its figures."""
    st.caption(t(QUESTION if report.findings else NO_FINDING))
    for severity, name in SEVERITIES.items():
        left = [f for f in report.of(severity) if (f.key, f.mark) not in accepted]
        if left:
            st.markdown(bold(t(GROUP, severity=t(name).capitalize(), count=len(left), means=MEANS[severity])))
        for f in left:
            _finding(dataset, f, None)
    done = [f for f in report.findings if (f.key, f.mark) in accepted]
    if done:
        st.markdown(bold(t(HEADING_ACCEPTED, count=len(done))))
    for f in done:
        _finding(dataset, f, accepted[f.key, f.mark])
    figures.download(findings_frame(report, accepted), f"findings-{report.code}")
    _keep(dataset, accepted)


def _keep(dataset: Dataset, accepted: Kept) -> None:
    """Acceptances of a dataset that is not the office's own can be taken away."""
    if accepted and not kept_in(dataset):
        st.caption(t(IN_SESSION, file=FILE))
        figures.download(frame_of(accepted.values()), FILE.removesuffix(".parquet"))


def _finding(dataset: Dataset, f: Finding, row: Acceptance | None) -> None:
    lang = state.lang()
    label = t(ASKED, place=f.place.name, when=_when(dataset, f), question=question(f.meaning(lang)))
    icon = ":material/task_alt:" if row else ICONS[f.severity]
    with st.expander(label, icon=icon, key=f"finding-{f.mark}", on_change="rerun") as opened:
        if opened.open:
            st.caption(f"{SEVERITIES[f.severity](lang).capitalize()} · {f.check.name(lang)}")
            st.markdown(_sentence(f.meaning(lang)))
            colon = "：" if lang == "zh" else ": "
            named = Markdown(f"**{{}}**{colon}{{}}")
            st.markdown(points(named.format(name(lang), _sentence(says(lang))) for name, says in details(f)))
            _given(dataset, f)
            if row:
                _accepted(dataset, f, row)
            else:
                _form(dataset, f)
            if problem := notices.take(_refusal(f)):
                st.error(problem, icon=":material/error:")


def _when(dataset: Dataset, f: Finding) -> str:
    """The year of a finding, by its months where the data cover a part of it."""
    return t(dataset.period(f.place.year)) if dataset.partial else str(f.place.year)


def question(meaning: str) -> str:
    """A finding's words as far as its first question; all of them where it asks none."""
    end = re.search("？|[?](?= |$)", meaning)
    return _sentence(meaning[: end.end()] if end else meaning)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _given(dataset: Dataset, f: Finding) -> None:
    """Why the source says that the line changed."""
    rows = [r for r in dataset.reasons
            if (r.line, r.year) == (f.place.key, f.place.year) and r.cause_zh not in f.meaning.zh]  # fmt: skip
    if rows:
        causes = (Text(r.cause_zh, r.cause_en)(state.lang()) + (f" — {r.document}" if r.document else "") for r in rows)
        st.markdown(points(causes, t(GIVEN)))


def _form(dataset: Dataset, f: Finding) -> None:
    with st.form(f"accept-{f.mark}", border=False):
        st.text_area(t(REASON), key=f"why-{f.mark}", max_chars=500, height=80)
        if not who.user().name:
            st.text_input(t(WHO), key=f"who-{f.mark}", max_chars=80)
        st.form_submit_button(t(ACCEPT), icon=":material/task_alt:", on_click=_accept, args=(dataset, f))


def _today() -> date:
    """The day at the server."""
    return datetime.now(UTC).astimezone().date()


def _accept(dataset: Dataset, f: Finding) -> None:
    """Keep what was typed, beside the dataset or in the session."""
    typed = {name: st.session_state.get(f"{name}-{f.mark}", "") for name in ("why", "who")}
    try:
        if wrong := [*unfit_words(REASON, typed["why"]), *unfit_words(WHO, typed["who"])]:
            raise SifundError(wrong)
        row = Acceptance(
            finding=f.key, mark=f.mark, reason=typed["why"], who=who.user().name or typed["who"], when=_today()
        )
        if folder := kept_in(dataset):
            with who.acting("steward", "finding.accepted", f"{dataset.code} {f.key}"):
                accept(folder, row)
        else:
            st.session_state[_session(dataset)] = with_row(st.session_state.get(_session(dataset), ()), row)
    except ValidationError:
        notices.leave(_refusal(f), t(WITHOUT_REASON))
    except SifundError as error:
        notices.leave(_refusal(f), lines(error.lines(state.lang())))


def _accepted(dataset: Dataset, f: Finding, row: Acceptance) -> None:
    by = " · ".join(str(part) for part in (row.who, row.when) if part)
    st.success(paragraphs([t(ACCEPTED, reason=row.reason), by]), icon=":material/task_alt:")
    st.button(t(WITHDRAW), key=f"withdraw-{f.mark}", icon=":material/undo:", on_click=_withdraw, args=(dataset, f))


def _withdraw(dataset: Dataset, f: Finding) -> None:
    try:
        if folder := kept_in(dataset):
            with who.acting("steward", "finding.withdrawn", f"{dataset.code} {f.key}"):
                withdraw(folder, f.key, f.mark)
        else:
            st.session_state[_session(dataset)] = without(st.session_state[_session(dataset)], f.key, f.mark)
    except SifundError as error:
        notices.leave(_refusal(f), lines(error.lines(state.lang())))
