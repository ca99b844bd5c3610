"""A long form of a mission in parts: which are open, and what is said of those that are folded."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.pages.forms import Form
from service.pages.planner import written
from service.pages.planner.requirements import asked
from service.pages.planner.words import KINDS, STRENGTHS, TYPES
from service.pages.wording import Wording
from service.pages.words import N_, ROLES

ABOUT, MORE, RULES = "about", "more", "rules"
# Fields that few missions need; they are folded once more.
_SELDOM = ("place", "beneficiary", "description", "tasks", "deliverables")
_LONGEST = 200
NOTHING = N_("Nothing yet.")
UNFINISHED = N_("not finished")


def seat_part(number: int) -> str:
    """The part of a seat, by its number from 1."""
    return f"seat-{number}"


@dataclass(frozen=True)
class Parts:
    """The parts of a form; a row of requirements is one too, by its name.

    ``concerned`` are those that somebody works on. Beside them stands open what has a fault, or is not finished.
    """

    words: Wording
    form: Form
    concerned: frozenset[str] = frozenset()

    def open(self, part: str) -> bool:
        """Whether a part is open."""
        return part in self.concerned or part in self._wrong() or part in self._unfinished()

    def _wrong(self) -> set[str]:
        return {part for field in self.form.errors for part in _parts_of(field)}

    def _unfinished(self) -> set[str]:
        seats = range(1, written.seats_of(self.form) + 1)
        rows = [(number, written.row(number, at)) for number in seats for at in written.rows_of(self.form, number)]
        return {
            part
            for number, name in rows
            if written.requirement(self.words, self.form, name) is None and not self._left_out(name)
            for part in (name, seat_part(number))
        }

    def _left_out(self, name: str) -> bool:
        return self.form.value(f"{name}-strength") == written.OUT

    def said(self, part: str) -> str:
        """What stands in a part, short."""
        match part.partition("-"):
            case ("about", _, _):
                found = self._about()
            case ("more", _, _):
                found = (line for name in _SELDOM for line in self.form.value(name).splitlines()[:1])
            case ("rules", _, _):
                found = self._rules()
            case ("seat", _, number):
                found = self._asked(int(number))
            case _:
                raise ValueError(part)
        return _cut(" · ".join(filter(None, found))) or self.words.say(NOTHING)

    def _about(self) -> Iterator[str]:
        form, words = self.form, self.words
        yield form.value("title")
        yield ", ".join(filter(None, (form.value(f"host-{at}") for at in range(1, written.MOST_COUNTRIES + 1))))
        start, end = written.days(form)
        yield words.days(start, end) if start and end else ""
        yield ", ".join(words.say(text) for each, text in TYPES.items() if form.has("types", each.value))

    def _asked(self, number: int) -> Iterator[str]:
        rows = [written.row(number, at) for at in written.rows_of(self.form, number)]
        for strength in (written.MUST, written.WISH):
            held = [self._row(name) for name in rows if self.form.value(f"{name}-strength") == strength]
            yield f"{self.words.say(STRENGTHS[strength])}: {'; '.join(held)}" if held else ""

    def _rules(self) -> Iterator[str]:
        yield self.words.weights(self.form.value("policy") or None)
        yield ", ".join(self.form.value("banned").splitlines())
        yield self.form.value("banned-nationalities")

    def seat(self, number: int) -> str:
        """A seat by number, role and how many people it is for, as far as that is written."""
        words, form = self.words, self.form
        role = next((words.say(text) for each, text in ROLES.items() if each == form.value(f"s{number}-role")), "")
        count = form.value(f"s{number}-count")
        people = words.say_many("%(count)s person", "%(count)s people", int(count)) if _whole(count) else ""
        told = ", ".join(filter(None, (role, people)))
        seat = words.say("Seat %(number)s", number=words.number(number))
        return f"{seat}: {told}" if told else seat

    def row(self, name: str) -> str:
        """``Must: English C1``."""
        strength = self.words.say(STRENGTHS.get(self.form.value(f"{name}-strength"), STRENGTHS[written.MUST]))
        return f"{strength}: {self._row(name)}"

    def _row(self, name: str) -> str:
        found = written.requirement(self.words, self.form, name)
        kind = self.words.say(KINDS[self.form.value(f"{name}-kind")])
        unfinished = f"{kind} ({self.words.say(UNFINISHED)})"
        return unfinished if found is None else asked(self.words, found)


def _parts_of(field: str) -> tuple[str, ...]:
    """The parts that hold a field."""
    if field.startswith("s") and field[1:2].isdigit():
        seat, _, rest = field[1:].partition("-")
        return (
            (seat_part(int(seat)), "-".join(field.split("-")[:2])) if rest.startswith("r") else (seat_part(int(seat)),)
        )
    if field in ("banned", "banned-nationalities", "policy"):
        return (RULES,)
    return (ABOUT, MORE) if field in _SELDOM else (ABOUT,)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"
