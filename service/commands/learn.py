"""Command learn: what past choices say about the weights of a policy, as a proposal."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from matching.learning import RULES, Choice, Learned, of_assignments, of_candidacies, of_decisions
from matching.learning import learn as learned_from
from registry.domain import Candidacy, Decision, Mission
from registry.exporting.writing import open_for_writing
from registry.importing import read_candidacies
from registry.store import Store
from service import rendering
from service.commands.shared import Format, FormatOption, PolicyOption, candidacies_on_file, open_store, say
from service.policies import find_policy, policy_text
from service.rendering.learned import learned_table, told


def learn(
    policy: PolicyOption = None,
    candidacies: Annotated[
        list[Path] | None,
        typer.Option(help="A file of candidacies, as JSON Lines, beside those on file; may be repeated."),
    ] = None,
    least_missions: Annotated[
        int, typer.Option(min=5, max=100_000, help="Missions with a choice, or nothing is learned.")
    ] = RULES.least_missions,
    strength: Annotated[
        float, typer.Option(min=0.001, max=1000, help="How firmly weights are held to the policy.")
    ] = RULES.strength,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same.")] = RULES.seed,
    out: Annotated[
        Path | None, typer.Option(help="Write the proposed policy (policy/1) to this file; it is not applied.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Propose weights from past choices, with the gain on missions not learned from; nothing is applied."""
    if format is Format.CSV:
        raise typer.BadParameter("a proposal is written as table or json", param_hint="--format")
    rules = RULES.model_copy(update={"least_missions": least_missions, "strength": strength, "seed": seed})
    current, told_in_files = find_policy(policy), read_candidacies(candidacies or [])
    with open_store() as store:
        missions = {each.id: each for each in store.missions()}
        choices = _choices(store, told_in_files, missions)
        snapshot = store.snapshot()
    learned, proposed = learned_from(choices, snapshot, current, list(missions.values()), rules)
    if out is not None:
        with open_for_writing(out) as file:
            file.write(f"# {told(learned)}\n{policy_text(proposed)}")
        say(f"Wrote {out}, which nothing applies: try it with --policy {out}, or see rtcm policies approve")
    _write(learned, format)


def _choices(store: Store, told_in_files: list[Candidacy], missions: dict[str, Mission]) -> list[Choice]:
    """Past work, candidacies, and the lists of planners for seats whose candidacies say nothing yet."""
    selected = of_candidacies(candidacies_on_file(store, told_in_files), missions)
    settled = {(each.ask.mission.id, each.ask.number) for each in selected}
    listed = [each for each in store.cases.find(Decision) if (each.mission, each.seat) not in settled]
    return [*selected, *of_decisions(listed, missions), *of_assignments(store.assignments(), missions)]


def _write(learned: Learned, format: Format) -> None:
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([learned]))
    else:
        rendering.console(sys.stdout).print(learned_table(learned))
