"""What one seat of one mission asks: the unit that is scored."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from matching.errors import NoSuchSeat
from registry.domain import ExperienceRequirement, Mission, Seat, SkillRequirement, Window
from registry.lifecycle import day_number

R = TypeVar("R")


@dataclass(frozen=True)
class Ask:
    """One seat together with its mission, whose dates every rule is held against."""

    mission: Mission
    number: int  # from 1, in the order of the mission's seats
    beside: tuple[str, ...] = ()  # ids of teammates who are already chosen
    _wishes: dict[Any, list[Any]] = field(default_factory=dict, init=False, compare=False, repr=False)  # by kinds

    def __post_init__(self) -> None:
        if not 1 <= self.number <= len(self.mission.seats):
            seats = len(self.mission.seats)
            raise NoSuchSeat(f"mission {self.mission.id} has seats 1 to {seats}, not {self.number}")

    @property
    def seat(self) -> Seat:
        """The seat itself."""
        return self.mission.seats[self.number - 1]

    @property
    def window(self) -> Window:
        """First and last day of the mission."""
        return self.mission.window

    @property
    def start(self) -> int:
        """First day of the mission, counted from 1970."""
        return day_number(self.mission.window.start)

    def wishes(self, *kinds: type[R]) -> list[R]:
        """Those of the seat, looked for once: every criterion asks for its own more than once."""
        found = self._wishes.get(kinds)
        if found is None:
            found = self._wishes[kinds] = self.seat.wishes(*kinds)
        return found

    @cached_property
    def skills_asked(self) -> frozenset[str]:
        """The competences that the seat asks for, as musts or wishes."""
        asked = (*self.seat.must, *self.seat.wish)
        return frozenset([each.skill for each in asked if isinstance(each, SkillRequirement)])

    @cached_property
    def trains(self) -> bool:
        """Whether whoever takes the seat stands before a class."""
        return self.seat.trains

    @property
    def years_asked(self) -> float:
        """Years of experience the seat asks for, as must or wish; 0 when it asks for none."""
        asked = (*self.seat.must, *self.seat.wish)
        return max((each.years for each in asked if isinstance(each, ExperienceRequirement)), default=0.0)

    @property
    def days_needed(self) -> int:
        """Calendar days of the window on which whoever takes the seat must not be away.

        Effort counts working days, five in seven. Without a stated effort a mission of up to three weeks needs
        every day, a longer one at least one working week (ours).
        """
        days = self.window.days
        if self.mission.effort_days is not None:
            return min(days, -(-self.mission.effort_days * 7 // 5))
        return days if days <= 21 else 7
