"""The server's start: the garbage collector rests while all is loaded, and goes on whatever became of it."""

from __future__ import annotations

import gc

import pytest

from sifund import server


@pytest.mark.parametrize("fails", [False, True])
def test_the_collector_goes_on_when_all_is_loaded(fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gc.isenabled(), "an import of the server leaves it as it was"
    resting, frozen, before = [], [], gc.get_threshold()

    def load() -> None:
        resting.append(not gc.isenabled())
        if fails:
            raise ImportError

    monkeypatch.setattr(server, "_load", load)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    gc.disable()
    try:
        if fails:
            with pytest.raises(ImportError):
                server._rest()
        else:
            server._rest()
        assert resting == [True]
        assert frozen == ([] if fails else [True])
        assert (gc.isenabled(), gc.get_threshold()) == (True, server.COLLECT)
    finally:
        gc.enable()
        gc.set_threshold(*before)
