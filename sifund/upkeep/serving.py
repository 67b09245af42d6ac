"""The sign of a server: held from its start to its end, so that nothing is restored under it."""

from __future__ import annotations

import logging
import os
from threading import Lock

from sifund.problem import Problem, SifundError, problem
from sifund.upkeep import swap
from sifund.upkeep.places import Places, alone, places, sign, take

WAIT_S = 60
"""How long a server that starts waits for a restore that is under way [s]."""
_held: dict[str, int] = {}
_changing = Lock()
_log = logging.getLogger(__name__)


def hold() -> None:
    """Hold the signs of what the environment names, for the life of the process; an interrupted restore is finished first.

    Raises SifundError where a restore does not end, or cannot be finished. Where no sign can be made, that is logged.
    """
    with _changing:
        where = places()
        if list(_held) == [str(path) for path in where.signs]:
            return
        let_go()
        try:
            _hold(where)
        except OSError as error:
            _log.warning("no sign of this server can be held (%s): do not restore while it runs", error)


def let_go() -> None:
    """Hold nothing any more."""
    while _held:
        os.close(_held.popitem()[1])


def finish(where: Places) -> None:
    """Finish an interrupted restore, while nobody else uses what is kept. Raises SifundError where that cannot be done."""
    if swap.is_decided(where.datasets):
        try:
            swap.finish(where.datasets)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SifundError([unfinished(where, error)]) from error
        _log.warning("an interrupted restore was finished")


def _hold(where: Places) -> None:
    if swap.is_decided(where.datasets):
        with alone(where, WAIT_S):
            finish(where)
    for path in where.signs:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _held[str(path)] = sign(path)
        if not take(handle, alone=False, wait_s=WAIT_S):
            let_go()
            raise SifundError([problem(
                "restoring", "", "正在从备份恢复，服务器没有启动；请等恢复完成后再启动。",
                "a restore is under way and the server does not start; start it when that is done.",
            )])  # fmt: skip
    if swap.is_decided(where.datasets):  # by a restore that was killed just now
        let_go()
        _hold(where)


def unfinished(where: Places, error: Exception | None = None) -> Problem:
    """That a restore was interrupted, and what stands against finishing it."""
    return problem(
        "unfinished", "", "一次恢复中途停止，还没有完成（{value}）；启动服务器或再运行一次 restore 会继续完成它。文件清单：{file}。",
        "a restore was interrupted and is not finished ({value}); starting a server, or another restore, finishes it. Its "
        "list: {file}.", value=error or "—", file=where.datasets / swap.MOVES,
    )  # fmt: skip
