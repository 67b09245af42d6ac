"""A random sample of payments or refunds to look at again: what share is wrong, whether or not a rule names it."""

from __future__ import annotations

import narwhals as nw
import numpy as np
import polars as pl
from polars import col

from sifund.dataset.atomic import all_or_none
from sifund.problem import SifundError, problem
from sifund.records.findings import DRAWN, KEPT, KEY, Kept, in_keeping, rows_of
from sifund.records.folder import Folder
from sifund.records.language import MONEY, Records
from sifund.records.write import parquet


def draw(entry: Kept, folder: Folder, table: str, count: int, seed: int) -> pl.DataFrame:
    """So many records of a table, each as likely as any other; the same again for the same seed, however the rows lie.
    They are kept beside the findings. Raises SifundError where the table is not at hand or holds fewer, or where the seed has drawn
    others, whose results would be taken for those of these."""
    if problems := folder.refusal(table):
        raise SifundError(problems)
    if not 1 <= count <= folder.rows[table]:
        raise SifundError([problem(
            "draw", "-n", "“{value}”应为1至{most}的整数：表中只有这么多。", '"{value}" is not from 1 to {most}, which is all there are.',
            value=count, most=folder.rows[table],
        )])  # fmt: skip
    key = MONEY[table].key[0]
    every = folder.scan(table).select(key).sort(key).collect(engine="streaming")[key]
    chosen = every.gather(np.sort(np.random.default_rng(seed).choice(len(every), count, replace=False)))
    rows = folder.scan(table).filter(col(key).is_in(chosen.implode()))
    named = Records({table: nw.from_native(rows)}).findings(nw.from_native(rows), table).to_native().collect()
    drawn = in_keeping(named.with_columns(code=pl.lit(f"{DRAWN}{seed}")), folder, entry).sort("record")
    file = f"{DRAWN}{seed}.parquet"
    before = rows_of(entry.output / file, KEPT).select(KEY).collect() if (entry.output / file).exists() else None
    if before is not None and not before.equals(drawn.select(KEY)):
        raise SifundError([problem(
            "drawn", "--seed", "“{value}”已抽过另外{count}条，其结果不能与这次的相混；请换一个数。",
            '"{value}" has drawn {count} {count:other|others}, whose results must not mix with those of these; take '
            'another number.', value=seed,
            count=len(before),
        )])  # fmt: skip
    with all_or_none(entry.output, (file,)) as staged:
        parquet(drawn, staged / file)
    return drawn
