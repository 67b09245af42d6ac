"""A second process for tests/store/test_store.py: it saves in a loop and says what was kept. Arguments: what, database, id."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import sifund.store as stored
from sifund.store import Content, StaleError, Store
from sifund.store.database import Database

TIMES = 15


def say(words: str) -> None:
    """A line in one piece: several may write into one file."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def content(name: str = "a") -> Content:
    return Content(name, f"1;n={name}", "urumqi-2021.abcdef", "0" * 12, {"years": [2021]}, author=name)


def change_often(store: Store, key: str) -> None:
    """TIMES new versions of one scenario, beginning again from the newest where somebody else was first."""
    done = 0
    while done < TIMES:
        found = store.get(key)
        try:
            kept = store.change(key, found.version, replace(found.content, note=found.content.note + "x"))
        except StaleError:
            continue
        say(kept.mark)
        done += 1


def add_on(store: Store, _key: str) -> None:
    """New scenarios until killed."""
    while True:
        say(store.add(content("endless")).mark)


def stop_in_the_middle(store: Store, key: str) -> None:
    """A change whose first half is written and whose second half never comes."""

    def pause(*_: object) -> None:
        say("half")
        time.sleep(600)

    stored._keep = pause
    found = store.get(key)
    store.change(key, found.version, replace(found.content, name="lost"))


if __name__ == "__main__":
    acts = {"change": change_often, "add": add_on, "half": stop_in_the_middle}
    acts[sys.argv[1]](Store(Database(sys.argv[2])), sys.argv[3])
