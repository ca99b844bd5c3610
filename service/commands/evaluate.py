"""Command evaluate: rankings held against past decisions, or text similarity against a gold standard."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matching import POLICIES
from matching.evaluation import Evaluation, GoldAnswer, Method, Plan, evaluate, measured
from matching.evaluation.similarity import by_meaning, by_plain_words, by_words, together
from registry.gold import GoldStandard
from registry.importing import read_gold
from registry.snapshot import Snapshot
from service import rendering
from service.commands.progress import Progress
from service.commands.shared import PolicyOption, open_store, say
from service.commands.spreading import SchedulerOption, ShardsOption, expect_scheduler
from service.distributed.files import snapshot_folder
from service.distributed.spread import asked_again_over
from service.distributed.workers import workers_of
from service.encoders import NoEncoder, english
from service.policies import find_policy
from service.rendering.evaluation import evaluation_table, gold_table


class EvaluationFormat(StrEnum):
    """How an evaluation is written."""

    TABLE = "table"
    JSON = "json"


def evaluate_rankings(
    policy: PolicyOption = None,
    k: Annotated[int, typer.Option("--k", min=1, max=1000, help="Look at the first so many of each ranking.")] = 10,
    missions: Annotated[int, typer.Option(min=2, max=100_000, help="The latest so many past missions.")] = 100,
    resamples: Annotated[
        int, typer.Option(min=100, max=100_000, help="How often cases are drawn anew for the intervals.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes.")] = 7,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the pool; today when left out.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(help="A folder with a gold standard of expertise, instead of the pool.")
    ] = None,
    scheduler: SchedulerOption = None,
    shards: ShardsOption = None,
    format: Annotated[EvaluationFormat, typer.Option("--format", help="How to write it.")] = EvaluationFormat.TABLE,
) -> None:
    """Hold rankings against past decisions, by what was known the evening before; or text against a gold standard."""
    workers = expect_scheduler(scheduler, shards)
    if gold is not None and workers is not None:
        raise typer.BadParameter("--gold is measured by one process: not with --scheduler", param_hint="--scheduler")
    if gold is not None:
        _gold(read_gold(gold), resamples, seed, format)
        return
    chosen = find_policy(policy)
    others = tuple(each for each in POLICIES.values() if each.name != chosen.name)
    plan = Plan(chosen, others, k, missions, resamples, seed)
    with open_store() as store:
        snapshot = store.snapshot()
    with Progress(sys.stderr) as progress:
        answer = _evaluated(snapshot, plan, on.date() if on else date.today(), progress, workers)
    if format is EvaluationFormat.JSON:
        sys.stdout.writelines(rendering.json_lines([answer]))
    else:
        rendering.console(sys.stdout).print(evaluation_table(answer))


def _evaluated(
    snapshot: Snapshot, plan: Plan, today: date, progress: Progress, workers: tuple[str, Path] | None
) -> Evaluation:
    """By this process, or by the workers of a scheduler, each of which reads the whole snapshot."""
    if workers is None:
        return evaluate(snapshot, plan, today, progress=progress.parts)
    address, folder = workers
    with workers_of(address) as found, snapshot_folder(snapshot, folder) as written:
        again = asked_again_over(found, written, plan, today)
        return evaluate(snapshot, plan, today, progress=progress.parts, again=again)


def _gold(gold: GoldStandard, resamples: int, seed: int, format: EvaluationFormat) -> None:
    answers = (_answer(name, method, gold, resamples, seed) for name, method in _methods(gold))
    if format is EvaluationFormat.JSON:
        sys.stdout.writelines(rendering.json_lines(answers))
    else:
        rendering.console(sys.stdout).print(gold_table(list(answers), gold))


def _methods(gold: GoldStandard) -> Iterator[tuple[str, Callable[[], Method]]]:
    """What is measured: the plainest way, the words of criterion text, and with the extra the meaning beside them."""
    yield "tfidf", lambda: by_plain_words(gold.texts)
    yield "bm25cos", lambda: by_words(gold.texts)
    try:
        encode = english()
    except NoEncoder as fault:
        say(f"Measured without meanings: {fault}")
        return
    meaning: list[Method] = []
    yield "minilm", lambda: _kept(meaning, lambda: by_meaning(gold.texts, encode(list(gold.texts.values()))))
    # The meanings are not worked out twice, so that these seconds are those of what comes on top.
    yield "bm25cos+minilm", lambda: together(by_words(gold.texts), meaning[0])


def _kept(kept: list[Method], make: Callable[[], Method]) -> Method:
    kept.append(make())
    return kept[0]


def _answer(name: str, make: Callable[[], Method], gold: GoldStandard, resamples: int, seed: int) -> GoldAnswer:
    begin = time.perf_counter()
    found = measured(gold, make(), resamples, seed)
    return GoldAnswer(
        method=name,
        loss=round(found.loss, 4),
        loss_interval=(round(found.interval[0], 4), round(found.interval[1], 4)),
        easy=None if found.easy is None else round(found.easy, 4),
        hard=None if found.hard is None else round(found.hard, 4),
        seconds=round(time.perf_counter() - begin, 2),
    )
