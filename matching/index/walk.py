"""Past missions on record: what they were about, who served and who was trained, and how near they are to a request."""

import math
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from matching.arrays import Column, Shares
from matching.index.links import Links, Places
from matching.index.solved import RESTART, Solved
from matching.index.texts import Texts
from registry.snapshot import Snapshot
from registry.vocabulary import competences

_LINKS = ("hubs_of", "missions_of", "members", "trainees", "served", "attended")
_ORGANISATION = "organisation:"
_KEPT = 512
_LAST = "last question"

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Walk:
    """Past missions, their hubs (competences, countries, organisations, modules), and who took part.

    A mission about a competence is also about every broader one. A random walk with restart goes from a hub to one of
    its missions, from a mission to one of its hubs, and with probability RESTART back to where it started. People do
    not carry it: how many missions somebody has served on moves nothing, and neither does what a profile claims.
    """

    hubs: tuple[str, ...]  # as "competence:TRN.TOT"; sorted, so that organisations come last
    titles: Texts
    years: npt.NDArray[np.int16]
    hubs_of: Links  # by mission
    missions_of: Links  # by hub
    members: Links  # by mission: people by the row of the snapshot
    trainees: Links
    served: Links  # by person: missions
    attended: Links
    solved: Solved
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def build(cls, snapshot: Snapshot) -> "Walk":
        """The walk over the assignments of a snapshot."""
        past, n = snapshot.tables["assignments"], len(snapshot)
        hubs, hubs_of = _hubs(past)
        members, trainees = (_people(snapshot.tables[noun], len(past)) for noun in ("members", "trainees"))
        years = pc.fill_null(pc.year(past["start"]), 0)
        return cls(
            hubs=hubs,
            titles=Texts.of(past["title"].combine_chunks().cast(pa.string())),
            years=np.asarray(years).astype(np.int16),
            hubs_of=hubs_of,
            missions_of=hubs_of.turned(len(hubs)),
            members=members,
            trainees=trainees,
            served=members.turned(n),
            attended=trainees.turned(n),
            solved=Solved.of(hubs_of, len(hubs), bisect_left(hubs, _ORGANISATION)),
        )

    def __len__(self) -> int:
        return len(self.years)

    @cached_property
    def organisations(self) -> Mapping[str, int]:
        """The hubs that are organisations: their numbers by name, as ``folded`` gives it."""
        first = bisect_left(self.hubs, _ORGANISATION)
        return {folded(hub.removeprefix(_ORGANISATION)): at for at, hub in enumerate(self.hubs[first:], first)}

    @property
    def arrays(self) -> dict[str, Column]:
        """Everything but the names of the hubs, to be kept in a file."""
        links = {name: getattr(self, name) for name in _LINKS}
        return {
            "offsets": self.titles.offsets,
            "text": self.titles.text,
            "years": self.years,
            **{f"{name}.starts": each.starts for name, each in links.items()},
            **{f"{name}.partners": each.partners for name, each in links.items()},
            **self.solved.arrays,
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Column], hubs: Sequence[str]) -> "Walk":
        """The walk of such arrays."""
        titles = Texts(arrays["offsets"], arrays["text"])
        links = {name: Links(arrays[f"{name}.starts"], arrays[f"{name}.partners"]) for name in _LINKS}
        return cls(tuple(hubs), titles, arrays["years"], solved=Solved.of_arrays(arrays), **links)

    def hub(self, name: str) -> int | None:
        """The number of a hub, None for one without a past mission."""
        at = bisect_left(self.hubs, name)
        return at if at < len(self.hubs) and self.hubs[at] == name else None

    def visits(self, starts: Mapping[int, float]) -> tuple[Shares, Shares]:
        """(n_hubs,), (n_missions,): how often the walk is at each, when it starts at these hubs.

        ``starts`` add up to 1, and so do the visits. Exact but for rounding.
        """
        lift = self.solved.lift(starts)
        of_missions = np.zeros(len(self))
        np.add.at(of_missions, self._firsts, lift[self.hubs_of.partners])
        return lift * self.solved.degrees, (1 - RESTART) * of_missions

    @cached_property
    def _firsts(self) -> npt.NDArray[np.int64]:
        return np.repeat(np.arange(len(self)), self.hubs_of.counts)

    def affinity(self, hub: int) -> Shares:
        """(n_hubs,): how near every hub lies to one, from 0 (no nearer than by chance) to 1 (itself)."""
        found: Shares | None = self._kept.get(hub)
        if found is None:
            found = self.solved.affinity(hub)
            if len(self._kept) < _KEPT:
                self._kept[hub] = found
        return found

    def told_by(self, hub: int) -> float:
        """How much it says that a mission has this hub: 1 for one that a single mission has, little for a common one.

        Inverse document frequency, Spärck Jones (1972), as a share of the most there can be; of the part of the network
        that hangs together with the hub, so that what is unrelated moves nothing.
        """
        everything = math.log(float(self.solved.whole[hub]) + 1)
        return (everything - math.log(float(self.solved.degrees[hub]))) / everything

    def once(self, question: Hashable, answer: Callable[[], Kept]) -> Kept:
        """The answer to a question: worked out, or that of the last time when it was the same question."""
        asked, known = self._kept.get(_LAST, (None, None))
        if asked == question:
            return cast(Kept, known)
        found = answer()
        self._kept[_LAST] = (question, found)
        return found

    def added(self, counts: Shares) -> Shares:
        """(n_missions,): the sum of what the hubs of each past mission count; hubs that count nothing cost nothing."""
        total = np.zeros(len(self))
        self.missions_of.add(total, counts)
        return total


