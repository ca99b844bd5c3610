"""The promise that every criterion keeps."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, Self, TypeVar, cast

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from matching.arrays import Column, Shares
from matching.ask import Ask
from matching.index import EVIDENCE, Claims, Index
from registry.domain import EvidenceStatus

Share = Annotated[float, Field(ge=0, le=1)]


class Factors(BaseModel):
    """The numbers of one criterion; each field tells its source. Part of a policy, so versioned with it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class EvidenceFactors(Factors):
    """What a claim counts by what backs it."""

    verified: Share = Field(1.0, description="a registrar has checked it; ours")
    evidenced: Share = Field(0.85, description="a document or record backs it; ours")
    claimed: Share = Field(0.6, description="the specialist's word; ours")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.verified >= self.evidenced >= self.claimed:
            raise PydanticCustomError("evidence", "expected verified >= evidenced >= claimed: evidence never harms")
        return self

    def worth(self) -> Shares:
        """The factors in the order of EvidenceStatus."""
        return np.array([self.claimed, self.evidenced, self.verified])


@dataclass(frozen=True)
class Evidence:
    """One fact behind a reason, and how far it can be relied on."""

    claim: str
    status: EvidenceStatus


@dataclass(frozen=True)
class Reason:
    """Why a share is what it is: a sentence, without the number, and the facts behind it."""

    sentence: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Step:
    """One change to a profile: in words, the share it would lead to, and how far it is (1 = one level)."""

    change: str
    share: float
    effort: float


@dataclass(frozen=True)
class OfClaims:
    """The best of a specialist's claims of one noun: the highest ``near[term] * worth[grade]``, 0 without a claim.

    ``near`` (n_terms,): what each term of the noun counts. ``worth`` (n_grades,): what each grade counts.
    ``at_most`` (n_grades,): what it counts at most whatever the dates of the mission; None where dates change nothing.
    """

    noun: str
    near: Shares
    worth: Shares
    at_most: Shares | None = None

    @property
    def lasting(self) -> Shares:
        """(n_grades,): what each grade counts at most on any dates."""
        return self.worth if self.at_most is None else self.at_most

    def shares(self, index: Index) -> Shares:
        """(n_rows,)."""
        return index.claims(self.noun).best(self.near, self.worth)


@dataclass(frozen=True)
class OfGrade:
    """What a specialist's grade of one kind (standing, practice, record) is worth; NaN abstains."""

    kind: str
    worth: Shares  # (n_grades,)

    def shares(self, index: Index) -> Shares:
        """(n_rows,)."""
        found: Shares = self.worth[index.people[self.kind]]
        return found


@dataclass(frozen=True)
class OfRow:
    """What has been worked out for each specialist already."""

    each: Shares  # (n_rows,)

    def shares(self, index: Index) -> Shares:
        """(n_rows,)."""
        return self.each


Part = OfClaims | OfGrade | OfRow


@dataclass(frozen=True)
class Priced:
    """One wish as numbers: the weighted mean of its parts, and its own weight within the criterion."""

    parts: tuple[Part, ...]
    parts_weights: tuple[float, ...]
    weight: float

    @classmethod
    def of(cls, part: Part, weight: float | None) -> "Priced":
        """A wish of a single part."""
        return cls((part,), (1.0,), weight or 1.0)


F = TypeVar("F", bound=Factors)
Kept = TypeVar("Kept")
Made = TypeVar("Made")


class Criterion(ABC, Generic[F]):
    """One opinion on how well a specialist fits a seat.

    A criterion prices the vocabulary, not the people: ``priced`` says for every wish what each term and each grade
    counts, and the shares of all specialists follow from their claims. Shares lie in [0, 1], or are NaN where the
    criterion abstains: for everyone when the seat asks nothing of it, for a specialist when there is nothing to go
    on. What a specialist could have stated and did not is absent, and counts 0: otherwise leaving things out would
    pay. ``reasons`` hold no number of its own, so that number and words cannot disagree.
    """

    name: ClassVar[str]
    Factors: ClassVar[type[Any]]
    factors: F

    def __init__(self, factors: F | None = None) -> None:
        self.factors = factors or self.Factors()
        # What was worked out with these numbers is kept under this name.
        self.numbers = f"{self.name} {self.factors.model_dump_json()}"

    @abstractmethod
    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        """The wishes of the seat as numbers; none where the criterion abstains for everyone."""

    @abstractmethod
    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        """Why some specialists have their shares; asked only where the criterion does not abstain."""

    def score(self, ask: Ask, index: Index) -> Shares:
        """(n_rows,) shares; NaN abstains. The definition, that a compiled kernel must agree with."""
        wishes = self.priced(ask, index)
        if not wishes:
            return np.full(index.rows, np.nan)
        shares = [weighted([part.shares(index) for part in wish.parts], wish.parts_weights) for wish in wishes]
        return weighted(shares, [wish.weight for wish in wishes])

    def reason(self, ask: Ask, index: Index, row: int) -> Reason:
        """Why one specialist has this share."""
        return self.reasons(ask, index, [row])[0]

    def explain(self, ask: Ask, index: Index, row: int) -> str:
        """The reason in a sentence."""
        return self.reason(ask, index, row).sentence

    def evidence(self, ask: Ask, index: Index, row: int) -> tuple[Evidence, ...]:
        """The facts that the share rests on."""
        return self.reason(ask, index, row).evidence

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        """Single changes that would raise the share of one specialist; none where no one can."""
        return iter(())


