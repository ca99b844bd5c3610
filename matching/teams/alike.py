"""Seats that are the same to everybody, searched as one: otherwise every team would be tried in every order."""

from dataclasses import dataclass, replace

from matching.teams.problem import Lineup, Problem


@dataclass(frozen=True)
class Alike:
    """A problem, and the same one with a single seat for all seats in which everybody has the same points.

    Exact: members of such seats can change places without any change of value, eligibility or rules, so that a team
    of one problem is a team of the same value of the other.
    """

    whole: Problem
    joined: Problem
    seat: tuple[int, ...]  # per seat of the whole, the one that it is part of

    @classmethod
    def of(cls, problem: Problem) -> "Alike":
        """Join seats by their points."""
        looks = [row.tobytes() for row in problem.points]
        firsts = [looks.index(look) for look in looks]
        kept = sorted(set(firsts))
        seat = tuple(kept.index(first) for first in firsts)
        counts = [0] * len(kept)
        for joined, count in zip(seat, problem.counts, strict=True):
            counts[joined] += count
        fixed = tuple((seat[at], person) for at, person in problem.fixed)
        joined_problem = replace(problem, points=problem.points[kept], counts=tuple(counts), fixed=fixed)
        return cls(problem, joined_problem, seat)

    def join(self, lineup: Lineup) -> Lineup:
        """A team of the whole as one of the joined problem."""
        taken: list[list[int]] = [[] for _ in self.joined.counts]
        for joined, people in zip(self.seat, lineup, strict=True):
            taken[joined] += people
        return tuple(tuple(sorted(people)) for people in taken)

    def split(self, lineup: Lineup) -> Lineup:
        """A team of the joined problem as one of the whole: who is fixed where they are, the rest seat by seat."""
        seats = [[person for at, person in self.whole.fixed if at == seat] for seat in range(len(self.seat))]
        fixed = {person for taken in seats for person in taken}
        free = [[person for person in people if person not in fixed] for people in lineup]
        for taken, joined, count in zip(seats, self.seat, self.whole.counts, strict=True):
            room = count - len(taken)
            taken += free[joined][:room]
            free[joined] = free[joined][room:]
        return tuple(tuple(sorted(taken)) for taken in seats)
