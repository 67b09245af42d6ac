"""The tables of a page as frames: a long one as it was sent, a short one as it is written."""

from __future__ import annotations

import html
import re

import pandas as pd
from streamlit.testing.v1 import AppTest

_PLAIN = re.compile(r'<div class="words".*?</table></div>', re.DOTALL)
_ROW, _CELL = re.compile(r"<tr.*?</tr>", re.DOTALL), re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)


def tables_of(app: AppTest) -> list[pd.DataFrame]:
    """Every table of the page, the plain ones first."""
    plain = [_frame(one) for part in app.get("html") for one in _PLAIN.findall(part.proto.body)]
    return [*plain, *(one.value for one in app.dataframe)]


def _frame(table: str) -> pd.DataFrame:
    head, *rows = [[_words(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(table)]
    return pd.DataFrame(rows, columns=head)


def _words(cell: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", cell))
