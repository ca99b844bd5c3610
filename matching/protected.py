"""Protected facts of people, kept apart from the index: no criterion can reach them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from registry.domain import Gender
from registry.snapshot import Snapshot
from registry.vocabulary import countries

# Of fewer people nothing is counted (ours, as in the report on fairness).
LEAST_SHOWN = 5


@dataclass(frozen=True)
class Protected:
    """What only a rule that a planner switched on, a report on fairness, and the count of a whole list may read.

    All are by id; who has not said is absent.
    """

    genders: Mapping[str, Gender]
    regions: Mapping[str, str] = field(default_factory=dict)  # of residence: sub-regions of UN M49
    employers: Mapping[str, str] = field(default_factory=dict)  # kinds of employer

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Protected":
        """The protected facts of a snapshot."""
        genders, residence, employers = (_told(snapshot, name) for name in ("gender", "residence", "employer_type"))
        return cls(
            {id: Gender(gender) for id, gender in genders.items()},
            {id: countries()[country].subregion for id, country in residence.items()},
            employers,
        )

    def count(self, specialists: Iterable[str]) -> Counter[Gender]:
        """How many of some people are of each gender; who has not said counts for none."""
        return Counter(gender for id in specialists if (gender := self.genders.get(id)) is not None)

    def at_a_glance(self, specialists: Sequence[str], least: int = LEAST_SHOWN) -> Counter[Gender] | None:
        """The same for a whole list; None where fewer than ``least`` of it have said: a count would name people."""
        counted = self.count(specialists)
        return counted if counted.total() >= least else None


def _told(snapshot: Snapshot, column: str) -> dict[str, str]:
    """One column of people by id, without those who have not said."""
    people = snapshot.tables["specialists"]
    told = zip(people["id"].to_pylist(), people[column].to_pylist(), strict=True)
    return {id: value for id, value in told if value is not None}
