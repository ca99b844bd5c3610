"""Where somebody is chosen from many: shortlists, offers, assignments and plans, as rows of the index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.ask import Ask
from matching.eligibility import eligible
from matching.index import Index
from matching.plan import Plan
from matching.policy import Policy
from matching.recommend import ranked
from registry.domain import Assignment, Candidacy, CandidacyState, Mission, Offer

People = npt.NDArray[np.int64]  # rows of the index

# Whoever has come so far was offered the seat, whatever became of it.
_OFFERED = frozenset(
    {
        CandidacyState.OFFERED,
        CandidacyState.ACCEPTED,
        CandidacyState.CONFIRMED,
        CandidacyState.DEPLOYED,
        CandidacyState.COMPLETED,
        CandidacyState.DECLINED,
        CandidacyState.EXPIRED,
        CandidacyState.NO_SHOW,
        CandidacyState.CURTAILED,
    }
)


@dataclass(frozen=True)
class Pick:
    """One seat: who could have been chosen, and who was, in order where there is one."""

    could: People
    chosen: People


@dataclass(frozen=True)
class Stage:
    """Picks of one kind; ``ranked`` where the chosen stand in an order that is seen."""

    name: str
    picks: tuple[Pick, ...]
    ranked: bool = False


def shortlist_stage(missions: Iterable[Mission], index: Index, policies: Mapping[str, Policy], top: int) -> Stage:
    """Shortlists: of everybody eligible for a seat, the ``top`` best; ``policies`` by mission."""
    picks = []
    for ask in _seats(missions):
        best = ranked(ask, index, policies[ask.mission.id], top)
        picks.append(Pick(np.flatnonzero(best.eligibility.mask), np.array(best.rows, np.int64)))
    return Stage("shortlist", tuple(picks), ranked=True)


def offer_stage(candidacies: Iterable[Candidacy], index: Index, offers: Iterable[Offer] = ()) -> Stage:
    """Offers: of everybody who was proposed for a seat of a mission, those it was held out to.

    That is told by how far a candidacy has come, and by ``offers`` on file: who withdrew was offered the seat too.
    """
    held_out = frozenset(each.candidacy for each in offers)
    seats: dict[tuple[str, int, int], list[Candidacy]] = {}
    for each in candidacies:
        seats.setdefault((each.mission, each.version, each.seat), []).append(each)
    return Stage("offer", tuple(_offered(seats[key], held_out, index) for key in sorted(seats)))


def _offered(candidacies: Sequence[Candidacy], held_out: frozenset[str], index: Index) -> Pick:
    offered = (each.specialist for each in candidacies if each.state in _OFFERED or each.id in held_out)
    return Pick(_rows((each.specialist for each in candidacies), index), _rows(offered, index))


def assignment_stage(assignments: Iterable[Assignment], index: Index) -> Stage:
    """Past work: of everybody admitted to the pool, and those who served, the team.

    Membership carries no history of its own, so who could be proposed on a day long past is not known.
    """
    admitted = np.flatnonzero(index.membership.admitted & present(index))
    picks = []
    for each in assignments:
        team = _rows((member.specialist for member in each.team), index)
        picks.append(Pick(np.union1d(admitted, team), team))
    return Stage("assignment", tuple(picks))


def plan_stage(plan: Plan, missions: Iterable[Mission], index: Index) -> Stage:
    """A plan: of everybody eligible for a seat, those who are planned for it."""
    planned = {(each.mission, seat.seat): seat.chosen for each in plan.missions for seat in each.seats}
    picks = []
    for ask in _seats(missions):
        taken = _rows((each.specialist for each in planned.get((ask.mission.id, ask.number), ())), index)
        picks.append(Pick(np.union1d(np.flatnonzero(eligible(ask, index).mask), taken), taken))
    return Stage("plan", tuple(picks))


def _seats(missions: Iterable[Mission]) -> Iterator[Ask]:
    return (Ask(mission, number) for mission in missions for number in range(1, len(mission.seats) + 1))


def present(index: Index) -> npt.NDArray[np.bool_]:
    """(n_rows,): rows that stand for somebody now."""
    found = np.ones(index.rows, bool)
    found[index.gone] = False
    return found


def _rows(ids: Iterable[str], index: Index) -> People:
    """The rows of those who are in the pool, each once, in their order."""
    gone = set(index.gone.tolist())
    found = dict.fromkeys(row for id in ids if (row := index.ids.row(id)) is not None and row not in gone)
    return np.array(list(found), np.int64)
