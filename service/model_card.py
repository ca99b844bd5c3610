"""The model card: purpose, data, policy, metrics and limits, from the build; refused while a metric is missing."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from matching import Policy
from matching.criteria import CRITERIA
from matching.fairness import RULES, Fairness
from registry.errors import BadInput, Problem
from registry.lifecycle import Bar

# Every figure that a reader of the card relies on, and what it says. A card without one of them is not written.
NEEDED: Mapping[str, str] = {
    "evaluation.missions": "past missions that the back-test asks about",
    "evaluation.ndcg_at_10": "nDCG of the first ten, back-test on past missions",
    "evaluation.ndcg_at_10_low": "the same, lower end of its 95 % interval",
    "evaluation.ndcg_at_10_high": "the same, upper end",
    "evaluation.mrr": "mean reciprocal rank of the first who was chosen",
    "evaluation.recall_at_10": "part of the chosen among the first ten",
    "evaluation.best_baseline_ndcg_at_10": "nDCG of the best simple ranking beside it",
    "fairness.shortlist.gender": "least impact ratio by gender, shortlists",
    "fairness.shortlist.region": "least impact ratio by region of residence, shortlists",
    "fairness.shortlist.employer_type": "least impact ratio by employer, shortlists",
    "fairness.pool.women_share": "women among women and men of the pool",
    "fairness.shortlist.women_share": "the same among those on a shortlist",
}
_PURPOSE = (
    "Ranks the specialists of a pool for the seats of a mission, with points that add up and reasons. It proposes; "
    "a planner decides, and a requester selects. Not made for hiring, for judging people, or for any decision without "
    "somebody who answers for it."
)
_DATA = (
    "Profiles that specialists gave with their consent, certificates, and records of past missions with appraisals by "
    "others. Claims count by what backs them. Free text about oneself counts nothing. Name, gender, age, nationality "
    "and photo reach no criterion; gender, region and employer are read by the report on fairness, and by rules that "
    "a planner switches on."
)
_LIMITS = (
    "Past choices are no proof of good choices: whoever was never asked never failed.",
    "Profiles are known as of today, so a back-test sees skills that were stated later.",
    "A competence that nobody stated is counted as absent, whoever it is that states too little.",
    "Interval and test of an impact ratio take people as independent of each other; small groups are not shown at all.",
    "Figures hold for the pool they were measured on. Measure your own with rtcm evaluate and rtcm fairness.",
)


def fairness_metrics(answer: Fairness) -> dict[str, float]:
    """What the card tells of a report; what is suppressed or has nothing to be compared with is left out."""
    found: dict[str, float] = {}
    for stage in answer.stages:
        for each in stage.attributes:
            ratios = [group.ratio for group in each.groups if group.ratio is not None]
            if ratios:
                found[f"fairness.{stage.stage}.{each.attribute}"] = min(ratios)
    shares = {each.of: each.women_share for each in answer.representation}
    return found | {f"fairness.{of}.women_share": share for of, share in shares.items() if share is not None}


class _Estimate(BaseModel):
    value: float
    low: float
    high: float


class _Ranked(BaseModel):
    kind: str
    ndcg: _Estimate
    mrr: _Estimate
    recall: _Estimate


class BackTest(BaseModel):
    """What the card reads of an evaluation/1; its other fields are passed over."""

    k: int
    missions: int
    ranked: tuple[_Ranked, ...]


def evaluation_metrics(answer: BackTest) -> dict[str, float]:
    """What the card tells of a back-test: the policy, and the best of its rivals."""
    found: dict[str, float] = {"evaluation.missions": answer.missions}
    ndcg = f"evaluation.ndcg_at_{answer.k}"
    for each in answer.ranked:
        if each.kind == "policy":
            found |= {ndcg: each.ndcg.value, f"{ndcg}_low": each.ndcg.low, f"{ndcg}_high": each.ndcg.high}
            found |= {"evaluation.mrr": each.mrr.value, f"evaluation.recall_at_{answer.k}": each.recall.value}
    rivals = [each.ndcg.value for each in answer.ranked if each.kind == "rival"]
    return found | ({f"evaluation.best_baseline_ndcg_at_{answer.k}": max(rivals)} if rivals else {})


def plain_metrics(value: Any, file: str) -> dict[str, float]:
    """A file of names and numbers as it stands; BadInput with every value that is no finite number."""
    if not isinstance(value, dict):
        raise BadInput([Problem(file, None, "", type(value).__name__, "expected a mapping of names to numbers")])
    wrong = [name for name, number in value.items() if not _is_number(number)]
    if wrong:
        raise BadInput(
            [Problem(file, None, name, repr(value[name])[:60], "expected a finite number") for name in wrong]
        )
    return {str(name): float(number) for name, number in value.items()}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def card(policy: Policy, metrics: Mapping[str, float], source: str) -> str:
    """The card in Markdown; BadInput, with ``source``, when a metric that it needs is missing."""
    missing = [name for name in NEEDED if name not in metrics]
    if missing:
        wanted = "required metric is missing; the card is not written without it"
        raise BadInput([Problem(source, None, name, "", wanted) for name in missing])
    return "\n".join(_lines(policy, metrics)) + "\n"


def _lines(policy: Policy, metrics: Mapping[str, float]) -> Iterator[str]:
    yield from ("# Model card", "", "Generated by `rtcm model-card`; not edited by hand.", "")
    yield from ("## Purpose", "", _PURPOSE, "")
    yield from ("## Data", "", _DATA, "")
    yield "## Policy"
    yield from ("", f"{policy.name}, version {policy.version}, hash `{policy.hash[:16]}`. Weights are relative.", "")
    yield from ("| criterion | weight | what it says |", "|---|---|---|")
    for each in policy.criteria:
        yield f"| {each.name} | {policy.weights[each.name]:g} | {_first_line(each.name)} |"
    yield from ("", "Nobody is proposed who is: " + "; ".join(str(bar) for bar in Bar) + ".", "")
    yield from ("## Metrics", "", "| metric | value | meaning |", "|---|---|---|")
    yield from (f"| `{name}` | {metrics[name]:.4g} | {meaning} |" for name, meaning in NEEDED.items())
    yield from ("", f"An impact ratio below {RULES.line:g} is pointed at (four-fifths line).", "")
    yield from ("## Limits", "", *(f"- {each}" for each in _LIMITS))


def _first_line(criterion: str) -> str:
    return (CRITERIA[criterion].__doc__ or "").strip().splitlines()[0]
