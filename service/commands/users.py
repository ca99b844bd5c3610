"""Commands users add, list, disable, reset: who may sign in, in which offices."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from registry.accounts import Account
from registry.errors import BadInput, NotFound, Problem
from registry.lifecycle import Office
from registry.store import Store
from service import rendering
from service.auth import administering
from service.auth.gate import Gate, clock
from service.auth.opaque import new_account_id
from service.auth.passwords import generated
from service.commands.shared import Format, FormatOption, open_store, say
from service.errors import WeakPassword
from service.mail import office
from service.mail.resets import ResetMailer
from service.rendering.accounts import accounts_table
from service.settings import Settings

users = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Accounts: who may sign in, in which offices.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The e-mail address of the account.")]
Purpose = Annotated[str, typer.Option(help="Why, as the record keeps it; no names.")]


class Role(StrEnum):
    """The offices that a person can hold."""

    REQUESTER = Office.REQUESTER
    PLANNER = Office.PLANNER
    APPROVER = Office.APPROVER
    REGISTRAR = Office.REGISTRAR
    CERTIFIER = Office.CERTIFIER
    SPECIALIST = Office.SPECIALIST
    FOCAL_POINT = Office.FOCAL_POINT
    ANALYST = Office.ANALYST
    ADMINISTRATOR = Office.ADMINISTRATOR


class By(StrEnum):
    """How an account comes to its password."""

    TYPED = "typed"
    GENERATED = "generated"
    LINK = "link"


ByOption = Annotated[
    By,
    typer.Option(
        "--password",
        help="typed: at a prompt, or the first line of standard input; generated: printed; link: a link by which the "
        "owner sets it, mailed, or printed where no mail is sent.",
    ),
]


@users.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="How the person is called.")],
    role: Annotated[list[Role], typer.Option(help="An office; may be given several times.")],
    specialist: Annotated[str | None, typer.Option(help="The id of their own profile.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Whom they speak for as its focal point.")] = None,
    language: Annotated[str, typer.Option(help="Language of the interface: az, en, ru or tr.")] = "en",
    password: ByOption = By.TYPED,
    purpose: Purpose = "account added",
) -> None:
    """Add an account. The first one is best an administrator, who can add the others."""
    roles = [Office(each) for each in role]
    facts = {"email": email, "name": name, "roles": roles, "specialist": specialist, "organisation": organisation}
    account = _account(facts | {"language": language})
    with open_store() as store, _in_words():
        gate, secret = _gate(store), _password(password)
        added = administering.add(gate, account, secret, Settings().actor, purpose)
        _hand_over(password, secret or administering.invite(gate, added))
    say(f"Added {added.email}: {', '.join(added.roles)}")


@users.command("list")
def show(format: FormatOption = Format.TABLE) -> None:
    """Print every account, by e-mail address."""
    if format is Format.CSV:
        raise typer.BadParameter("accounts are written as table or json", param_hint="--format")
    with open_store() as store:
        found = store.accounts.all()
    if format is Format.JSON:
        sys.stdout.writelines(rendering.json_lines(found))
    else:
        rendering.console(sys.stdout).print(accounts_table(found))


@users.command("disable")
def disable(
    email: Email,
    lift: Annotated[bool, typer.Option("--lift", help="The account may sign in again.")] = False,
    purpose: Purpose = "asked by an administrator",
) -> None:
    """Let an account no longer sign in; it is signed out at once, and its tokens end."""
    with open_store() as store:
        account = _known(store, email)
        store.accounts.update(account.model_copy(update={"active": lift}), Settings().actor, purpose)
    say(f"{account.email} may sign in again" if lift else f"{account.email} may no longer sign in")


@users.command("reset")
def reset(
    email: Email,
    password: ByOption = By.TYPED,
    second_factor: Annotated[bool, typer.Option("--second-factor", help="Take a lost second factor away too.")] = False,
    purpose: Purpose = "asked by its owner",
) -> None:
    """Give an account another password; it is signed out everywhere, and its tokens end."""
    actor = Settings().actor
    with open_store() as store, _in_words():
        account, gate = _known(store, email), _gate(store)
        secret, link = _password(password), None
        if secret is None:
            link = administering.lock_out(gate, account.id, actor, purpose)
        else:
            administering.give_password(gate, account.id, secret, actor, purpose)
        if second_factor:
            store.accounts.drop_factor(account.id, actor, purpose)
        _hand_over(password, secret or link)
    say(f"{account.email} is signed out everywhere")


def _gate(store: Store) -> Gate:
    settings = Settings()
    sent = office.sender_if_any(settings, store.outbox, clock) is not None
    return Gate(store, settings.public_url.rstrip("/"), mailer=ResetMailer(store, clock) if sent else None)


def _account(facts: dict[str, Any]) -> Account:
    try:
        return Account.model_validate({"id": new_account_id(), **facts})
    except ValidationError as fault:
        problems = [
            Problem(".".join(map(str, each["loc"])) or "account", None, "", "", each["msg"]) for each in fault.errors()
        ]
        raise BadInput(problems) from fault


def _known(store: Store, email: str) -> Account:
    found = store.accounts.by_email(email)
    if found is None:
        raise NotFound("account", email)
    return found.account


def _password(by: By) -> str | None:
    """The new password; never one of the arguments, which everybody on the machine can read. None for a link."""
    if by is By.LINK:
        return None
    if by is By.GENERATED:
        return generated()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("The same again: "):
        raise BadInput([Problem("password", None, "", "", "expected the same twice")])
    return first


def _hand_over(by: By, secret: str | None) -> None:
    """Print what the owner needs and does not know yet."""
    if by is not By.TYPED and secret is not None:
        print(secret)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except WeakPassword as fault:
        raise BadInput([Problem("password", None, "", "", str(fault))]) from fault
