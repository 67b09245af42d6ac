"""How many messages, and how many bytes, a moved lever sends: it costs server, line and browser alike, and grows unnoticed."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import aside
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.sessions import Session
from sifund import catalog

MESSAGES = 24
BYTES = {"public": 39_000, "resident": 36_500, "unemployment": 46_000}
"""The most that a move of each fund's first lever may send, with what follows: what it takes, and a twentieth."""


class Counting(Session):
    """A session that keeps the size of each message of its run."""

    def __init__(self, port: int, label: str, fund: str) -> None:
        super().__init__(port, "scenario", label, seed=2021)
        self.query, self.sizes = f"s={quote(f'1;view.fund={fund}')}", list[int]()

    def _read(self, message: ForwardMsg) -> bool:
        self.sizes.append(message.ByteSize())
        return super()._read(message)


async def sizes_of_moves(session: Counting, count: int) -> list[list[int]]:
    """The sizes of the messages of some moves, after one that warms up."""
    await session.open()
    moves: list[list[int]] = []
    for _ in range(1 + count):
        session.sizes.clear()
        await session.change()
        await session.follow()
        moves.append(list(session.sizes))
    await session.socket.close()
    return moves[1:]


@pytest.mark.parametrize("fund", catalog.all_funds())
def test_a_move_sends_no_more_than_it_did(server: str, fund: str) -> None:
    lever = next(p for p in catalog.levers(fund) if not p.options)
    moves = aside.run(sizes_of_moves(Counting(urlsplit(server).port or 0, lever.name.zh, fund), 3))
    assert max(map(len, moves)) <= MESSAGES
    assert max(map(sum, moves)) <= BYTES[fund]
