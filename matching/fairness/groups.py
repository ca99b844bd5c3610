"""People by gender, region and employer, alone and crossed, and which groups are too small to be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from matching.index import Index
from matching.protected import Protected

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Grouping:
    """Everybody in one group each: ``codes`` (n_rows,) number ``names``; a name has a part per attribute."""

    attribute: str
    names: tuple[tuple[str, ...], ...]
    codes: npt.NDArray[np.int64]

    def stated(self, group: int) -> bool:
        """Whether the people of a group have said everything that it is about."""
        return NOT_STATED not in self.names[group]


def groupings(protected: Protected, index: Index) -> Iterator[Grouping]:
    """Each attribute alone, then every two of them crossed."""
    attributes: Mapping[str, Mapping[str, str]] = {
        "gender": protected.genders,
        "region": protected.regions,
        "employer_type": protected.employers,
    }
    alone = [_grouping(attribute, told, index) for attribute, told in attributes.items()]
    yield from alone
    yield from (_crossed(one, other) for one, other in combinations(alone, 2))


def _grouping(attribute: str, told: Mapping[str, str], index: Index) -> Grouping:
    names = [*sorted({str(value) for value in told.values()}), NOT_STATED]
    number = {name: code for code, name in enumerate(names)}
    codes = (number[str(told.get(index.ids[row], NOT_STATED))] for row in range(index.rows))
    return Grouping(attribute, tuple((name,) for name in names), np.fromiter(codes, np.int64, index.rows))


def _crossed(one: Grouping, other: Grouping) -> Grouping:
    names = tuple((*first, *second) for first in one.names for second in other.names)
    codes = one.codes * len(other.names) + other.codes
    return Grouping(f"{one.attribute} x {other.attribute}", names, codes)


def hidden(names: Sequence[tuple[str, ...]], people: Sequence[int], least: int) -> set[int]:
    """The groups of a table whose numbers must not be shown.

    Those with 1 to ``least - 1`` people, and enough others that no sum of a row, a column or the whole table gives one
    of them away: wherever something is hidden, at least two groups and ``least`` people are. Others are those who have
    not said, then the smallest. Of people who have said nothing at all a count tells nothing: they are not hidden for
    being few.
    """
    gone = {group for group, count in enumerate(people) if 0 < count < least and {*names[group]} != {NOT_STATED}}
    lines = _lines(names)
    while True:
        open_lines = [line for line in lines if _gives_away(line, gone, people, least)]
        if not open_lines:
            return gone
        # One at a time: what is hidden for one line may be enough for another.
        shown = [group for group in open_lines[0] if group not in gone and people[group]]
        gone.add(min(shown, key=lambda group: (NOT_STATED not in names[group], people[group], group)))


def _gives_away(line: Sequence[int], gone: set[int], people: Sequence[int], least: int) -> bool:
    """Whether what is hidden in a line follows from its sum; never where nothing is left to hide."""
    inside = [group for group in line if group in gone]
    enough = len(inside) >= 2 and sum(people[group] for group in inside) >= least
    return bool(inside) and not enough and any(people[group] for group in line if group not in gone)


def _lines(names: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """The groups of every row and column of a crossing; all groups where nothing is crossed."""
    if len(names[0]) == 1:
        return [list(range(len(names)))]
    places = [(at, part) for at in range(len(names[0])) for part in dict.fromkeys(name[at] for name in names)]
    return [[group for group, name in enumerate(names) if name[at] == part] for at, part in places]
