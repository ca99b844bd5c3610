"""Who sits where while a plan is put together by hand: who is still free for a seat, and why somebody is not."""

from enum import StrEnum

from matching.plan.lists import Known
from matching.plan.problem import Problem


class Bar(StrEnum):
    """What keeps somebody from a seat."""

    SAME_MISSION = "on another seat of the mission"
    DATES = "on a mission with overlapping dates"
    LOAD = "at the most missions for one person"


class Calendar:
    """The seats that each person takes so far."""

    def __init__(self, problem: Problem, taken: Known | None = None) -> None:
        request = problem.request
        self._first, self._last = request.first.tolist(), request.last.tolist()
        self._mission, self._room = request.mission_of.tolist(), request.counts.tolist()
        self._caps = None if problem.caps is None else problem.caps.tolist()
        self._seats: dict[int, list[int]] = {}
        if taken is not None:
            for seat, person in zip(taken.seat.tolist(), taken.person.tolist(), strict=True):
                self.add(seat, person)

    def add(self, seat: int, person: int) -> None:
        """Somebody takes a place."""
        self._seats.setdefault(person, []).append(seat)
        self._room[seat] -= 1

    def remove(self, seat: int, person: int) -> None:
        """Somebody gives a place back."""
        self._seats[person].remove(seat)
        self._room[seat] += 1

    def room(self, seat: int) -> int:
        """Places that are left."""
        return int(self._room[seat])

    def load(self, person: int) -> int:
        """Missions that somebody takes."""
        return len(self._seats.get(person, ()))

    def sits(self, seat: int, person: int) -> bool:
        """Whether somebody takes this very seat."""
        return seat in self._seats.get(person, ())

    def bar(self, seat: int, person: int) -> Bar | None:
        """What keeps somebody from a seat, None when nothing does."""
        held = self._seats.get(person, ())
        if any(self._mission[each] == self._mission[seat] for each in held):
            return Bar.SAME_MISSION
        if any(self._first[each] <= self._last[seat] and self._first[seat] <= self._last[each] for each in held):
            return Bar.DATES
        if self._caps is not None and len(held) >= self._caps[person]:
            return Bar.LOAD
        return None

    def free(self, seat: int, person: int) -> bool:
        """Whether somebody could take a seat as well."""
        return self.bar(seat, person) is None
