"""Entries that may be one person: a queue, two side by side, and what a registrar decides about them."""

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from registry.claims import claims
from registry.domain import DuplicateState, Specialist
from registry.domain.base import Id
from registry.errors import CannotDecide
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.casework import duplicates
from service.deps import NowDep, RosterDep, StoreDep
from service.errors import Forbidden
from service.pages import stepping
from service.pages.forms import Form, FormDep
from service.pages.naming import names
from service.pages.page import Page, PageDep
from service.pages.registering.clues import clue, strength
from service.pages.registering.member import claim_words
from service.pages.stepping import NOT_FROM_HERE, Needs, StepWords
from service.pages.words import N_

router = APIRouter()
_REGISTRAR = [allow(Office.REGISTRAR)]
EntryId = Annotated[Id, Path()]
State = Annotated[DuplicateState, Query()]
# What the history keeps of a decision where nobody wrote a reason.
_MERGED, _APART, _UNDONE = "one person", "two people", "merge taken back"
UNDO = StepWords(
    N_("Take the merge back"),
    N_("Take the merge into %(name)s back?"),
    N_("Both entries, and everything that named them, are as they were before."),
    "danger",
)


@router.get("/duplicates", dependencies=_REGISTRAR)
def queue(page: PageDep, store: StoreDep, roster: RosterDep, state: State = DuplicateState.OPEN) -> Response:
    """The pairs, the likeliest first."""
    tabs = [(page.wording.called(each), f"/duplicates?state={each}", each is state) for each in DuplicateState]
    return page.render(
        "registering/pairs.html",
        tabs=tabs,
        pairs=duplicates.queue(store, state),
        state=state.value,
        name=names(roster),
    )


@router.get("/duplicates/{one}/{other}", dependencies=_REGISTRAR)
def compare(page: PageDep, store: StoreDep, who: WhoDep, one: EntryId, other: EntryId) -> Response:
    """Two entries side by side, with what speaks for and against that they are one person."""
    return _compared(page, Form({"kept": (one,)}), store, who, one, other)


@router.post("/duplicates/{one}/{other}/merge", dependencies=_REGISTRAR)
def merge(
    page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep, one: EntryId, other: EntryId
) -> Response:
    """Make one entry of two; the facts of the one that stays win, the other fills what it lacks."""
    if form.value("kept") not in (one, other):
        form.refuse("kept", page.say("Choose which entry stays."))
        return _compared(page, form, store, who, one, other)
    kept = form.value("kept")
    try:
        whole = duplicates.merge(store, who, now, kept, other if kept == one else one, form.value("why") or _MERGED)
    except (CannotDecide, Forbidden):
        return page.redirect("/duplicates", page.say(NOT_FROM_HERE), "problem")
    return page.redirect("/duplicates", page.say("Merged into %(name)s. You can take it back.", name=whole.name.full))


@router.post("/duplicates/{one}/{other}/apart", dependencies=_REGISTRAR)
def set_apart(
    page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep, one: EntryId, other: EntryId
) -> Response:
    """Keep that they are two people."""
    try:
        duplicates.set_apart(store, who, now, one, other, form.value("why") or _APART)
    except (CannotDecide, Forbidden):
        return page.redirect("/duplicates", page.say(NOT_FROM_HERE), "problem")
    return page.redirect("/duplicates", page.say("Kept as two people. They are not shown as a pair again."))


@router.get("/duplicates/{one}/{other}/undo", dependencies=_REGISTRAR)
def ask_undo(page: PageDep, roster: RosterDep, one: EntryId, other: EntryId) -> Response:
    """The page that asks before a merge is taken back."""
    name = names(roster)
    kept = name(one) if one in roster.row else name(other)
    return stepping.ask(page, Form(), UNDO, kept, Needs(), "/duplicates?state=merged")


@router.post("/duplicates/{one}/{other}/undo", dependencies=_REGISTRAR)
def undo(page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, one: EntryId, other: EntryId) -> Response:
    """Take a merge back, unless something of it has changed since."""
    try:
        duplicates.undo(store, who, one, other, form.value("comment") or _UNDONE)
    except Forbidden:
        return page.redirect("/duplicates?state=merged", page.say(NOT_FROM_HERE), "problem")
    except CannotDecide:
        said = page.say("This merge cannot be taken back: the entry was changed since, and that would be lost.")
        return page.redirect("/duplicates?state=merged", said, "problem")
    return page.redirect("/duplicates", page.say("The merge is taken back. Both entries are there again."))


def _compared(page: Page, form: Form, store: StoreDep, who: WhoDep, one: str, other: str) -> Response:
    both = duplicates.side_by_side(store, who, one, other)
    rows = [(page.say(label), fact(page, both.first), fact(page, both.second)) for label, fact in _FACTS]
    return page.render(
        "registering/pair.html",
        200 if form.good else 422,
        form=form,
        both=both,
        path=f"/duplicates/{both.pair.first}/{both.pair.second}",
        rows=[row for row in rows if row[1] or row[2]],
        clues=[
            (clue(page.wording, each.says), each.bits > 0, strength(page.wording, each)) for each in both.pair.clues
        ],
    )


def _claimed(page: Page, profile: Specialist, noun: str) -> Iterator[str]:
    yield from (claim_words(page, row) for claim, row in claims(profile) if claim.noun == noun)


def _coded(page: Page, code: str | None) -> str:
    return page.wording.country(code) if code else ""


# What is compared, in order: its name, and how it reads.
_FACTS: tuple[tuple[str, Callable[[Page, Specialist], str]], ...] = (
    (N_("Name in its own script"), lambda page, one: one.name.native or ""),
    (N_("Country of residence"), lambda page, one: _coded(page, one.residence)),
    (N_("Nationalities"), lambda page, one: ", ".join(_coded(page, each) for each in one.nationalities)),
    (N_("Organisation"), lambda page, one: one.organisation or ""),
    (N_("Membership"), lambda page, one: page.wording.called(one.vetting)),
    (N_("Competences"), lambda page, one: "; ".join(_claimed(page, one, "skills"))),
    (N_("Languages"), lambda page, one: "; ".join(_claimed(page, one, "languages"))),
    (N_("Experience in countries"), lambda page, one: "; ".join(_claimed(page, one, "countries"))),
    (N_("Certificates"), lambda page, one: "; ".join(_claimed(page, one, "certificates"))),
    (N_("Past missions"), lambda page, one: "; ".join(each.title for each in one.missions)),
    (N_("Last confirmed"), lambda page, one: page.wording.day(one.confirmed_on) if one.confirmed_on else ""),
)
