"""Opening a pool for analysis: everything of one revision, read once, with identities protected unless told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

import pandas as pd

from registry.analyst.disguise import Disguise
from registry.analyst.published import published
from registry.consents import in_force
from registry.domain import Assignment, Mission, Specialist
from registry.errors import NotFound, NotInitialised, RegistryError, StoreUnavailable
from registry.html import face, facts
from registry.pseudonyms import pseudonyms
from registry.snapshot import Snapshot
from registry.store import Store


class NoPool(RegistryError):
    """There is no pool to open; the text says how to come to one."""


@dataclass(frozen=True)
class Pool:
    """A pool at one revision, as ``open_pool`` read it; it holds no connection.

    ``pseudonymous``: names, words of one's own and titles are gone, ids and organisations are drawn anew each time a
    pool is opened, and only those are in it who consent to be counted (statistics) and did not restrict their profile.
    """

    epoch: str
    revision: int
    pseudonymous: bool
    people: tuple[Specialist, ...]
    past: tuple[Assignment, ...]
    asked: tuple[Mission, ...]

    @classmethod
    def of(cls, store: Store, on: date, named: Callable[[str], str] | None) -> Self:
        """The pool of a store as of a day, on which consent counts; without pseudonyms as it is."""
        with store.view() as view:
            (epoch, revision), (people, past) = view.position, view.everybody()
        asked = tuple(store.missions())
        if named is None:
            return cls(epoch, revision, False, tuple(people), tuple(past), asked)
        counted = {each.id: each for each in people if in_force(each.consent.statistics, on) and not each.restricted}
        employers = frozenset(each.organisation for each in people if each.organisation)
        disguise = Disguise(named, employers)
        events = (disguise.assignment(each, counted) for each in past)
        return cls(
            epoch,
            revision,
            True,
            tuple(sorted(map(disguise.specialist, counted.values()), key=lambda each: each.id)),
            tuple(sorted((each for each in events if each is not None), key=lambda each: each.id)),
            tuple(map(disguise.mission, asked)),
        )

    def __len__(self) -> int:
        return len(self.people)

    def snapshot(self) -> Snapshot:
        """The facts as columns, for ``matching.Index.build``.

        Where pseudonymous, nobody is named in them; but somebody who knows a whole profile would know it again. They
        are there to be reckoned with, ``frames`` to be published.
        """
        return self._snapshot

    @cached_property
    def _snapshot(self) -> Snapshot:
        return Snapshot.of(self.people, self.past, self.epoch, self.revision)

    def frames(self) -> dict[str, pd.DataFrame]:
        """One tidy table per noun (docs/reference/tables.md); where pseudonymous at least 5 people share each row."""
        return published(self.snapshot()) if self.pseudonymous else self.snapshot().to_frames()

    def missions(self) -> tuple[Mission, ...]:
        """The missions on file, by id."""
        return self.asked

    def mission(self, id: str) -> Mission:
        """One mission on file; NotFound."""
        found = next((each for each in self.asked if each.id == id), None)
        if found is None:
            raise NotFound("mission", id, [each.id for each in self.asked][:3])
        return found

    def specialist(self, id: str) -> Specialist:
        """One profile, by the id that it has here; NotFound."""
        found = self._by_id.get(id)
        if found is None:
            raise NotFound("specialist", id)
        return found

    @cached_property
    def _by_id(self) -> dict[str, Specialist]:
        return {each.id: each for each in self.people}

    def _repr_html_(self) -> str:
        told = {
            "specialists": len(self.people),
            "past missions and trainings": len(self.past),
            "missions on file": len(self.asked),
            "identities": "protected" if self.pseudonymous else "open: show this to nobody without a right to it",
        }
        return face(f"Pool at revision {self.revision}", facts(told))


def open_pool(url: str, pseudonymous: bool = True, on: date | None = None) -> Pool:
    """The pool of a database such as ``sqlite:///rtcm.db``, read whole; ``on``: the day whose consents count, today.

    Each time it is opened other pseudonyms are drawn, by a key that is kept nowhere. NoPool where there is none.
    """
    try:
        with Store.open(url) as store:
            return Pool.of(store, date.today() if on is None else on, pseudonyms() if pseudonymous else None)
    except (NotInitialised, StoreUnavailable) as fault:
        raise NoPool(
            f"{fault}\nFor a pool to try things on: rtcm demo, then open_pool('sqlite:///rtcm-demo.db'); for one "
            "of your own: rtcm init, then rtcm import. Notebooks open what RTCM_DATABASE_URL names."
        ) from None
