"""A dataset's tables as Parquet files in a folder: written alike for the same content, checked row by row when read."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import TypeVar

import polars as pl
from pydantic import BaseModel, ValidationError

from sifund.dataset.dataset import Dataset, make
from sifund.dataset.schema import TABLES
from sifund.problem import Problem, SifundError, problem

R = TypeVar("R", bound=BaseModel)
DAMAGE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What a table raises that nobody wrote as it is: Polars panics over some."""
_NUMBER = re.compile(r"os error ([0-9]+)")


def write(dataset: Dataset, folder: Path) -> None:
    """Write every table. Raises OSError, also for what Polars says of a disk that is full or cannot be written."""
    try:
        for table in TABLES:
            dataset.frame(table).write_parquet(folder / f"{table}.parquet", compression="zstd", statistics=False)
    except pl.exceptions.PolarsError as error:
        number = _NUMBER.search(str(error))
        code = int(number[1]) if number else errno.EIO
        raise OSError(code, os.strerror(code)) from error


def read(at: Path) -> Dataset:
    """The dataset of a folder's tables. Raises SifundError naming what is wrong by file, row and column."""
    if not (at / "meta.parquet").exists():
        raise SifundError([problem(
            "not_a_dataset", at.name, "不是数据集目录（缺少meta.parquet）；请先运行 build。",
            "is not a dataset folder (no meta.parquet); run build first.",
        )])  # fmt: skip
    return make({name: _table(model, at / f"{name}.parquet") for name, model in TABLES.items()})


def _table(model: type[R], path: Path) -> list[R]:
    if not path.exists():
        return []
    try:
        rows = pl.read_parquet(path).to_dicts()
    except DAMAGE as error:
        raise SifundError([problem(
            "unreadable", path.name, "文件损坏或格式不符；请重新生成。", "is damaged or of another shape; build it again.",
            value=error,
        )]) from None  # fmt: skip
    checked = [_row(model, row, f"{path.name}:{number}") for number, row in enumerate(rows, start=1)]
    if wrong := [result for result in checked if isinstance(result, Problem)]:
        raise SifundError(wrong)
    return [result for result in checked if not isinstance(result, Problem)]


def _row(model: type[R], row: dict[str, object], place: str) -> R | Problem:
    """The row, or the first thing that is wrong with it: a character that no text may hold by its code."""
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    column, codes = ".".join(map(str, first["loc"])), first.get("ctx", {}).get("codes")
    if codes:
        return problem(
            "control", column, "含有不能用的字符{codes}；请在来源中删去，重新生成或上传。",
            "{codes} in it: no text may hold it; take it out of the source and build or upload it again.", place=place,
            codes=codes,
        )  # fmt: skip
    return problem("unreadable", column, "不合格式（{value}）；请重新生成。", "does not fit ({value}); build it again.",
                   place=place, value=first["msg"])  # fmt: skip
