"""Protected facts of people, kept apart from the index: no criterion can reach them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.domain import Gender
from registry.snapshot import Snapshot


@dataclass(frozen=True)
class Protected:
    """What only a rule that a planner switched on, and a report on fairness, may read."""

    genders: Mapping[str, Gender]  # by id; who has not said is absent

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Protected":
        """The protected facts of a snapshot."""
        people = snapshot.tables["specialists"]
        told = zip(people["id"].to_pylist(), people["gender"].to_pylist(), strict=True)
        return cls({id: Gender(gender) for id, gender in told if gender is not None})

    def count(self, specialists: Iterable[str]) -> Counter[Gender]:
        """How many of some people are of each gender; who has not said counts for none."""
        return Counter(gender for id in specialists if (gender := self.genders.get(id)) is not None)
