"""Accounts, for the administrator: who may sign in, in which offices."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from matching.shortlist import Answer
from registry.accounts import Account, Email, Interface, Roles
from registry.domain.base import Id, Line
from registry.lifecycle import Office
from service.auth import administering
from service.auth.access import WhoDep, allow
from service.auth.gate import GateDep
from service.auth.opaque import new_account_id

router = APIRouter(prefix="/accounts", tags=["accounts"], dependencies=[allow(Office.ADMINISTRATOR, in_person=True)])

Purpose = Annotated[Line, Field(min_length=1, description="Why, as the record keeps it; no names.")]


class NewAccount(Answer):
    """Somebody who shall be able to sign in."""

    email: Email
    name: Annotated[Line, Field(min_length=1)]
    roles: Roles = ()
    specialist: Id | None = None
    organisation: Line | None = None
    language: Interface = "en"
    purpose: Purpose = "account added"


class ChangedAccount(NewAccount):
    """An account as it shall be, changed from the one at ``version``."""

    version: int
    active: bool = True
    purpose: Purpose = "account changed"


class Why(Answer):
    """Why something is done to an account."""

    purpose: Purpose = "asked by its owner"


class Invited(Answer):
    """An account, and the link that lets it in where no mail is sent from here; otherwise it was mailed."""

    account: Account
    link: str | None


@router.get("")
def list_accounts(gate: GateDep) -> list[Account]:
    """Every account, by e-mail address."""
    return gate.store.accounts.all()


@router.post("", status_code=201)
def add_account(body: NewAccount, who: WhoDep, gate: GateDep) -> Invited:
    """Add an account; its owner gets a link to set a password."""
    account = Account(id=new_account_id(), **body.model_dump(exclude={"purpose"}))
    added = administering.add(gate, account, None, who.account, body.purpose)
    return Invited(account=added, link=administering.invite(gate, added))


@router.get("/{id}")
def get_account(id: str, gate: GateDep) -> Account:
    """One account."""
    return gate.store.accounts.get(id)


@router.put("/{id}")
def change_account(id: str, body: ChangedAccount, who: WhoDep, gate: GateDep) -> Account:
    """Change an account: offices, what it speaks for, whether it may sign in; disabled, it is signed out at once."""
    account = Account(id=id, **body.model_dump(exclude={"purpose"}))
    return gate.store.accounts.update(account, who.account, body.purpose)


@router.post("/{id}/reset")
def reset_account(id: str, body: Why, who: WhoDep, gate: GateDep) -> Invited:
    """Take the password away, sign out everywhere, end tokens; its owner gets a link to set another one."""
    link = administering.lock_out(gate, id, who.account, body.purpose)
    return Invited(account=gate.store.accounts.get(id), link=link)


@router.post("/{id}/second-factor/end", status_code=204)
def drop_second_factor(id: str, body: Why, who: WhoDep, gate: GateDep) -> None:
    """Take the second factor of somebody away who lost it and the codes too."""
    gate.store.accounts.drop_factor(id, who.account, body.purpose)


@router.delete("/{id}/sessions", status_code=204)
def end_sessions(id: str, gate: GateDep) -> None:
    """Sign an account out everywhere."""
    gate.store.accounts.sessions.end_all(gate.store.accounts.get(id).id)
