"""How near past missions are to a request: a random walk with restart over missions and what they were about."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from matching.arrays import Column, Shares
from matching.index.columns import Texts
from registry.snapshot import Snapshot

# At each step the walk starts again with this probability: the usual value of personalised PageRank.
RESTART = 0.15
# Up to so many hubs the answer to every seed is worked out beforehand, by one inversion.
MOST_SOLVED = 2048
# What repeated steps leave open when there are more.
_OPEN = 1e-12

Rows = npt.NDArray[np.int32]
_LINKS = ("hubs_of", "members", "trainees", "served", "attended")


@dataclass(frozen=True)
class Links:
    """Pairs grouped by their first member: the partners of ``i`` stand from ``starts[i]`` to ``starts[i + 1]``."""

    starts: npt.NDArray[np.int64]
    partners: Rows

    @classmethod
    def of(cls, first: npt.NDArray[Any], second: npt.NDArray[Any], n: int) -> "Links":
        """Group pairs given in any order, each once."""
        pairs = np.unique(first.astype(np.int64) << 32 | second.astype(np.int64))
        starts = np.concatenate(([0], np.cumsum(np.bincount(pairs >> 32, minlength=n))))
        return cls(starts, (pairs & 0xFFFFFFFF).astype(np.int32))

    def most(self, values: Shares) -> Shares:
        """(n,): the highest of the partners' values, 0 without partners."""
        found = np.zeros(len(self.starts) - 1)
        held = np.flatnonzero(self.starts[1:] > self.starts[:-1])
        if len(held):
            found[held] = np.maximum.reduceat(values[self.partners], self.starts[held])
        return found

    def of_one(self, one: int) -> list[int]:
        """The partners of one."""
        found: list[int] = self.partners[self.starts[one] : self.starts[one + 1]].tolist()
        return found

    def turned(self, n: int) -> "Links":
        """The same pairs grouped by their second member, of whom there are ``n``."""
        first = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return Links.of(self.partners, first, n)


@dataclass(frozen=True)
class Walk:
    """Past missions on record, their hubs (competences, countries, organisations, modules), and who took part.

    The walk goes from a hub to one of its missions, from a mission to one of its hubs, and with probability RESTART
    back to a seed. People do not carry it: how many missions somebody has served on moves nothing, and neither does
    what a profile claims. ``answers`` (n_hubs, n_hubs): column ``h`` holds how often the walk that starts at hub
    ``h`` is at each hub; missions only connect hubs, so they were eliminated exactly. None above MOST_SOLVED hubs.

    Source: personalised PageRank, Haveliwala (2002); block elimination as in Tong, Faloutsos and Pan (2006), Fast
    random walk with restart.
    """

    hubs: tuple[str, ...]  # as "competence:TRN.TOT"; sorted
    titles: Texts
    years: npt.NDArray[np.int16]
    hubs_of: Links  # by mission
    members: Links  # by mission: people by the row of the snapshot
    trainees: Links
    served: Links  # by person: missions
    attended: Links
    answers: Shares | None

    @classmethod
    def build(cls, snapshot: Snapshot) -> "Walk":
        """The walk over the assignments of a snapshot."""
        past, n = snapshot.tables["assignments"], len(snapshot)
        hubs, hubs_of = _hubs(past)
        members, trainees = (_people(snapshot.tables[noun], len(past)) for noun in ("members", "trainees"))
        missing = pc.fill_null(pc.year(past["start"]), 0)
        return cls(
            hubs=hubs,
            titles=Texts.of(past["title"].combine_chunks().cast(pa.string())),
            years=np.asarray(missing).astype(np.int16),
            hubs_of=hubs_of,
            members=members,
            trainees=trainees,
            served=members.turned(n),
            attended=trainees.turned(n),
            answers=_answers(hubs_of, len(hubs)),
        )

    def __len__(self) -> int:
        return len(self.years)

    @cached_property
    def organisations(self) -> list[str]:
        """The hubs that are organisations."""
        return [hub for hub in self.hubs if hub.startswith("organisation:")]

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
            **({} if self.answers is None else {"answers": self.answers}),
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Column], hubs: Sequence[str]) -> "Walk":
        """The walk of such arrays."""
        titles = Texts(arrays["offsets"], arrays["text"])
        links = {name: Links(arrays[f"{name}.starts"], arrays[f"{name}.partners"]) for name in _LINKS}
        return cls(tuple(hubs), titles, arrays["years"], answers=arrays.get("answers"), **links)

    def hub(self, name: str) -> int | None:
        """The number of a hub, None for one without a past mission."""
        at = bisect_left(self.hubs, name)
        return at if at < len(self.hubs) and self.hubs[at] == name else None

    def visits(self, seeds: Mapping[int, float], missions: Mapping[int, float]) -> tuple[Shares, Shares]:
        """(n_hubs,), (n_missions,): how often the walk is at each, when it restarts at these hubs and missions.

        The weights of all seeds add up to 1, and so do the visits. Exact but for rounding, or for less than 1e-12 in
        all where there are more than MOST_SOLVED hubs.
        """
        starts = np.zeros(len(self.hubs))
        for hub, weight in seeds.items():
            starts[hub] += RESTART * weight
        to_missions, to_hubs = self._steps
        first = np.zeros(len(self))
        for mission, weight in missions.items():
            first[mission] += RESTART * weight
        starts += (1 - RESTART) * (to_hubs @ first) if missions else 0.0
        at_hubs = self._solved(starts)
        return at_hubs, first + (1 - RESTART) * (to_missions @ at_hubs)

    def nearness(self, seeds: Mapping[int, float], missions: Mapping[int, float]) -> Shares:
        """(n_missions,): how near each past mission is to the seeds, 1 the nearest; 0 for all without seeds.

        Visits divided by those of a walk from nowhere in particular, which are in proportion to the number of hubs
        of a mission: what everything leads to is near to nothing.
        """
        if not seeds and not missions:
            return np.zeros(len(self))
        _, visits = self.visits(seeds, missions)
        lift = visits / np.maximum(np.diff(self.hubs_of.starts), 1)
        most = lift.max(initial=0.0)
        return lift / most if most > 0 else lift

    def _solved(self, starts: Shares) -> Shares:
        if self.answers is not None:
            held = np.flatnonzero(starts)
            found: Shares = self.answers[:, held] @ starts[held]
            return found
        to_missions, to_hubs = self._steps
        at_hubs, left = starts.copy(), starts
        # What is still under way shrinks by (1 - RESTART)^2 with every step to missions and back.
        while left.sum() > _OPEN:
            left = (1 - RESTART) ** 2 * (to_hubs @ (to_missions @ left))
            at_hubs += left
        return at_hubs

    @cached_property
    def _steps(self) -> tuple[Any, Any]:
        """(hubs to missions, missions to hubs): sparse matrices whose columns add up to 1."""
        return _steps(self.hubs_of, len(self.hubs))


