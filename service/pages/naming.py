"""Names of people where only their ids are at hand, and ids where somebody typed a name."""

from collections.abc import Callable

from registry.roster import Roster
from registry.vocabulary import fold
from service.pages.forms import Form
from service.pages.page import Page
from service.pages.words import N_

NOBODY = N_("Nobody in the pool is called “%(typed)s”.")
SEVERAL = N_("Several people are called “%(typed)s”. Write the number of one: %(people)s.")
_MOST_TOLD = 5


def names(roster: Roster) -> Callable[[str], str]:
    """What somebody is called; the id of whoever is no longer there."""

    def name(id: str) -> str:
        entry = roster.entries[roster.row[id]] if id in roster.row else None
        return entry.name if entry else id

    return name


def people_of(page: Page, form: Form, field: str, roster: Roster) -> tuple[str, ...]:
    """The ids of people who were written into a field, one on each line, by name or number; refuses who is unclear."""
    found = [_one(page, form, field, roster, line.strip()) for line in form.value(field).splitlines() if line.strip()]
    return tuple(dict.fromkeys(id for id in found if id is not None))


def _one(page: Page, form: Form, field: str, roster: Roster, typed: str) -> str | None:
    if typed in roster.row:
        return typed
    alike = roster.chosen(roster.named(typed))
    # Whoever is called exactly so comes before all who are called alike.
    called = [each for each in alike if fold(each.name) == fold(typed)] or alike
    if len(called) == 1:
        return called[0].id
    told = ", ".join(f"{each.name} ({each.id})" for each in called[:_MOST_TOLD])
    form.refuse(field, page.say(SEVERAL if called else NOBODY, typed=typed, people=told))
    return None
