"""One field of a section: how it is asked for, read, filled and told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from registry import vocabulary
from service.pages.forms import Form
from service.pages.wording import Wording
from service.pages.words import N_

Options = Callable[[Wording], list[tuple[str, str]]]
YES, NO = N_("yes"), N_("no")


class Kind(StrEnum):
    """How a field is asked for; ``lines`` are one value a line, ``many`` are ticked."""

    TEXT = "text"
    AREA = "area"
    LINES = "lines"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    SEARCH = "search"
    COMPETENCE = "competence"
    TICK = "tick"
    MANY = "many"


@dataclass(frozen=True)
class Field:
    """``name`` is that of the profile, ``alias`` the one under which its class reads it; ``named`` values need it."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    options: Options | None = None
    hint: str = ""
    optional: bool = True
    alias: str = ""
    named: bool = False

    @property
    def key(self) -> str:
        """The name under which a class of the domain reads it."""
        return self.alias or self.name

    def read(self, form: Form, suffix: str = "") -> Any:
        """What was typed, as the domain takes it; None for an empty field."""
        name = self.name + suffix
        if self.kind is Kind.TICK:
            return form.has(name, "yes")
        if self.kind is Kind.MANY:
            return [each for each in form.values(name) if each]
        text = form.value(name)
        if self.kind is Kind.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        if not text:
            return None
        # Levels are chosen, and are numbers all the same.
        return _number(text) if self.kind is Kind.NUMBER or (self.kind is Kind.CHOICE and text.isdigit()) else text

    def typed(self, value: Any) -> tuple[str, ...]:
        """A value of the profile as the field shows it."""
        if self.kind is Kind.TICK:
            return ("yes",) if value else ()
        if self.kind is Kind.MANY:
            return tuple(_plain(each) for each in value or ())
        if self.kind is Kind.LINES:
            return ("\n".join(value),)
        if value is None:
            return ()
        return (("yes" if value else "no") if isinstance(value, bool) else _plain(value),)

    def told(self, wording: Wording, value: Any, named: bool = False) -> str:
        """A value of the profile as one reads it, after its name where it says little alone; empty without one."""
        if value is None or value in ((), ""):
            return ""
        if named and (self.named or self.kind in (Kind.NUMBER, Kind.DAY)):
            return f"{wording.say(self.label)} {self.told(wording, value)}"
        if isinstance(value, bool):
            return wording.say(YES if value else NO)
        if isinstance(value, date):
            return wording.day(value)
        if self.kind is Kind.COMPETENCE:
            return wording.competence(value)
        if isinstance(value, tuple):
            return wording.together([self.told(wording, each) for each in value])
        known = dict(self.options(wording)) if self.options else {}
        return known.get(_plain(value), _plain(value))


def countries(wording: Wording) -> list[tuple[str, str]]:
    """Every country by its name."""
    return wording.by_name({code: wording.country(code) for code in vocabulary.countries()})


def languages(wording: Wording) -> list[tuple[str, str]]:
    """Every language by its name."""
    return wording.by_name({code: wording.language_title(code) for code in vocabulary.languages()})


def _plain(value: Any) -> str:
    if isinstance(value, Enum) and not isinstance(value, vocabulary.CEFR):
        return str(value.value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _number(text: str) -> Any:
    """A number as it was meant; what is none stays as it is, and is refused with its field."""
    for kind in (int, float):
        try:
            return kind(text.replace(",", "."))
        except ValueError:
            continue
    return text
