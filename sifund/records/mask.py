"""Identity numbers become surrogate keys, hashes and masked forms: by HMAC with a key that stays in a file outside."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from sifund.problem import SifundError, problem

SHORTEST, LONGEST = 32, 1_000_000
"""Bytes that a key has, at least and at most: a device has no end."""
_NUMBERS = re.compile(r"[\d*](?:\s?[\d*]){5,}[0-9A-Za-z*\uff38\uff58]*|[0-9a-fA-F]{12,}")
"""Digits of either width, with a blank between or none."""
_KEEP = (1 << 62) - 1
"""Surrogates are positive and leave room for sums of two."""


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """What turns identity numbers into what may be kept. Equal numbers of one domain (person, firm, account …) are equal
    afterwards, in every table and every build with the same key."""

    key: bytes = field(repr=False)

    def surrogate(self, domain: str, numbers: pl.Series) -> pl.Series:
        """Surrogate keys [Int64]; null where there is no number."""
        return self._each(domain, numbers, lambda digest: int.from_bytes(digest[:8], "big") & _KEEP or 1, pl.Int64)

    def hashed(self, domain: str, numbers: pl.Series) -> pl.Series:
        """32 hexadecimal digits of each; null where there is no number."""
        return self._each(domain, numbers, lambda digest: digest[16:].hex(), pl.String)

    def _each(
        self, domain: str, numbers: pl.Series, of: Callable[[bytes], int | str], dtype: type[pl.DataType]
    ) -> pl.Series:
        plain = numbers.str.to_uppercase()
        each = plain.unique().drop_nulls().sort()
        made = [of(hmac.digest(self.key, f"{domain}:{number}".encode(), "sha256")) for number in each]
        return plain.replace_strict(each, pl.Series(made, dtype=dtype), default=None, return_dtype=dtype)


def veiled(words: str) -> str:
    """Words without what may be somebody's number or a hash of it, for messages that repeat what was entered."""
    return _NUMBERS.sub("…", words)


def masked(numbers: pl.Series) -> pl.Series:
    """The first four and the last two characters, letters and digits only, with stars between; of a short one only stars."""
    plain = numbers.str.replace_all("[^0-9A-Za-z]", "")
    stars = plain.str.slice(0, 4) + "*" * 12 + plain.str.slice(-2)
    return pl.select(
        pl.when(plain.str.len_chars() >= 12).then(stars).when(numbers.is_not_null()).then(pl.lit("*" * 12))
    ).to_series()


def read_key(path: Path, *folders: Path) -> Mask:
    """The key in a file that lies in none of these folders. Raises SifundError."""
    inside = any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)
    try:
        with path.open("rb") as opened:
            key = opened.read(LONGEST + 1)
    except OSError as error:
        raise SifundError([problem(
            "key", "--key", "密钥文件读不出来：{value}；可用 head -c 32 /dev/urandom > 文件 生成，另行妥善保存。",
            "the key file cannot be read: {value}; make one by head -c 32 /dev/urandom > FILE, and keep it apart.",
            value=error.strerror or "",
        )]) from None  # fmt: skip
    if inside or not SHORTEST <= len(key) <= LONGEST:
        raise SifundError([problem(
            "key", "--key", "密钥文件须在数据目录之外，为{least}至{most}字节。",
            "the key file must lie outside the folders of data and hold {least} to {most} bytes.", least=SHORTEST, most=LONGEST,
        )])  # fmt: skip
    return Mask(key)
