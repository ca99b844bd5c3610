"""In which modules a new certificate can help at all, seat by seat, as the rules themselves tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from matching.arrays import Flags, Shares
from matching.coverage.rules import CoverageRules
from matching.coverage.served import Wanted
from matching.criteria.base import OfClaims
from matching.index import Index
from matching.meets import meets
from registry.domain import (
    Certificate,
    CertificateRequirement,
    CertificateStatus,
    Name,
    Requirement,
    Specialist,
    TrainingRequirement,
)
from registry.snapshot import Snapshot
from registry.vocabulary import modules

Bundle = frozenset[str]  # modules that one person is certified in together


@dataclass(frozen=True)
class Useful:
    """The modules worth giving, and per seat the sets of them worth giving together.

    ``instead``: modules that do the same for every seat, of which one stands for all. ``musts``: per seat and
    must-have on certificates, in their order, which of the modules meet it.
    """

    modules: tuple[str, ...]
    instead: dict[str, tuple[str, ...]]
    bundles: tuple[tuple[Bundle, ...], ...]
    musts: tuple[tuple[frozenset[str], ...], ...]


def new_certificate(module: str, issued: date, rules: CoverageRules) -> Certificate:
    """What training gives."""
    return Certificate(module=module, level=rules.grants, issued=issued, status=CertificateStatus.ISSUED)


def is_about_certificates(requirement: Requirement | None) -> bool:
    """Whether a new certificate can meet it."""
    return isinstance(requirement, CertificateRequirement | TrainingRequirement)


def useful(seats: Sequence[Wanted], issued: date, most: int, rules: CoverageRules) -> Useful:
    """Ask every must-have and wish of every seat what each module's certificate counts.

    Leaves out a module that another one equals or betters everywhere: whoever holds that one gains nothing more.
    """
    names = sorted(modules(), key=_preferred)
    holders = Index.build(Snapshot.of(_holder(module, issued, rules) for module in names))
    rows = [holders.row_of(module) for module in names]
    musts = [_rows(_musts(each, holders), rows) for each in seats]
    counts = [np.vstack((must, _rows(_wishes(each, holders), rows))) for each, must in zip(seats, musts, strict=True)]
    every = np.vstack(counts) if counts else np.zeros((0, len(names)))
    kept = [m for m in range(len(names)) if every[:, m].any() and not _bettered(every, m)]
    same = {names[m]: tuple(names[o] for o in range(m + 1, len(names)) if _equal(every, m, o)) for m in kept}
    most = min(most, rules.at_once)
    return Useful(
        tuple(names[m] for m in kept),
        same,
        tuple(tuple(_bundles(count, kept, names, most)) for count in counts),
        tuple(tuple(frozenset(names[m] for m in kept if met[m]) for met in must) for must in musts),
    )


def _preferred(module: str) -> tuple[bool, str]:
    """RTCM's own come first, and stand for equals."""
    return not module.startswith("RTCM-"), module


def _holder(module: str, issued: date, rules: CoverageRules) -> Specialist:
    certificate = new_certificate(module, issued, rules)
    return Specialist(schema_="specialist/1", id=module, name=Name(given=module), certificates=(certificate,))


def _rows(counts: Sequence[Shares | Flags], rows: Sequence[int]) -> Shares:
    """(n_requirements, n_modules)."""
    return np.array([count[rows] for count in counts], float).reshape(len(counts), len(rows))


def _musts(wanted: Wanted, holders: Index) -> list[Flags]:
    asked = [must for must in wanted.ask.seat.must if is_about_certificates(must)]
    return [meets(must, wanted.ask, holders) for must in asked]


def _wishes(wanted: Wanted, holders: Index) -> list[Shares]:
    return [
        part.shares(holders)
        for criterion in wanted.policy.criteria
        for wish in criterion.priced(wanted.ask, holders)
        for part in wish.parts
        if isinstance(part, OfClaims) and part.noun == "certificates"
    ]


def _equal(every: Shares, one: int, other: int) -> bool:
    return bool((every[:, one] == every[:, other]).all())


def _bettered(every: Shares, module: int) -> bool:
    """Whether another module counts as much everywhere, and more somewhere or comes first."""
    column = every[:, module]
    return any(
        (every[:, other] >= column).all() and (other < module or (every[:, other] > column).any())
        for other in range(every.shape[1])
        if other != module
    )


def _bundles(counts: Shares, kept: list[int], names: list[str], most: int) -> Iterator[Bundle]:
    """Sets of modules of which each does something that the others do not."""
    helping = [m for m in kept if counts[:, m].any()]
    for size in range(1, min(most, len(counts)) + 1):
        for some in combinations(helping, size):
            if all(_adds(counts, m, [o for o in some if o != m]) for m in some):
                yield frozenset(names[m] for m in some)


def _adds(counts: Shares, module: int, others: list[int]) -> bool:
    best = counts[:, others].max(axis=1, initial=0.0)
    return bool((counts[:, module] > best).any())
