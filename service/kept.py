"""Answers that take a while, kept for as long as the pool stays as it is."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 32


class Kept:
    """The answers at one place of the pool; a newer place lets all of them go. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._place: Hashable = None
        self._answers: dict[Hashable, Any] = {}

    def get(
        self, place: Hashable, asked: Hashable, make: Callable[[], T], lasting: Callable[[T], bool] = lambda _: True
    ) -> T:
        """The answer to what is asked at a place, made when it is asked for first, and kept where it is ``lasting``."""
        with self._lock:
            if place != self._place or len(self._answers) >= _MOST:
                self._place, self._answers = place, {}
            if asked in self._answers:
                held: T = self._answers[asked]
                return held
        made = make()
        with self._lock:
            if place == self._place and lasting(made):
                self._answers[asked] = made
        return made
