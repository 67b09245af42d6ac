"""What all tests share: the shipped dataset and hypothesis without deadlines."""

from __future__ import annotations

import os
import sqlite3
import sqlite3.dbapi2
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support import sample

from sifund.dataset import Dataset
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.ui.session import storage

_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("local", deadline=None, max_examples=60, suppress_health_check=_SLOW)
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") or os.environ.get("HYPOTHESIS") == "ci" else "local")


OWN_SERVERS = ("test_lost_connection", "test_own_data_page", "test_words_shown")
"""Files of browser tests that share a server of their own."""
LONG = ("test_looks", *OWN_SERVERS)
"""The browser tests that take longest."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left alone with it at the end: browsers, then what looks at the whole
    house, then backups, then the other rooms."""
    first = (Path(__file__).parent, Path(__file__).with_name("upkeep"))
    items.sort(key=lambda item: (item.get_closest_marker("e2e") is None, item.path.stem not in LONG,
                                 *(item.path.parent != room for room in first)))  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A worker is given a file at a time; of browser tests one test, but where a file's tests share a server of their own."""
    from xdist.scheduler import LoadFileScheduling

    class Spread(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return nodeid if "/e2e/" in file and Path(file).stem not in OWN_SERVERS else file

    return Spread(config, log) if config.option.dist == "loadfile" else None


class Watched(sqlite3.Connection):
    """A connection that warns where it is left to the collector, as Python does from 3.13 on."""

    left = False

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.left = True

    def close(self) -> None:
        self.left = False
        super().close()

    def __del__(self) -> None:
        if self.left:
            warnings.warn("a SQLite connection was left to the collector", ResourceWarning, source=self, stacklevel=1)


@pytest.fixture(scope="session", autouse=True)
def what_is_opened_is_closed() -> Iterator[None]:
    """No test leaves a SQLite connection open; those that pages share are closed at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3.dbapi2, "connect", partial(sqlite3.connect, factory=Watched))
        yield
        storage.close_all()


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the tests and the servers that they start keep saved scenarios: never the reader's own."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIFUND_HOME", str(folder))
        patch.delenv("SIFUND_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Urumqi 2021, as shipped."""
    return sample()


@pytest.fixture(scope="session")
def base(dataset: Dataset) -> Baseline:
    """Its calibrated baseline, nothing typed."""
    return calibrate(dataset)


@pytest.fixture(scope="session")
def baseline(dataset: Dataset) -> Side:
    """Its baseline run, 2021 to 2026."""
    return Case(dataset).side("baseline")
