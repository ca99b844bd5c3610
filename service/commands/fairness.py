"""Command fairness: who is chosen and who is not, by gender, region and employer."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from matching import Index, Policy
from matching.fairness import (
    RULES,
    Fairness,
    FairnessRules,
    Protected,
    Stage,
    assignment_stage,
    offer_stage,
    plan_stage,
    report,
    shortlist_stage,
)
from matching.plan import plan as planned
from registry.domain import Candidacy, Mission, Offer
from registry.importing import read_candidacies
from registry.pseudonyms import pseudonyms as drawn_pseudonyms
from registry.store import Store
from service import rendering
from service.commands.shared import (
    Format,
    FormatOption,
    PolicyOption,
    candidacies_on_file,
    find_mission,
    open_store,
    policy_for,
)
from service.rendering.fairness import fairness_table

Candidacies = Annotated[
    list[Path] | None, typer.Option(help="A file of candidacies, as JSON Lines, beside those on file; may be repeated.")
]


def fairness(
    missions: Annotated[
        list[str] | None, typer.Option(help="A mission file or id, may be repeated; else all on file.")
    ] = None,
    policy: PolicyOption = None,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="People per seat that make a shortlist.")] = RULES.top,
    least: Annotated[int, typer.Option(min=1, max=1000, help="Smaller groups are suppressed.")] = RULES.least,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Past work from this day on.")
    ] = None,
    candidacies: Candidacies = None,
    plan: Annotated[bool, typer.Option("--plan", help="Also plan the missions together, and report on the plan.")] = (
        False
    ),
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Names drawn for this report alone in place of ids.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Report who is chosen and who is not: impact ratios, exposure, rotation, and women and men."""
    if format is Format.CSV:
        raise typer.BadParameter("the report is written as table or json", param_hint="--format")
    rules = RULES.model_copy(update={"top": top, "least": least})
    told = read_candidacies(candidacies or [])
    with open_store() as store:
        wanted = [find_mission(each, store) for each in missions] if missions else list(store.missions())
        policies = {each.id: policy_for(policy, each) for each in wanted}
        snapshot = store.snapshot()
        index = Index.build(snapshot)
        proposed = candidacies_on_file(store, told)
        stages = _stages(wanted, policies, proposed, None if since is None else since.date(), store, index, rules)
    if plan and wanted:
        stages.append(plan_stage(planned(wanted, index, policies, priced=False), wanted, index))
    if not any(stage.picks for stage in stages):
        raise typer.BadParameter("no missions, no past work and no candidacies: nobody was chosen yet")
    named = drawn_pseudonyms() if pseudonyms else None
    _write(report(stages, index, Protected.of(snapshot), rules, named), format)


def _stages(
    missions: list[Mission],
    policies: dict[str, Policy],
    candidacies: list[Candidacy],
    since: date | None,
    store: Store,
    index: Index,
    rules: FairnessRules,
) -> list[Stage]:
    work = (each for each in store.assignments() if since is None or each.start >= since)
    return [
        shortlist_stage(missions, index, policies, rules.top),
        offer_stage(candidacies, index, store.cases.find(Offer)),
        assignment_stage(work, index),
    ]


def _write(answer: Fairness, format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([answer]))
    else:
        rendering.console(sys.stdout).print(fairness_table(answer))
