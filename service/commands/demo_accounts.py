"""Accounts for trying out the pages of a demo pool: one in every office, with one generated password for all."""

from typing import IO

from registry.accounts import Account
from registry.lifecycle import Office
from registry.store import Store
from service.auth import administering
from service.auth.gate import Gate
from service.auth.opaque import new_account_id
from service.auth.passwords import generated

_ACTOR = "demo"


def add_demo_accounts(store: Store, specialist: str, out: IO[str]) -> None:
    """Add an account in every office; ``specialist`` is the profile of the one who is a specialist."""
    gate, password = Gate(store), generated()
    organisation = store.specialist(specialist).organisation
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
        administering.add(gate, account, password, _ACTOR, "demo account")
    print(f"\nAccounts to try the pages with: {', '.join(f'{office}@example.org' for office in offices)}", file=out)
    print(f"The password of each is {password}", file=out)
    print("Serve them: RTCM_DATABASE_URL=sqlite:///rtcm-demo.db rtcm serve, then http://127.0.0.1:8000", file=out)