def weighted(shares: Sequence[Shares], weights: Sequence[float]) -> Shares:
    """The weighted mean of shares (each (n,)), added in their order so that the same input gives the same bits."""
    total = np.zeros_like(shares[0])
    for share, weight in zip(shares, weights, strict=True):
        total += share * weight
    return np.minimum(total / sum(weights), 1.0)


def status(code: int) -> EvidenceStatus:
    """Evidence status from its number in the index."""
    return EVIDENCE[code]


class Counted(NamedTuple):
    """A claim as it counts for one wish: its place among claims, its share, how close its term is, and in words."""

    order: float  # above 0 when it counts at all
    share: float
    closeness: float
    term: int
    grade: int
    words: str
    fact: Evidence | None


# Smaller than any difference between two shares that is not rounding.
_TIE = 1e-9
_MOST_PAGES = 50_000

Claim = tuple[int, int]  # term, grade
Told = Callable[[int, int, float], tuple[str, Evidence]]  # a claim by term, grade and closeness in words


@dataclass(frozen=True)
class Book:
    """How claims count for one wish, each put in words once."""

    part: OfClaims
    told: Told
    _written: dict[Claim, tuple[str, Evidence]] = field(default_factory=dict)

    def orders(self, terms: Column, graded: Column) -> Shares:
        """(n_claims,): the higher, the better the reason; 0 for what does not count.

        Where two are worth the same, the closer one is the better reason.
        """
        closeness = self.part.near[terms]
        share = closeness * self.part.worth[graded]
        return np.where(share > 0, share + closeness * _TIE, 0.0)

    def counted(self, order: float, claim: Claim) -> Counted:
        """A claim that counts."""
        term, grade = claim
        closeness = self.part.near.item(term)
        told = self._written.get(claim)
        if told is None:
            if len(self._written) >= _MOST_PAGES:
                self._written.clear()
            told = self._written[claim] = self.told(term, grade, closeness)
        return Counted(order, closeness * self.part.worth.item(grade), closeness, term, grade, *told)

    def best(self, orders: Sequence[float], claims: Sequence[Claim]) -> Counted | None:
        """Of some claims the one that counts, None where none does; the first of several as good."""
        most = max(orders, default=0.0)
        return self.counted(most, claims[orders.index(most)]) if most > 0 else None


def by_wish(
    claims: Claims, books: Sequence[Book], rows: Sequence[int], told: Callable[[Book, list[float], list[Claim]], Made]
) -> Iterator[list[Made]]:
    """Per row and wish what is ``told`` of its claims and of how good a reason each is."""
    terms, graded, slices = claims.side_by_side(rows)
    orders = [book.orders(terms, graded).tolist() for book in books]
    every = list(zip(terms.tolist(), graded.tolist(), strict=True))
    for mine in slices:
        yield [told(book, order[mine], every[mine]) for book, order in zip(books, orders, strict=True)]


def counting(claims: Claims, books: Sequence[Book], rows: Sequence[int]) -> Iterator[list[Counted | None]]:
    """Per row and wish the claim that counts."""
    return by_wish(claims, books, rows, Book.best)


def kept_by_row(
    claims: Claims, key: Any, rows: Sequence[int], worked_out: Callable[[list[int]], Iterable[Kept]]
) -> list[Kept]:
    """Per row what follows from its claims alone, written once for as long as the claims are.

    ``key``: what else it follows from; ``worked_out``: the same for rows that have none yet.
    """
    pages: dict[int, Kept] = claims.postings.kept(key, dict)
    every = [pages.get(row) for row in rows]
    if all(every):
        return cast(list[Kept], every)
    # A row that was added later may be another person's in another successor of the same index.
    sealed = [row for row in rows if row < claims.sealed]
    found = {row: page for row in sealed if (page := pages.get(row)) is not None}
    missing = [row for row in rows if row not in found]
    if missing:
        found |= zip(missing, worked_out(missing), strict=True)
        if len(pages) >= _MOST_PAGES:
            pages.clear()
        pages.update((row, found[row]) for row in sealed)
    return [found[row] for row in rows]


def reasons_by_claims(
    claims: Claims,
    key: Any,
    rows: Sequence[int],
    books: Callable[[], Sequence[Book]],
    told: Callable[[list[Counted | None]], Reason],
) -> list[Reason]:
    """Per row its reason, where it follows from its claims alone.

    ``key``: the numbers and the wishes that the reason is about; ``books``: one per wish.
    """
    return kept_by_row(claims, (key, "reasons"), rows, lambda missing: map(told, counting(claims, books(), missing)))


def shares_counting(counted: Sequence[Counted | None]) -> list[float]:
    """What the claims that count are worth, 0 where none does."""
    return [each.share if each else 0.0 for each in counted]


def facts(counted: Iterable[Counted | None]) -> tuple[Evidence, ...]:
    """The facts behind the claims that count, one per term."""
    return tuple({each.term: each.fact for each in counted if each and each.fact}.values())