def _steps(hubs_of: Links, n_hubs: int) -> tuple[Any, Any]:
    ends, degrees = hubs_of.starts, np.diff(hubs_of.starts)
    missions, ones = len(degrees), np.ones(len(hubs_of.partners))
    linked = sparse.csr_matrix((ones, hubs_of.partners, ends), (missions, n_hubs))
    of_hub = np.bincount(hubs_of.partners, minlength=n_hubs)
    to_missions = linked @ sparse.diags(1.0 / np.maximum(of_hub, 1))
    to_hubs = linked.T.tocsr() @ sparse.diags(1.0 / np.maximum(degrees, 1))
    return to_missions.tocsr(), to_hubs.tocsr()


def _answers(hubs_of: Links, n_hubs: int) -> Shares | None:
    if not n_hubs or n_hubs > MOST_SOLVED:
        return None
    to_missions, to_hubs = _steps(hubs_of, n_hubs)
    stay = np.eye(n_hubs) - (1 - RESTART) ** 2 * (to_hubs @ to_missions).toarray()
    solved: Shares = np.linalg.inv(stay)
    return solved


def _hubs(past: pa.Table) -> tuple[tuple[str, ...], Links]:
    """(hubs by name, hubs of each mission)."""
    competences = past["competences"].combine_chunks()
    numbers = pa.array(np.arange(len(past)), pa.int32())
    pairs = [(pc.list_parent_indices(competences), "competence:", pc.list_flatten(competences))]
    for column, kind in (("country", "country:"), ("organisation", "organisation:"), ("module", "course:")):
        known = pc.is_valid(past[column])
        pairs.append((numbers.filter(known.combine_chunks()), kind, past[column].filter(known).combine_chunks()))
    named = [pc.binary_join_element_wise(kind, names, "") for _, kind, names in pairs]
    every = pa.concat_arrays([_flat(each) for each in named]).dictionary_encode()
    names = every.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(names))
    missions = np.concatenate([np.asarray(_flat(each)) for each, _, _ in pairs])
    hubs = place[np.asarray(every.indices)] if len(names) else np.zeros(0, np.int64)
    return tuple(names[at] for at in order), Links.of(missions, hubs, len(past))


def _flat(column: Any) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column


def _people(table: pa.Table, missions: int) -> Links:
    return Links.of(np.asarray(table["assignment"], np.int64), np.asarray(table["specialist"], np.int64), missions)


def seeds_of(weights: Sequence[Mapping[int, float]]) -> tuple[Mapping[int, float], ...]:
    """Kinds of seeds with weights that add up to 1 over all: each kind that has any counts the same."""
    present = sum(1 for each in weights if each)
    return tuple(
        {seed: weight / sum(each.values()) / present for seed, weight in each.items()} if each else {}
        for each in weights
    )
