"""Tab: the documents that leave the house, and the page's charts as pictures; each is made when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import polars as pl
import streamlit as st

from sifund import catalog
from sifund.charts import balances, bullet, cover, growth, spending, waterfall
from sifund.report.kinds import DOCUMENTS
from sifund.report.order import BASE_URL, Order
from sifund.report.pictures import png, svg
from sifund.text import Text
from sifund.ui import state
from sifund.ui.performance.seen import Seen
from sifund.ui.state import t

Chart = tuple[str, Text, dict, pl.DataFrame]
DOCUMENT = Text("下载{form}", "Download {form}")
FORMS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
CHARTS = Text("图（{fund}）", "Charts ({fund})")
CHARTS_SAY = Text("中文字体随图带出；点击后生成。", "Made on the click, with the font in the picture.")
CARRIES = Text(
    "文件带有数据、方案和结果指纹；用“python -m sifund verify 文件”核对其中数字今天是否仍成立。",
    "A file carries the fingerprints of data, scenario and result; `python -m sifund verify FILE` says whether its numbers "
    "still hold.",
)
EXECUTION, GROWTH = Text("预算执行", "Execution"), Text("增减", "Growth")
SPENDING, BALANCES = Text("各项支出", "Spending"), Text("年末滚存结余", "Closing balance")


def show(seen: Seen) -> None:
    """A row a document, then a row a chart."""
    url = urlsplit(st.context.url or BASE_URL)
    order = Order(seen.dataset, replace(seen.found, dataset=""), state.lang(), f"{url.scheme}://{url.netloc}")
    for document in DOCUMENTS.values():
        with st.container(border=True):
            st.markdown(f"**{t(document.name)}** — {t(document.says)}")
            with st.container(horizontal=True):
                for form in document.forms:
                    st.download_button(
                        t(DOCUMENT, form=FORMS[form.ending]), data=lambda form=form: form.make(order), mime=form.media,
                        file_name=f"sifund-{document.kind}-{seen.dataset.code}.{form.ending}", on_click="ignore",
                        icon=":material/download:", key=f"paper-{document.kind}-{form.ending}",
                    )  # fmt: skip
    st.caption(t(CARRIES))
    st.subheader(t(CHARTS, fund=catalog.fund_name(seen.fund, short=True)))
    st.caption(t(CHARTS_SAY))
    for chart in _charts(seen):
        _pictures(seen, *chart)


def _charts(seen: Seen) -> Iterator[Chart]:
    """What there is data for."""
    fund, lang, year = seen.fund, state.lang(), seen.dataset.base_year
    executed = bullet.frame(seen.lines, seen.found.view.tolerance, lang)
    if not executed.is_empty():
        yield "execution", EXECUTION, bullet.spec(fund, lang), executed
    grown = growth.frame(seen.growth, year, lang)
    if grown is not None:
        yield "growth", GROWTH, waterfall.spec(fund, lang), grown
    when = seen.result.years[min(1, len(seen.result.years) - 1)]
    yield "spending", SPENDING, spending.spec(fund, lang), spending.frame(seen.result, fund, when, lang)
    yield "balances", BALANCES, balances.spec(fund, lang), balances.frame(seen.result, fund, lang)
    cover_name = catalog.all_funds()[fund].cover_name
    yield "cover", cover_name, cover.spec(fund, lang), cover.frame(seen.result, fund, lang)


def _pictures(seen: Seen, key: str, name: Text, spec: dict, data: pl.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t(name), width=160)
        for ending, media, make in (
            ("png", "image/png", lambda: png(spec, data)), ("svg", "image/svg+xml", lambda: svg(spec, data).encode()),
        ):  # fmt: skip
            st.download_button(ending.upper(), data=make, mime=media, file_name=f"sifund-{key}-{seen.fund}.{ending}",
                               on_click="ignore", icon=":material/download:", key=f"picture-{key}-{ending}")  # fmt: skip
