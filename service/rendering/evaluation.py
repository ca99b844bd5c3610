"""Evaluations as a terminal shows them."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching.evaluation import Evaluation, GoldAnswer
from matching.evaluation.answer import Calibration, Kind, Ranked
from matching.evaluation.measures import Estimate
from registry.gold import GoldStandard

_LIMITS = (
    "Asked again by what the record tells: competences, country, role; not the languages and must-haves of the time. "
    "Competences, languages and education are those of today, since nobody wrote down when they came to be. Whoever "
    "was chosen is not the only one who would have been right."
)


def evaluation_table(answer: Evaluation) -> RenderableType:
    """Every way of ranking, the policy without each criterion, and points beside appraisals."""
    ways = [each for each in answer.ranked if each.kind is not Kind.WITHOUT]
    without = [each for each in answer.ranked if each.kind is Kind.WITHOUT]
    parts: list[RenderableType] = [Text(_headline(answer), style="bold"), Text(_facts(answer)), _ranked(ways, answer.k)]
    if without:
        parts += [Text(f"\n{answer.policy.name} without one criterion", style="bold"), _ranked(without, answer.k)]
    parts += [Text("\nPoints and appraisals", style="bold"), *_calibration(answer.calibration)]
    if answer.left_out:
        told = ", ".join(f"{each.reason}: {each.missions}" for each in answer.left_out)
        parts.append(Text(f"\nPast missions left out: {told}"))
    return Group(*parts, Text(f"\n{_LIMITS}"))


def _headline(answer: Evaluation) -> str:
    return (
        f"{answer.missions} past missions with {answer.seats} seats, {answer.first} to {answer.last}, "
        f"asked again · {answer.pool.specialists} specialists"
    )


def _facts(answer: Evaluation) -> str:
    return (
        f"policy {answer.policy.name} v{answer.policy.version} · pool revision {answer.pool.revision} · "
        f"95 % intervals from {answer.resamples:,} resamplings of the missions"
    )


def _ranked(ways: Sequence[Ranked], k: int) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("ranking", no_wrap=True)
    for name in (f"nDCG@{k}", "against the policy", "MRR", f"recall@{k}", "seen", "Gini"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in ways:
        against = "" if each.against is None else _estimate(each.against, signed=True)
        numbers = (_estimate(each.ndcg), against, _estimate(each.mrr), _estimate(each.recall))
        table.add_row(each.name, *numbers, f"{each.seen:.0%}", f"{each.gini:.2f}")
    return table


def _estimate(found: Estimate, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{found.value:{sign}.3f} [{found.low:{sign}.2f}, {found.high:{sign}.2f}]"


def _calibration(found: Calibration) -> list[RenderableType]:
    if found.correlation is None:
        return [Text(f"Of those chosen {found.appraised} were appraised by others: too few, or all marks alike.")]
    told = f"{found.appraised} appraised by others; rank correlation {_estimate(found.correlation, signed=True)}"
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for name in ("points", "people", "mean points", "mean mark"):
        table.add_column(name, justify="right")
    for band in found.bands:
        ends = f"{band.lowest:.2f} to {band.highest:.2f}"
        table.add_row(ends, str(band.people), f"{band.points:.2f}", f"{band.mark:.2f}")
    return [Text(told), table]


def gold_table(answers: Sequence[GoldAnswer], gold: GoldStandard) -> RenderableType:
    """Every method with loss, interval and accuracies."""
    reviewers = len({reviewer for reviewer, _, _ in gold.ratings})
    head = f"{len(gold.ratings)} ratings by {reviewers} people · {len(gold.profiles)} draws of profiles"
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("method", no_wrap=True)
    for name in ("loss", "95 % interval", "easy pairs", "hard pairs", "seconds"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in answers:
        interval = f"{each.loss_interval[0]:.3f} to {each.loss_interval[1]:.3f}"
        easy, hard = ("–" if part is None else f"{part:.2f}" for part in (each.easy, each.hard))
        table.add_row(each.method, f"{each.loss:.3f}", interval, easy, hard, f"{each.seconds:.2f}")
    return Group(Text(head, style="bold"), table, Text("Loss: 0 a perfect order, 0.5 none."))
