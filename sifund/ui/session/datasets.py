"""Which dataset a session works on: the one that its link names, uploaded in this session or kept on the server."""

from __future__ import annotations

from sifund import dataset as data
from sifund.dataset import Dataset
from sifund.problem import Problem, SifundError, problem
from sifund.scenario import dataset_mark, read_mark
from sifund.ui import st, who
from sifund.ui.session import storage
from sifund.ui.session.once import Once

HELD = 5
"""Uploads that a session holds; the oldest goes first."""
once = Once()
"""What folders and session have: slow to ask."""
_kept_dataset = once.ask(data.kept_dataset)
Mark = tuple[str, str]
"""Code and the start of a fingerprint; that may be empty."""


def sample() -> Dataset:
    """The shipped dataset, or the office's own under its code."""
    return _kept_dataset(data.SAMPLE) or data.find(data.SAMPLE)


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
    forget()


def use(dataset: Dataset) -> bool:
    """Hold what this person uploaded. Raises SifundError for a role that may not."""
    with who.acting("steward", "dataset.used", dataset_mark(dataset)):
        hold(dataset)
    return True


def forget() -> None:
    """What the folders or the session have was changed."""
    once.forget()


def of(text: str) -> Dataset:
    """The dataset that a scenario's text names; the sample where it names none, or none that is at hand."""
    return _of(read_mark(text) or (data.SAMPLE, ""))


@once.ask
def _of(mark: Mark) -> Dataset:
    code, fingerprint = mark
    datasets = [dataset for dataset in reversed(uploaded().values()) if dataset.code == code]
    exact = [dataset for dataset in datasets if fingerprint and dataset.fingerprint.startswith(fingerprint)]
    return next(iter(exact), None) or _kept_dataset(code, fingerprint) or next(iter(datasets), None) or sample()


def missing(text: str) -> str:
    """The mark of the dataset that a text names and that is not at hand; empty where it is, or the text names none."""
    return _missing(read_mark(text) or (data.SAMPLE, ""))


@once.ask
def _missing(mark: Mark) -> str:
    code, fingerprint = mark
    here = any(dataset.code == code for dataset in uploaded().values()) or _kept_dataset(code, fingerprint)
    return "" if here else f"{code}.{fingerprint}".rstrip(".")


def keep(dataset: Dataset) -> list[Problem]:
    """Keep a dataset on the server; what stands against that."""
    try:
        with who.acting("steward", "dataset.kept", dataset_mark(dataset)):
            data.keep(dataset, needed(dataset.code))
    except SifundError as error:
        return list(error.problems)
    except OSError as error:
        return [problem("disk", "", "无法保存：{value}。", "cannot be kept: {value}.", value=error.strerror or error)]
    uploaded().pop(dataset_mark(dataset), None)
    forget()
    return []


def needed(code: str) -> set[str]:
    """Starts of the fingerprints of a dataset that saved scenarios use; where nobody can say, of all."""
    try:
        marks = storage.store().marks()
    except SifundError:
        return {""}
    return {
        fingerprint for name, _, fingerprint in (mark.partition(".") for mark in marks) if name == code and fingerprint
    }


def is_earlier(dataset: Dataset) -> bool:
    """Whether another version of this dataset is the current one here."""
    current = _kept_dataset(dataset.code)
    return (
        current is not None and current.fingerprint != dataset.fingerprint and dataset_mark(dataset) not in uploaded()
    )


def at_hand() -> dict[str, Dataset]:
    """Every dataset that the session can switch to, by mark: kept ones that can be read, then its own."""
    readable = filter(None, map(data.kept_dataset, data.codes()))
    return {dataset_mark(dataset): dataset for dataset in readable} | uploaded()
