"""Accounts, for the administrator: who may sign in, in which offices."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, ValidationError

from matching.shortlist import Answer
from registry.accounts import Account, Email, Interface, Roles
from registry.domain.base import Id, Line
from registry.lifecycle import Office
from service.auth import administering
from service.auth.access import WhoDep, allow
from service.auth.gate import GateDep
from service.auth.opaque import new_account_id
from service.deps import IfMatchDep
from service.errors import NotPossible
from service.http.etags import show_version

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
    """An account as it shall be; If-Match says which version is changed."""

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
    account = _account(new_account_id(), body, 1)
    added = administering.add(gate, account, None, who.account, body.purpose)
    return Invited(account=added, link=administering.invite(gate, added))


@router.get("/{id}")
def get_account(id: str, gate: GateDep, response: Response) -> Account:
    """One account; its ETag is what a change asks for."""
    account = gate.store.accounts.get(id)
    show_version(response, account.version)
    return account


@router.put("/{id}")
def change_account(
    id: str, body: ChangedAccount, who: WhoDep, gate: GateDep, version: IfMatchDep, response: Response
) -> Account:
    """Change an account: offices, what it speaks for, whether it may sign in; disabled, it is signed out at once."""
    account = _account(id, body, version)
    changed = gate.store.accounts.update(account, who.account, body.purpose)
    show_version(response, changed.version)
    return changed


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


def _account(id: str, body: NewAccount, version: int) -> Account:
    """What a body says as an account; NotPossible where an office lacks what it needs."""
    try:
        return Account(id=id, version=version, **body.model_dump(exclude={"purpose"}))
    except ValidationError as fault:
        raise NotPossible("; ".join(each["msg"] for each in fault.errors())) from fault
