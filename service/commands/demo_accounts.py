"""What there is to try in the pages of a demo pool: an account in every office, missions at three stages."""

from typing import IO

from registry.accounts import Account
from registry.domain import MissionCase
from registry.lifecycle import Office
from registry.store import Store
from service.auth import administering
from service.auth.gate import Gate
from service.auth.opaque import new_account_id
from service.auth.passwords import generated
from service.auth.sessions import who
from service.auth.who import Who
from service.casework import missions

_ACTOR = "demo"
_SUBMITTED = ((Office.REQUESTER, "submit"),)
_SOURCED = (*_SUBMITTED, (Office.APPROVER, "approve"), (Office.PLANNER, "source"))
_STAGES = {"v01": _SUBMITTED, "v02": _SOURCED, "v03": _SOURCED, "v06": _SOURCED}


def add_demo_accounts(store: Store, specialist: str, out: IO[str]) -> str:
    """Add an account in every office; the password of each. ``specialist``: the profile of the one who is one."""
    gate, password = Gate(store), generated()
    organisation = store.specialist(specialist).organisation
    people: dict[Office, Who] = {}
    offices = [office for office in Office if office is not Office.CALENDAR]
    for office in offices:
        account = Account(
            id=new_account_id(),
            email=f"{office.value}@example.org",
            name=f"Sample {office.value.replace('_', ' ')}",
            roles=(office,),
            specialist=specialist if office is Office.SPECIALIST else None,
            organisation=organisation or "Sample Organisation" if office is Office.FOCAL_POINT else None,
        )
        people[office] = who(administering.add(gate, account, password, _ACTOR, "demo account"))
    _ask_for_missions(store, people, gate)
    print(f"\nAccounts to try the pages with: {', '.join(f'{office}@example.org' for office in offices)}", file=out)
    print(f"The password of each is {password}", file=out)
    print("Serve them: RTCM_DATABASE_URL=sqlite:///rtcm-demo.db rtcm serve, then http://127.0.0.1:8000", file=out)
    return password


def _ask_for_missions(store: Store, people: dict[Office, Who], gate: Gate) -> None:
    """The missions on file as the requester's: some still drafts, one to be approved, the others to be filled."""
    with store.writing(_ACTOR, "demo missions") as writing:
        for id, _ in store.mission_titles():
            writing.cases.add(MissionCase(id=id, requester=people[Office.REQUESTER].account))
    for mission, steps in _STAGES.items():
        for office, event in steps:
            missions.advance(store, people[office], gate.now(), mission, event)
