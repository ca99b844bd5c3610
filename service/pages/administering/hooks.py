"""Webhooks: programs elsewhere that are told when states change; added, revived, removed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import TypeAdapter, ValidationError

from registry.domain import MissionState, OfferState
from registry.domain.base import Id
from registry.domain.states import CandidacyState
from registry.domain.webhook import Event, Url
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.deps import NowDep, StoreDep
from service.pages import stepping
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.stepping import Needs, StepWords
from service.pages.words import N_
from service.webhooks.delivering import new_webhook
from service.webhooks.targets import BadTarget

router = APIRouter()
_IN_PERSON = [allow(Office.ADMINISTRATOR, in_person=True)]
HookId = Annotated[Id, Path()]
_URL: TypeAdapter[str] = TypeAdapter(Url)
_EVENTS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[Event, ...])
BAD_ADDRESS = N_("Write an address on the public internet that begins with https://.")
BAD_EVENTS = N_("Choose what to tell.")
# What can be told, as a form offers it, and as the pattern of a webhook says it.
EVENTS = {
    "mission.*": N_("Every step of a mission"),
    "candidacy.*": N_("Every step of a person on a mission"),
    "offer.*": N_("Every offer and its answer"),
}
_NOUNS: Mapping[str, tuple[str, type[StrEnum]]] = {
    "mission": (N_("Missions"), MissionState),
    "candidacy": (N_("People on missions"), CandidacyState),
    "offer": (N_("Offers"), OfferState),
}
REMOVE = StepWords(
    N_("Remove"),
    N_("Stop telling %(name)s?"),
    N_("What waits for it is dropped. This cannot be taken back."),
    "danger",
)


@router.get("/webhooks", dependencies=_IN_PERSON)
def hooks(page: PageDep, store: StoreDep) -> Response:
    """Every webhook, and the form for another."""
    return _shown(page, Form(), store)


@router.post("/webhooks", dependencies=_IN_PERSON)
def add(page: PageDep, form: FormDep, store: StoreDep, who: WhoDep, now: NowDep) -> Response:
    """Add a webhook; the secret that its deliveries are signed with is shown once."""
    form.need(page.wording, "url", "events")
    events, url = _events(page, form), _url(page, form)
    if events is None or url is None:
        return _shown(page, form, store)
    try:
        hook, secret = new_webhook(url, events, who.account, now)
    except BadTarget:
        form.refuse("url", page.say(BAD_ADDRESS))
        return _shown(page, form, store)
    store.webhooks.add(hook, secret)
    return page.render("administering/secret.html", hook=hook, secret=secret)


@router.post("/webhooks/{id}/revive", dependencies=_IN_PERSON)
def revive(page: PageDep, store: StoreDep, id: HookId) -> Response:
    """Let a webhook that ended go on."""
    store.webhooks.revive(id)
    return page.redirect("/webhooks", page.say("It is told again, from now on."))


@router.get("/webhooks/{id}/remove", dependencies=_IN_PERSON)
def ask(page: PageDep, store: StoreDep, id: HookId) -> Response:
    """The page that asks before a webhook is removed."""
    name = next((each.url for each in store.webhooks.all() if each.id == id), id)
    return stepping.ask(page, Form(), REMOVE, name, Needs((), None), "/webhooks")


@router.post("/webhooks/{id}/remove", dependencies=_IN_PERSON)
def remove(page: PageDep, store: StoreDep, id: HookId) -> Response:
    """Remove it."""
    store.webhooks.remove(id)
    return page.redirect("/webhooks", page.say("It is removed."))


def _url(page: Page, form: Form) -> str | None:
    try:
        return _URL.validate_python(form.value("url"))
    except ValidationError:
        form.refuse("url", page.say(BAD_ADDRESS))
        return None


def _events(page: Page, form: Form) -> tuple[str, ...] | None:
    """What was chosen; patterns may also come in one value, parted by blanks or commas."""
    try:
        return _EVENTS.validate_python(" ".join(form.values("events")).replace(",", " ").split()) or None
    except ValidationError:
        form.refuse("events", page.say(BAD_EVENTS))
        return None


def told_of(page: Page, event: str) -> str:
    """Of what a pattern tells, in words."""
    if event == "*":
        return page.say("Everything")
    if event in EVENTS:
        return page.say(EVENTS[event])
    noun, _, state = event.partition(".")
    called, states = _NOUNS[noun]
    into = page.wording.called(states(state)) if state in {*states} else state
    return f"{page.say(called)}: {into}"


def _shown(page: Page, form: Form, store: StoreDep) -> Response:
    return page.render(
        "administering/webhooks.html",
        200 if form.good else 422,
        form=form,
        hooks=[(each, [told_of(page, event) for event in each.events]) for each in store.webhooks.all()],
        events=[(event, page.say(words)) for event, words in EVENTS.items()],
    )
