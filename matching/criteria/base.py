"""The promise that every criterion keeps."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from matching.arrays import Rows, Shares
from matching.ask import Ask
from matching.index import EVIDENCE, Index
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


F = TypeVar("F", bound=Factors)


class Criterion(ABC, Generic[F]):
    """One opinion on how well a specialist fits a seat.

    ``score`` returns shares in [0, 1], or NaN where the criterion abstains: for everyone when the seat asks
    nothing of it, for a specialist when there is nothing to go on. What a specialist could have stated and did
    not is absent, and counts 0: otherwise leaving things out would pay. ``reasons`` hold no number of its own, so
    that number and words cannot disagree.
    """

    name: ClassVar[str]
    Factors: ClassVar[type[Any]]
    factors: F

    def __init__(self, factors: F | None = None) -> None:
        self.factors = factors or self.Factors()

    @abstractmethod
    def score(self, ask: Ask, index: Index) -> Shares:
        """(n_specialists,) shares; NaN abstains."""

    @abstractmethod
    def reasons(self, ask: Ask, index: Index, rows: Rows) -> list[Reason]:
        """Why some specialists have their shares; asked only where the criterion does not abstain."""

    def reason(self, ask: Ask, index: Index, row: int) -> Reason:
        """Why one specialist has this share."""
        return self.reasons(ask, index, np.array([row], np.int32))[0]

    def explain(self, ask: Ask, index: Index, row: int) -> str:
        """The reason in a sentence."""
        return self.reason(ask, index, row).sentence

    def evidence(self, ask: Ask, index: Index, row: int) -> tuple[Evidence, ...]:
        """The facts that the share rests on."""
        return self.reason(ask, index, row).evidence

    def steps(self, ask: Ask, index: Index, row: int) -> Iterator[Step]:
        """Single changes that would raise the share of one specialist; none where no one can."""
        return iter(())


def nobody(index: Index) -> Shares:
    """Abstain for everyone."""
    return np.full(len(index), np.nan)


def weighted(shares: list[Shares], weights: list[float]) -> Shares:
    """The weighted mean of shares (each (n,)), added in their order so that the same input gives the same bits."""
    total = np.zeros_like(shares[0])
    for share, weight in zip(shares, weights, strict=True):
        total += share * weight
    return np.minimum(total / sum(weights), 1.0)


def status(code: int) -> EvidenceStatus:
    """Evidence status from its number in the index."""
    return EVIDENCE[code]
