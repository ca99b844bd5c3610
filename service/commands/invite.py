"""Command invite: how many people to ask for a seat, in which waves."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from matching import Index
from matching import recommend as shortlists_of
from matching.errors import NothingToAsk
from matching.invitations import MOST_PEOPLE, plan_invitations
from service import rendering
from service.casework import histories
from service.commands.shared import (
    Format,
    FormatOption,
    MissionArgument,
    PolicyOption,
    find_mission,
    open_store,
    policy_for,
)
from service.rendering.invitations import invitations_table


def invite(
    mission: MissionArgument,
    seat: Annotated[int, typer.Option(min=1, help="The seat to fill, numbered from 1.")] = 1,
    chance: Annotated[float, typer.Option(help="How likely it shall be that the seat is full in time.")] = 0.9,
    days: Annotated[float, typer.Option(help="In how many days from now the answers are needed.")] = 10.0,
    top: Annotated[int, typer.Option(min=1, max=MOST_PEOPLE, help="How far down the list to look.")] = 50,
    policy: PolicyOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print how many people of the shortlist to ask for a seat, and when the next, from their answers so far."""
    if format is Format.CSV:
        raise typer.BadParameter("invitations are written as table or json", param_hint="--format")
    with open_store() as store:
        wanted = find_mission(mission, store)
        index = Index.build(store.snapshot())
        offers = histories.offers_on_file(store)
    (shortlist,) = shortlists_of(wanted, index, policy_for(policy, wanted), top, seat)
    places = histories.places_left(wanted.seats[seat - 1].count, offers, wanted.id, seat)
    if places < 1:
        raise NothingToAsk(f"seat {seat} of {wanted.id} is full: everybody that it needs has accepted")
    pool = histories.pool_of(offers)
    ranked = [each.specialist for each in shortlist.recommendations]
    people = histories.to_ask(ranked, offers, pool, wanted.id, seat, datetime.now(UTC))
    plan = plan_invitations(people, places, chance, days, pool)
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines([plan]))
    else:
        names = {each.specialist: each.name for each in shortlist.recommendations}
        rendering.console(sys.stdout).print(invitations_table(plan, names, f"{wanted.id} · seat {seat}"))
