"""Who, with which new certificates, would count for a seat: found by bounds, then scored by the matcher itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.arrays import Flags
from matching.coverage.modules import Bundle, Useful, is_about_certificates, new_certificate
from matching.coverage.rules import CoverageRules
from matching.coverage.served import Served
from matching.eligibility import eligible
from matching.index import Delta, Index
from matching.ranking.standard import scored
from registry.domain import Specialist

ProfileOf = Callable[[str], Specialist]
Progress = Callable[[int, int], None]

# The criterion that certificates count in; every other one stays as it is.
_TRAINING = "training"


@dataclass(frozen=True)
class Option:
    """What somebody would have in one seat with some new certificates; points in hundredths."""

    seat: int  # place among the seats
    specialist: str
    modules: Bundle
    points: int


def options(
    index: Index,
    served: Sequence[Served],
    found: Useful,
    profile_of: ProfileOf,
    issued: date,
    rules: CoverageRules,
    progress: Progress,
) -> list[Option]:
    """Every option that would raise the points of a seat, each scored with the certificates added by Index.apply.

    Nobody's certificate moves anybody else's score, so that all who earn the same certificates are scored at once.
    """
    hopeful = [_hopeful(each, index) for each in served]
    wanted: dict[Bundle, list[int]] = {}
    for seat, bundles in enumerate(found.bundles):
        for bundle in bundles:
            wanted.setdefault(bundle, []).append(seat)
    every: list[Option] = []
    for done, (bundle, seats) in enumerate(wanted.items()):
        progress(done, len(wanted))
        could = {seat: hopeful[seat] & _lets_in(served[seat], found.musts[seat], bundle) for seat in seats}
        every += _scored(bundle, could, index, served, profile_of, issued, rules)
    progress(len(wanted), len(wanted))
    return _without_needless(every)


def _hopeful(served: Served, index: Index) -> Flags:
    """(n_rows,): whom certificates alone keep out, if anything, and who could count with a full share of training."""
    ask, policy = served.wanted.ask, served.wanted.policy
    shares, now = scored(ask, index, policy)
    full = {name: np.where(np.isnan(each), each, 1.0) if name == _TRAINING else each for name, each in shares.items()}
    most = policy.points(full, index.rows)
    out = np.zeros(index.rows, bool)
    out[index.gone] = True
    for exclusion in served.eligibility.exclusions:
        if not is_about_certificates(exclusion.must):
            out |= exclusion.who
    changes = ~served.eligibility.mask | (most > now)
    hopeful: Flags = ~out & changes & (most > served.needed)
    return hopeful


def _lets_in(served: Served, musts: Sequence[frozenset[str]], bundle: Bundle) -> Flags:
    """(n_rows,): who meets every must-have on certificates, with the bundle where not without."""
    kept_out = [each.who for each in served.eligibility.exclusions if is_about_certificates(each.must)]
    out = np.zeros_like(served.eligibility.mask)
    for who, meeting in zip(kept_out, musts, strict=True):
        if not meeting & bundle:
            out |= who
    return ~out


def _scored(
    bundle: Bundle,
    could: dict[int, Flags],
    index: Index,
    served: Sequence[Served],
    profile_of: ProfileOf,
    issued: date,
    rules: CoverageRules,
) -> Iterator[Option]:
    """The options of one bundle, for all seats it is worth something in."""
    rows = np.flatnonzero(np.any(list(could.values()), axis=0)).tolist()
    people = [certified(profile_of(index.ids[row]), bundle, issued, rules) for row in rows]
    if not people:
        return
    after = index.apply(Delta(index.epoch, index.revision, put=people))
    places = [after.row_of(each.id) for each in people]
    for seat, who in could.items():
        ask, policy, now = served[seat].wanted.ask, served[seat].wanted.policy, served[seat].best
        mask, (_, points) = eligible(ask, after).mask, scored(ask, after, policy)
        for row, place, person in zip(rows, places, people, strict=True):
            if who[row] and mask[place] and points[place] > now.get(row, served[seat].needed):
                yield Option(seat, person.id, bundle, int(points[place]))


def certified(specialist: Specialist, bundle: Bundle, issued: date, rules: CoverageRules) -> Specialist:
    """A specialist after training."""
    earned = (new_certificate(module, issued, rules) for module in sorted(bundle))
    return specialist.model_copy(update={"certificates": (*specialist.certificates, *earned)})


def _without_needless(every: list[Option]) -> list[Option]:
    """Those of which no part alone gives as many points."""
    mine: dict[tuple[int, str], list[Option]] = {}
    for each in every:
        mine.setdefault((each.seat, each.specialist), []).append(each)
    needed = [
        each
        for some in mine.values()
        for each in some
        if not any(other.modules < each.modules and other.points >= each.points for other in some)
    ]
    return sorted(needed, key=lambda each: (each.seat, each.specialist, len(each.modules), sorted(each.modules)))
