"""Named, versioned weights and factors; splits a total into its parts."""

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic_core import PydanticCustomError
from rapidfuzz import process

from matching.arrays import Shares
from matching.criteria import CRITERIA, Criterion, Factors

Points = npt.NDArray[np.int32]

# Points are counted in hundredths, as whole numbers: what is shown is exactly what was ranked.
HUNDREDTHS = 10_000


def _known(weights: Any) -> Any:
    """Refuse a weight for a criterion that does not exist."""
    for name in weights if isinstance(weights, Mapping) else ():
        if name not in CRITERIA:
            near = process.extractOne(str(name), list(CRITERIA), score_cutoff=60)
            raise PydanticCustomError(
                "unknown_criterion",
                "unknown criterion {name}; expected some of {known}{near}",
                {
                    "name": str(name)[:60],
                    "known": ", ".join(CRITERIA),
                    "near": f"; did you mean {near[0]}?" if near else "",
                },
            )
    return weights


def _weight(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise PydanticCustomError("weight", "expected a weight of 0 or more, as a finite number")
    return value


Weight = Annotated[float, BeforeValidator(_weight)]


# One field per criterion, so that a mistake in a number is reported at its own place.
_FIELDS: dict[str, Any] = {name: (criterion.Factors, criterion.Factors()) for name, criterion in CRITERIA.items()}
AllFactors: Any = create_model("AllFactors", __base__=Factors, **_FIELDS)


class Policy(BaseModel):
    """How much each criterion counts, and the numbers behind each (format policy/1).

    Weights are relative; a criterion that is left out or has weight 0 is not used. ``factors`` holds for each
    criterion the numbers that its class documents; what a file leaves out keeps its default. ``pass_mark`` is shown,
    and never filters.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_alias=True, validate_by_name=True, serialize_by_alias=True
    )

    schema_: Literal["policy/1"] = Field("policy/1", alias="schema")
    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    version: Annotated[int, Field(strict=True, ge=1)] = 1
    weights: Annotated[dict[str, Weight], BeforeValidator(_known)]
    factors: AllFactors = AllFactors()
    pass_mark: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 70.0

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(self.weights.values()):
            raise PydanticCustomError("no_weight", "expected at least one weight above 0")
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with some fields changed: what was worked out from the fields is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        for worked_out in ("hash", "criteria"):
            copied.__dict__.pop(worked_out, None)
        return copied

    @cached_property
    def hash(self) -> str:
        """SHA-256 over everything that moves a score."""
        used = [criterion.name for criterion in self.criteria]
        factors = {name: getattr(self.factors, name).model_dump() for name in used}
        moves = {"weights": {name: self.weights[name] for name in used}, "factors": factors}
        return hashlib.sha256(json.dumps(moves, sort_keys=True).encode()).hexdigest()

    @cached_property
    def criteria(self) -> list[Criterion[Any]]:
        """The criteria in use, with this policy's factors, in the order of CRITERIA."""
        return [CRITERIA[name](getattr(self.factors, name)) for name in CRITERIA if self.weights.get(name, 0) > 0]

    def points(self, shares: Mapping[str, Shares], n_specialists: int) -> Points:
        """(n_specialists,) scores in hundredths of a point, 0 to 10000.

        ``shares``: (n_specialists,) per criterion. An abstaining criterion's weight is shared out among the others
        in proportion; where all abstain the score is 0.
        """
        total, used = np.zeros(n_specialists), np.zeros(n_specialists)
        for name, share in shares.items():
            known = ~np.isnan(share)
            if known.all():
                total += share * self.weights[name]
                used += self.weights[name]
            elif known.any():
                total += np.where(known, share, 0.0) * self.weights[name]
                used += known * self.weights[name]
        mean = np.divide(total, used, out=np.zeros(n_specialists), where=used > 0)
        points: Points = np.rint(np.clip(mean, 0.0, 1.0) * HUNDREDTHS).astype(np.int32)
        return points

    def split(self, shares: Mapping[str, float], score: int) -> dict[str, tuple[float, int]]:
        """One specialist's score in its parts: per criterion (weight after abstentions, hundredths of a point)."""
        weights, parts = self.splits({name: np.array([share]) for name, share in shares.items()}, np.array([score]))
        return dict(zip(shares, zip(weights[0], parts[0], strict=True), strict=True))

    def splits(
        self, shares: Mapping[str, Shares], scores: npt.NDArray[Any]
    ) -> tuple[list[list[float]], list[list[int]]]:
        """Scores in their parts: per specialist and criterion (weight after abstentions), (hundredths of a point).

        ``shares``: (n,) per criterion; ``scores``: (n,) hundredths. The weights add up to 100, the parts to the score
        exactly: each is rounded down, and the hundredths left over go to the largest remainders (ties in the order of
        criteria).
        """
        share = np.array(list(shares.values()))
        silent = np.isnan(share)
        share[silent] = 0.0
        weight = np.array([[self.weights[name]] for name in shares]) * ~silent
        whole = weight.sum(axis=0)
        whole[whole == 0] = 1.0
        exact = share * weight / whole * HUNDREDTHS
        parts = np.floor(exact).astype(np.int64)
        left = scores - parts.sum(axis=0)
        # What abstains gets nothing of what is left over.
        remainder = np.where(weight > 0, exact - parts, -1.0)
        place = np.argsort(np.argsort(-remainder, axis=0, kind="stable"), axis=0, kind="stable")
        used = (weight > 0).sum(axis=0)
        parts += place < left
        parts -= (place >= used + np.minimum(left, 0)) & (place < used)
        return (100.0 * weight / whole).T.tolist(), parts.T.tolist()


# The grid of the field (competence 40, language 15, experience 15, country and region 10, training 10,
# education 10); assumed for RTCM. Track record, network and text have
# policies of their own until evaluation has proven them.
DEFAULT = Policy(
    name="rtcm-default",
    version=1,
    weights={"skill": 40, "language": 15, "experience": 15, "country": 10, "training": 10, "education": 10},
)
WITH_TRACK_RECORD = Policy(
    name="rtcm-track-record",
    version=1,
    weights={
        "skill": 36,
        "language": 14,
        "experience": 13,
        "country": 9,
        "training": 9,
        "education": 9,
        "track_record": 10,
    },
)
WITH_NETWORK = Policy(
    name="rtcm-network",
    version=1,
    weights={
        "skill": 32,
        "language": 13,
        "experience": 12,
        "country": 8,
        "training": 8,
        "education": 8,
        "track_record": 9,
        "network": 10,
    },
)
WITH_TEXT = Policy(
    name="rtcm-text",
    version=1,
    weights={
        "skill": 36,
        "language": 14,
        "experience": 13,
        "country": 9,
        "training": 9,
        "education": 9,
        "text": 10,
    },
)
POLICIES = {policy.name: policy for policy in (DEFAULT, WITH_TRACK_RECORD, WITH_NETWORK, WITH_TEXT)}
