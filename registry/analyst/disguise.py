"""Real facts without identities: ids and organisations by a key, words of one's own and names left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from registry.domain import Assignment, EmployerRequirement, EmployerType, Exclude, Mission, Name, Seat, Specialist

# A title can be looked up, and leads to whoever wrote it or served on it.
_UNTITLED = "past work"


@dataclass(frozen=True)
class Disguise:
    """What stands in for whom in one export; the same name for the same thing, and no way back without the key.

    What the matcher weighs stays as it is: claims, certificates, experience, days. What it does not read is left out,
    and so are titles, although the words of past work count for criterion text.
    """

    named: Callable[[str], str]
    organisations: frozenset[str]

    def specialist(self, whom: Specialist) -> Specialist:
        """A profile without name, words of one's own, numbers of certificates, and by a name of this export."""
        id = self.named(whom.id)
        return whom.model_copy(
            update={
                "id": id,
                "name": Name(given=id),
                "organisation": self._organisation(whom.organisation),
                "education": whom.education and whom.education.model_copy(update={"field": None}),
                "certificates": tuple(each.model_copy(update={"number": None}) for each in whom.certificates),
                "skills": tuple(each.model_copy(update={"evidence": ()}) for each in whom.skills),
                "missions": tuple(
                    each.model_copy(update={"title": _UNTITLED, "organisation": self._organisation(each.organisation)})
                    for each in whom.missions
                ),
                "publications": tuple(each.model_copy(update={"title": ""}) for each in whom.publications),
                "bio": dict.fromkeys(whom.bio, ""),
            }
        )

    def assignment(self, event: Assignment, present: Mapping[str, Specialist]) -> Assignment | None:
        """Past work with those of its people who are present; None where nobody who served is."""
        team = tuple(
            each.model_copy(update={"specialist": self.named(each.specialist)})
            for each in event.team
            if each.specialist in present
        )
        if not team:
            return None
        return event.model_copy(
            update={
                "id": self.named(event.id),
                "title": ", ".join(each.replace("_", " ") for each in event.types),
                "place": None,
                "organisation": self._organisation(event.organisation),
                "team": team,
                "trainees": tuple(self.named(each) for each in event.trainees if each in present),
                "appraisals": tuple(
                    each.model_copy(update={"specialist": self.named(each.specialist), "text": None})
                    for each in event.appraisals
                    if each.specialist in present
                ),
            }
        )

    def mission(self, asked: Mission) -> Mission:
        """A mission that asks the disguised pool for what it asked of the real one, without its source."""
        without = asked.exclude
        return asked.model_copy(
            update={
                "beneficiary": self._named_in(asked.beneficiary),
                "seats": tuple(self._seat(each) for each in asked.seats),
                "exclude": Exclude(
                    organisations=tuple(self._each(without.organisations)),
                    nationalities=without.nationalities,
                    specialists=tuple(self.named(each) for each in without.specialists),
                ),
                "source": {},
            }
        )

    def _seat(self, seat: Seat) -> Seat:
        must = tuple(
            each.model_copy(update={"any_of": tuple(self._each(each.any_of))})
            if isinstance(each, EmployerRequirement)
            else each
            for each in seat.must
        )
        return seat.model_copy(update={"must": must})

    def _each(self, names: Iterable[str]) -> Iterable[str]:
        kinds = {str(kind) for kind in EmployerType}
        return (name if name in kinds else self._organisation(name) or "" for name in names)

    def _organisation(self, name: str | None) -> str | None:
        # Whatever the letter case, as the matcher compares them.
        return None if name is None else f"organisation {self.named(f'organisation {name.casefold()}')}"

    def _named_in(self, beneficiary: str | None) -> str | None:
        """The organisations that a beneficiary names, disguised, so that conflicts of interest are found."""
        folded = (beneficiary or "").casefold()
        found = sorted(name for name in self.organisations if name.strip() and name.casefold() in folded)
        return "; ".join(dict.fromkeys(self._each(found))) if found else beneficiary
