"""Everybody in the mini city, by number, hash and masked number, and who of them is named in some words."""

from __future__ import annotations

import re

import polars as pl

from sifund.records import home
from sifund.records.tables import TABLES

WHOSE = (
    "person_id",
    "firm_id",
    "claim_id",
    "payment_id",
    "refund_id",
    "skill_id",
    "id_hash",
    "id_masked",
    "code_hash",
    "account_hash",
)
WORD = re.compile(r"[0-9A-Za-z*]+")


def numbers() -> set[str]:
    """Everybody's, of six characters or more."""
    words: set[str] = set()
    for name in TABLES:
        if (path := home.MINI / f"{name}.parquet").exists():
            frame = pl.read_parquet(path)
            words |= {str(word) for column in WHOSE if column in frame.columns for word in frame[column].drop_nulls()}
    return {word for word in words if len(word) > 5}


SECRET = numbers()


def named(words: str) -> set[str]:
    """Everybody whose number stands in the words, alone or in a key of several."""
    return SECRET & set(WORD.findall(words))
