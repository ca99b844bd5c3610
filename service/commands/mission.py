"""Commands mission request, list, show, step, decide: a mission on its way from request to close."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from matching import Index
from registry.domain import MissionCase, Reason
from registry.errors import BadInput, Problem
from registry.importing import read_mission
from service.casework import decisions, missions, seeing
from service.casework.decisions import Wanted
from service.commands.acting import AsOption, CommentOption, acting_as, now, write
from service.commands.shared import Format, FormatOption, PolicyOption, open_store, policy_for
from service.rendering.base import console
from service.rendering.casework import case_told

mission = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Missions on their way: request, steps, decisions on seats."
)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the mission.")]
ReasonOption = Annotated[Reason | None, typer.Option("--reason", help="The reason code, where the step asks one.")]


@mission.command("request")
def request(
    file: Annotated[Path, typer.Argument(help="A mission file (mission/1).")],
    email: AsOption,
    urgent: Annotated[bool, typer.Option("--urgent", help="Offers end after 48 hours.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Ask for a mission: a draft of the account's, to be submitted when it is ready."""
    wanted = read_mission(file)
    with open_store() as store:
        write([missions.open_case(store, acting_as(store, email), now(), wanted, urgent)], format)


@mission.command("list")
def listing(email: AsOption, format: FormatOption = Format.TABLE) -> None:
    """List the missions that the account may see."""
    with open_store() as store:
        write(seeing.cases(store, acting_as(store, email)), format)


@mission.command("show")
def show(id: Id, email: AsOption, format: FormatOption = Format.TABLE) -> None:
    """Show how far a mission has come, and who takes part as far as the account may see it."""
    with open_store() as store:
        who = acting_as(store, email)
        case = seeing.case(store, who, id)
        taking_part = seeing.candidacies(store, who, mission=id)
    if format is Format.JSON:
        write([case, *taking_part], format)
    else:
        console(sys.stdout).print(case_told(case))
        write(taking_part, format)


@mission.command("step")
def step(
    id: Id,
    event: Annotated[str, typer.Argument(help="The step: submit, approve, source, lock, offer, staff, close ...")],
    email: AsOption,
    reason: ReasonOption = None,
    comment: CommentOption = "",
    text: Annotated[Path | None, typer.Option("--text", help="The new text of an amendment.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="The report that closing asks for.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Take a mission one step further; a step that is not legal is refused with those that are."""
    changed = None if text is None else read_mission(text)
    told = None if report is None else _read(report)
    with open_store() as store:
        who = acting_as(store, email)
        seeing.case(store, who, id)
        case: MissionCase = missions.advance(store, who, now(), id, event, reason, comment, changed, told)
        write([case], format)


@mission.command("decide")
def decide(
    id: Id,
    seat: Annotated[int, typer.Argument(help="Number of the seat, from 1.")],
    choose: Annotated[list[str], typer.Option("--choose", metavar="SPECIALIST=REASON", help="Whom, and why.")],
    email: AsOption,
    policy: PolicyOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Put people on the list of a seat, each with a reason, and keep how the list came about."""
    wanted = [_wanted(each) for each in choose]
    with open_store() as store:
        index = Index.build(store.snapshot())
        weighed = policy_for(policy, store.mission(id))
        write([decisions.decide(store, index, acting_as(store, email), now(), id, seat, wanted, weighed)], format)


def _wanted(told: str) -> Wanted:
    specialist, _, reason = told.partition("=")
    if not reason.strip():
        raise BadInput([Problem("--choose", None, "", told, "expected SPECIALIST=REASON")])
    return Wanted(specialist, reason)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput([Problem(str(file), None, "", "", "expected a text file in UTF-8")]) from fault
