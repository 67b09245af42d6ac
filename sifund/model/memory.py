"""What was worked out once and is kept: held by what it was worked out of, so that it goes when that goes.

A session's own dataset goes with the session; so does all that is kept of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import RLock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")
Owner = TypeVar("Owner")
P = ParamSpec("P")
STORE = "_kept"
"""Where an object holds what is kept of it."""


class Entry(Generic[T]):
    """A value, the bytes of its arrays, and the place where its owner holds it."""

    __slots__ = ("__weakref__", "place", "size", "value")

    def __init__(self, value: T, size: int, place: dict[Hashable, Any]) -> None:
        self.value, self.size, self.place = value, size, place


class Once(Generic[T]):
    """Makes a value once however many threads ask for it: the others wait for it, or get the same error."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._running: dict[Hashable, Future[T]] = {}

    def get(self, key: Hashable, look_up: Callable[[], T | None], make: Callable[[], T]) -> T:
        """What is kept, else what another thread is making, else what `make` makes and keeps."""
        with self.lock:
            if (value := look_up()) is not None:
                return value
            if first := key not in self._running:
                self._running[key] = Future()
            running = self._running[key]
        return self._run(key, running, make) if first else running.result()

    def _run(self, key: Hashable, running: Future[T], make: Callable[[], T]) -> T:
        try:
            running.set_result(make())
        except BaseException as error:
            running.set_exception(error)
            raise
        finally:
            with self.lock:
                del self._running[key]
        return running.result()


class Memory(Generic[T]):
    """Values up to a limit of bytes of arrays; the one longest unused goes first. Safe under threads, each is made once.

    A value is held by its owner alone and found by a key that holds no owner: equal questions of two sessions share it,
    and it does not outlive the owner that it was made for.
    """

    def __init__(self, limit: int, size: Callable[[T], int]) -> None:
        self.limit, self._size = limit, size
        self._once: Once[Entry[T]] = Once()
        self._entries: WeakValueDictionary[Hashable, Entry[T]] = WeakValueDictionary()
        self._oldest_first: OrderedDict[Hashable, int] = OrderedDict()

    def get(self, owner: object, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made where it is not kept."""
        return self._once.get(key, lambda: self._find(key), lambda: self._keep(owner, key, make())).value

    def find(self, key: Hashable) -> T | None:
        """What is kept under a key; None where nothing is."""
        with self._once.lock:
            entry = self._find(key)
        return entry.value if entry else None

    @property
    def bytes(self) -> int:
        """What all that is kept takes."""
        with self._once.lock:
            self._forget_gone()
            return sum(self._oldest_first.values())

    def __len__(self) -> int:
        return len(self._entries)

    def _find(self, key: Hashable) -> Entry[T] | None:
        entry = self._entries.get(key)
        if entry:
            self._oldest_first.move_to_end(key)
        return entry

    def _keep(self, owner: object, key: Hashable, value: T) -> Entry[T]:
        entry = Entry(value, self._size(value), _place(owner, self))
        with self._once.lock:
            self._forget_gone()
            self._entries[key] = entry.place[key] = entry
            self._oldest_first[key] = entry.size
            while len(self._oldest_first) > 1 and sum(self._oldest_first.values()) > self.limit:
                gone, _ = self._oldest_first.popitem(last=False)
                if oldest := self._entries.pop(gone, None):
                    oldest.place.pop(gone, None)
        return entry

    def _forget_gone(self) -> None:
        """Those whose owners are gone."""
        if len(self._oldest_first) != len(self._entries):
            sizes = {key: entry.size for key, entry in self._entries.items()}
            self._oldest_first = OrderedDict((key, sizes[key]) for key in self._oldest_first if key in sizes)


def remembered(
    most: int = 64,
) -> Callable[[Callable[Concatenate[Owner, P], T]], Callable[Concatenate[Owner, P], T]]:
    """Keeps what a function gives of its first argument for as long as that lives, for the `most` latest of the others."""

    def decorate(function: Callable[Concatenate[Owner, P], T]) -> Callable[Concatenate[Owner, P], T]:
        once: Once[tuple[T]] = Once()

        @wraps(function)
        def answer(owner: Owner, /, *args: P.args, **named: P.kwargs) -> T:
            key = args, tuple(sorted(named.items()))
            place = _place(owner, function)

            def look_up() -> tuple[T] | None:
                if key in place:
                    place.move_to_end(key)
                return place.get(key)

            def make() -> tuple[T]:
                value = (function(owner, *args, **named),)
                with once.lock:
                    place[key] = value
                    if len(place) > most:
                        place.popitem(last=False)
                return value

            return once.get((id(owner), key), look_up, make)[0]

        return answer

    return decorate


def _place(owner: object, keeper: object) -> OrderedDict[Hashable, Any]:
    """Where an object holds what a memory, or a function that remembers, keeps of it."""
    return vars(owner).setdefault(STORE, {}).setdefault(keeper, OrderedDict())
