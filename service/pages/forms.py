"""What somebody typed into a form, what is wrong with it, and how both reach the page again."""

from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request, UploadFile
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.pages.wording import Wording
from service.pages.words import N_

_LONGEST = 20_000
# Embeddings, overrides and isolates of direction: whoever is called so would turn round the words of others.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

EMPTY = N_("Fill in this field.")
NO_DAY = N_("Write a date as year-month-day, for example 2027-03-31.")
# What pydantic calls a fault -> what a page says; the rest is said in general.
FAULTS = {
    "missing": EMPTY,
    "string_too_long": N_("This is too long."),
    "string_pattern_mismatch": N_("This contains characters that cannot be used here."),
    "date_form": NO_DAY,
    "order": N_("The end lies before the start."),
    "repeated": N_("This stands here twice."),
    "unknown_term": N_("This is not in the list. Choose one that is."),
    # What a vocabulary does not know.
    "value_error": N_("This is not in the list. Choose one that is."),
    "int_parsing": N_("Write a whole number."),
    "greater_than_equal": N_("This number is too small."),
    "less_than_equal": N_("This number is too large."),
    "enum": N_("Choose one of the answers."),
    "literal_error": N_("Choose one of the answers."),
}
GENERAL = N_("This cannot be read. Check what you typed.")


@dataclass
class Form:
    """Fields as they were typed, files that came with them, and errors by field in the order in which they stand."""

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """The first value of a field, without blanks around it."""
        return next(iter(self.typed.get(name, ())), default).strip()

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a field that can be ticked more than once."""
        return self.typed.get(name, ())

    def has(self, name: str, value: str) -> bool:
        """Whether a value is chosen."""
        return value in self.typed.get(name, ())

    def error(self, name: str) -> str | None:
        """What is wrong with a field."""
        return self.errors.get(name)

    def refuse(self, name: str, why: str) -> None:
        """Say what is wrong with a field, translated; the first fault of a field stands."""
        self.errors.setdefault(name, why)

    def without(self, *names: str) -> "Form":
        """The same, as if some fields had never been there."""
        typed = {name: values for name, values in self.typed.items() if name not in names}
        return Form(typed, self.files, self.errors)

    def need(self, wording: Wording, *names: str) -> None:
        """Refuse fields that are empty."""
        for name in names:
            if not self.value(name):
                self.refuse(name, wording.say(EMPTY))

    def day(self, wording: Wording, name: str) -> date | None:
        """A day as YYYY-MM-DD; None when the field is empty, or refused."""
        typed = self.value(name)
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.refuse(name, wording.say(NO_DAY))
            return None

    def refuse_as(self, wording: Wording, fault: ValidationError, fields: Mapping[str, str]) -> None:
        """Say what a class of the domain refused; ``fields`` names the field for each place (``window.start``)."""
        for each in fault.errors():
            self.refuse(_field(each, fields), in_words(wording, each))

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


def filled(values: Mapping[str, str | Iterable[str]]) -> Form:
    """A form that shows what is on file."""
    return Form({key: (value,) if isinstance(value, str) else tuple(value) for key, value in values.items()})


def fault(wording: Wording, kind: str) -> str:
    """What a page says of a kind of fault."""
    return wording.say(FAULTS.get(kind, GENERAL))


def in_words(wording: Wording, fault: ErrorDetails) -> str:
    """One fault of a class of the domain as a page says it."""
    return wording.say(FAULTS.get(fault["type"], GENERAL))


def _field(fault: ErrorDetails, fields: Mapping[str, str]) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    return fields.get(place) or next((name for start, name in fields.items() if place.startswith(f"{start}.")), place)


async def typed(request: Request) -> AsyncGenerator[Form, None]:
    """The form that a request brings; its files are closed once the answer is made."""
    async with request.form(max_files=20, max_fields=2000) as sent:
        texts: dict[str, tuple[str, ...]] = {}
        files: dict[str, UploadFile] = {}
        for name, value in sent.multi_items():
            if isinstance(value, str):
                texts[name] = (*texts.get(name, ()), _plain(value))
            elif value.filename:
                files[name] = UploadFile(value.file, size=value.size, filename=value.filename, headers=value.headers)
        yield Form(texts, files)


def _plain(text: str) -> str:
    """Text without control characters, which no field keeps, nor signs that turn round what stands beside it."""
    kept = "".join(letter for letter in text[:_LONGEST] if (letter >= " " or letter in "\n\t") and letter not in _TURNS)
    return kept.encode("utf-8", "replace").decode("utf-8")


FormDep = Annotated[Form, Depends(typed)]