def folded(text: str) -> str:
    """A name to be compared word by word, whatever its letter case and punctuation; a space around every word."""
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return f" {' '.join(plain.split())} "


def with_broader(ids: Iterable[str]) -> tuple[str, ...]:
    """Competences with every broader one, each once, sorted."""
    known = competences()
    return tuple(sorted({each for id in ids for each in (id, *(known[id].ancestors if id in known else ()))}))


def _hubs(past: pa.Table) -> tuple[tuple[str, ...], Links]:
    """(hubs by name, hubs of each mission)."""
    pairs = [_about(past["competences"])]
    for column, kind in (("country", "country:"), ("organisation", _ORGANISATION), ("module", "course:")):
        coded = _flat(past[column]).dictionary_encode()
        known = np.flatnonzero(np.asarray(coded.is_valid()))
        codes = np.asarray(pc.fill_null(coded.indices, 0))[known]
        pairs.append((known, codes, [f"{kind}{name}" for name in coded.dictionary.to_pylist()]))
    every = [name for _, _, names in pairs for name in names]
    order = sorted(range(len(every)), key=every.__getitem__)
    place = np.empty(len(every), np.int64)
    place[order] = np.arange(len(every))
    begins = np.cumsum([0, *(len(names) for _, _, names in pairs)])
    missions = np.concatenate([each for each, _, _ in pairs])
    hubs = np.concatenate([place[codes + begin] for (_, codes, _), begin in zip(pairs, begins, strict=False)])
    return tuple(every[at] for at in order), Links.of(missions, hubs, len(past))


def _about(listed: pa.ChunkedArray) -> tuple[Places, Places, list[str]]:
    """(missions, numbers of hubs, hubs by name) of what past missions were about, broader competences included."""
    listed = _flat(listed)
    missions = np.asarray(pc.list_parent_indices(listed), np.int64)
    coded = pc.list_flatten(listed).dictionary_encode()
    ids = coded.dictionary.to_pylist()
    names = with_broader(ids)
    number = {id: at for at, id in enumerate(names)}
    wider = Links.of(*_pairs([[number[each] for each in with_broader([id])] for id in ids]), len(ids))
    codes, owners = wider.of_each(np.asarray(coded.indices))
    return missions[owners], codes.astype(np.int64), [f"competence:{id}" for id in names]


def _pairs(lists: Sequence[Sequence[int]]) -> tuple[Places, Places]:
    firsts = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
    return firsts, np.array([each for some in lists for each in some], np.int64)


def _flat(column: Any) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column


def _people(table: pa.Table, missions: int) -> Links:
    return Links.of(np.asarray(table["assignment"], np.int64), np.asarray(table["specialist"], np.int64), missions)
