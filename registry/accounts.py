"""Accounts: who may sign in, in which offices, and for whom they speak."""

import unicodedata
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from registry.domain.base import Fact, Id, Line
from registry.domain.message import Address
from registry.lifecycle import Office

Interface = Literal["az", "en", "ru", "tr"]  # the languages of the interface


def same_address(email: str) -> str:
    """An e-mail address as accounts are found by: one spelling, however somebody types it."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _same_address(value: Any) -> Any:
    return same_address(value) if isinstance(value, str) else value


def _offices(roles: tuple[Office, ...]) -> tuple[Office, ...]:
    """Each office once, in the order in which they are defined."""
    if Office.CALENDAR in roles:
        raise PydanticCustomError("office", "calendar is nobody: expected an office that a person holds")
    return tuple(office for office in Office if office in roles)


Email = Annotated[Address, BeforeValidator(_same_address)]
Roles = Annotated[tuple[Office, ...], AfterValidator(_offices)]


class Account(Fact):
    """Somebody who may sign in; ``id`` says nothing of them, for the record keeps it for ever.

    ``specialist`` is the profile that is their own, ``organisation`` the one they speak for as its focal point.
    """

    id: Id
    email: Email
    name: Annotated[Line, Field(min_length=1)]
    roles: Roles = ()
    specialist: Id | None = None
    organisation: Line | None = None
    language: Interface = "en"
    active: bool = True
    second_factor: bool = False
    version: int = 1

    @model_validator(mode="after")
    def _offices_have_what_they_need(self) -> Self:
        if Office.SPECIALIST in self.roles and self.specialist is None:
            raise PydanticCustomError("linked", "the office of specialist needs the id of their own profile")
        if Office.FOCAL_POINT in self.roles and not self.organisation:
            raise PydanticCustomError("linked", "the office of focal point needs the organisation they speak for")
        return self


class Session(Fact):
    """A place where an account is signed in; ``id`` is no secret and opens nothing."""

    id: str
    account: Id
    agent: str
    began: AwareDatetime
    seen: AwareDatetime
    ends: AwareDatetime


class Token(Fact):
    """A token by which a program acts for an account, within ``scopes``; ``id`` opens nothing."""

    id: str
    account: Id
    name: Line
    scopes: tuple[str, ...]
    made: AwareDatetime
    ends: AwareDatetime
    seen: AwareDatetime | None = None


class Attempts(Fact):
    """Wrong tries in a row under one key (an account, an address), and when the last was."""

    failures: int
    last: AwareDatetime
