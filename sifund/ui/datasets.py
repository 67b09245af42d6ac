"""Which dataset a session works on: the one that its link names, uploaded in this session or kept on the server."""

from __future__ import annotations

import streamlit as st

from sifund import dataset as data
from sifund.dataset import Dataset
from sifund.problem import SifundError
from sifund.scenario import dataset_mark, read_mark

HELD = 5
"""Uploads that a session holds; the oldest goes first."""


def load(code: str) -> Dataset | None:
    """The dataset of a code as it was last written; None where none is kept, or it is damaged."""
    for home in data.homes():
        try:
            return data.loaded(home / code)
        except (OSError, SifundError):
            continue
    return None


def sample() -> Dataset:
    """The shipped dataset, or the office's own under its code."""
    return load(data.SAMPLE) or data.find(data.SAMPLE)


def uploaded() -> dict[str, Dataset]:
    """The session's own datasets by mark, the latest last."""
    return st.session_state.setdefault("_uploaded", {})


def hold(dataset: Dataset) -> None:
    """Keep an upload for the session."""
    held = uploaded()
    held.pop(dataset_mark(dataset), None)
    held[dataset_mark(dataset)] = dataset
    while len(held) > HELD:
        held.pop(next(iter(held)))


def of(text: str) -> Dataset:
    """The dataset that a scenario's text names; the sample where it names none, or none that is at hand."""
    code, fingerprint = read_mark(text) or (data.SAMPLE, "")
    own = [found for found in reversed(uploaded().values()) if found.code == code]
    exact = [found for found in own if fingerprint and found.fingerprint.startswith(fingerprint)]
    return next(iter(exact), None) or load(code) or next(iter(own), None) or sample()


def at_hand() -> dict[str, Dataset]:
    """Every dataset that the session can switch to, by mark: kept ones that can be read, then its own."""
    kept = filter(None, map(load, data.codes()))
    return {dataset_mark(found): found for found in kept} | uploaded()
