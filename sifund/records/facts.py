"""What the drivers of a year are measured from: heads, months and money of the tables, each summed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl
from polars import col

from sifund.declare.formula import Line
from sifund.records.folder import Folder
from sifund.records.sums import signed, stood

LARGE, EMPLOYER = "large", "employer."
MONTH_ROOM = 1 << 20


@dataclass(eq=False)
class Facts:
    """One year of records of one fund; amounts in fen. `refund_rates` are those of small and of large firms in percent."""

    folder: Folder
    year: int
    fund: str
    refund_rates: tuple[float, float]

    @cached_property
    def paid(self) -> dict[str, tuple[int, int, int]]:
        """Fen, payments and person-months of each item paid in the year. What was taken back is neither a payment nor a month
        more, and where nothing is left of a month it is none; arrears of a difference are no month more."""
        at = ["item", "pack"]
        rows = stood(self.folder).filter(col("paid_month") // 12 == self.year)
        rows = rows.with_columns(pack=col("person_id") * MONTH_ROOM + col("period"), back=col("kind") == "recovery")
        first = rows.filter(col("kind") != "arrears", ~col("back")).select(at).unique().with_columns(paid_first=True)
        net = rows.join(rows.filter("back").select(at), on=at, how="semi").group_by(at).agg(net=col("amount_fen").sum())
        joined = rows.join(first, on=at, how="left").join(net, on=at, how="left")
        left = ~(col("back") | (col("net") <= 0).fill_null(False))
        more = left & ~((col("kind") == "arrears") & col("paid_first").fill_null(False))
        sums = (
            joined.group_by("item").agg(col("amount_fen").sum(), left.sum(), col("months").filter(more).sum()).collect()
        )
        return {item: (fen, count, months) for item, fen, count, months in sums.iter_rows()}

    def amount(self, line: Line) -> int:
        """What was paid of a line in the year."""
        return self.paid.get(line.key, (0, 0, 0))[0]

    def months(self, line: Line) -> int:
        """Person-months of a line."""
        return self.paid.get(line.key, (0, 0, 0))[2]

    def count(self, line: Line) -> int:
        """Payments of a line."""
        return self.paid.get(line.key, (0, 0, 0))[1]

    @cached_property
    def relief(self) -> set[int]:
        """Months of the year in which some firms' rate is below others', or none is known."""
        force = (
            self.folder.scan("rates").filter(col("fund") == self.fund, col("tier").str.starts_with(EMPLOYER)).collect()
        )
        january = self.year * 12
        return {
            month for month in range(january, january + 12) if _in_force(force, month)["rate_bp"].n_unique() != 1
        }  # fmt: skip

    @cached_property
    def paid_in(self) -> pl.DataFrame:
        """By month and whether the firm is large: persons, bases and contributions, of what was paid for the month."""
        sizes = (
            self.folder.scan("firm_years")
            .filter(col("year") == self.year)
            .select("firm_id", large=col("size") == LARGE)
        )
        rows = self.folder.scan("contributions").filter(
            col("fund") == self.fund, col("kind") == "normal", col("month") // 12 == self.year
        )
        by_firm = rows.group_by("firm_id", "month").agg(
            col("person_id").n_unique().alias("heads"),
            col("base_fen").sum(),
            (col("employer_fen") + col("employee_fen")).sum().alias("fen"),
        )
        joined = by_firm.join(sizes, on="firm_id", how="left")
        return (
            joined.group_by("month", "large")
            .agg(col("heads", "base_fen", "fen").sum())
            .sort("month", "large")
            .collect()
        )

    def ordinary(self, large: bool) -> int:
        """Contributions of large firms, or of all others, for the months without relief."""
        rows = self.paid_in.filter(~col("month").is_in(sorted(self.relief)), large=large)
        return int(rows["fen"].sum())

    @cached_property
    def due(self) -> dict[int, tuple[int, int, int]]:
        """Of each month without relief: bases, contributions [fen], and the rate of both parts [basis points]."""
        rates = self.folder.scan("rates").filter(col("fund") == self.fund).collect()
        months = self.paid_in.group_by("month").agg(col("base_fen", "fen").sum()).sort("month")
        points = {
            month: sum(int(side["rate_bp"].sum()) // max(side.height, 1) for side in _sides(_in_force(rates, month)))
            for month in months["month"]
        }
        return {
            month: (base, fen, points[month]) for month, base, fen in months.iter_rows() if month not in self.relief
        }

    @cached_property
    def prior(self) -> dict[bool, int]:
        """Contributions of the year before, of large firms (True) and of all others."""
        rows = self.folder.scan("firm_years").filter(col("year") == self.year - 1)
        sums = rows.group_by(large=col("size") == LARGE).agg(col("paid_fen").sum()).collect()
        return dict(sums.iter_rows())

    @cached_property
    def refunded(self) -> int:
        """What was refunded to firms in the year."""
        return (
            signed(self.folder, "refunds")
            .filter(col("paid_month") // 12 == self.year)
            .select(col("amount_fen").sum())
            .collect()
            .item()
        )

    def begun(self, line: Line) -> int:
        """Claims to a line that begin in the year."""
        return (
            self.folder.scan("claims")
            .filter(col("item") == line.key, col("start_month") // 12 == self.year)
            .select(pl.len())
            .collect()
            .item()
        )


def _in_force(rates: pl.DataFrame, month: int) -> pl.DataFrame:
    """The rates of a month."""
    return rates.filter(col("from_month") <= month, col("to_month").fill_null(month) >= month)


def _sides(rates: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rates of employers, and of employees."""
    employers = col("tier").str.starts_with(EMPLOYER)
    return rates.filter(employers), rates.filter(~employers)
