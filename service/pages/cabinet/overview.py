"""``/cabinet``: what needs me now, how complete my profile is, where I stand, and what I am engaged for."""

from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Response

from registry.completeness import completeness
from registry.domain import AppraisalForm, Axis, Candidacy, CandidacyState, Mission, Offer, OfferState, Vetting
from registry.errors import NotFound
from registry.lifecycle import Freshness
from registry.store import Store
from service.auth.access import WhoDep
from service.auth.who import Who
from service.casework import appraisals, membership, person, seeing
from service.casework.membership import Asked
from service.casework.work import ENGAGED
from service.deps import NowDep, StoreDep, TodayDep
from service.pages.cabinet.own import OWN, ProfileDep, mission_of, show
from service.pages.cabinet.words import PLACES, SECTIONS
from service.pages.page import PageDep

router = APIRouter()

_HAND_IN = {Vetting.DRAFT: "apply", Vetting.RETURNED: "resubmit"}
_TO_CONFIRM = (Freshness.UNKNOWN, Freshness.DUE, Freshness.STALE, Freshness.DORMANT)


@dataclass(frozen=True)
class Held:
    """An open offer with its mission."""

    offer: Offer
    mission: Mission


@dataclass(frozen=True)
class Engagement:
    """A mission in which somebody takes part, and how far that has come."""

    candidacy: Candidacy
    mission: Mission


@dataclass(frozen=True)
class Judged:
    """An appraisal that was asked for: of whom, and of which mission."""

    form: AppraisalForm
    name: str
    mission: Mission


@router.get("/cabinet", dependencies=[OWN])
def overview(page: PageDep, store: StoreDep, who: WhoDep, profile: ProfileDep, today: TodayDep) -> Response:
    """What needs whoever looks, before anything else."""
    standing = membership.standing(profile, today)
    return show(
        page,
        "overview.html",
        profile=profile,
        standing=standing,
        to_confirm=standing.freshness in _TO_CONFIRM,
        to_hand_in=standing.vetting in _HAND_IN,
        returned=_why_returned(store, profile.id) if standing.vetting is Vetting.RETURNED else None,
        offers=open_offers(store, who),
        appraisals=asked_of(store, who),
        engagements=engagements(store, who, today),
        complete=completeness(profile, today),
        places=PLACES,
        sections=SECTIONS,
    )


@router.post("/cabinet/confirm", dependencies=[OWN])
def confirm(page: PageDep, store: StoreDep, who: WhoDep, profile: ProfileDep, now: NowDep) -> Response:
    """Say that the whole profile is still true."""
    membership.advance(store, who, now, profile.id, Asked(Axis.FRESHNESS, "confirm"))
    return page.redirect("/cabinet", page.say("Thank you. Your profile counts as up to date from today."))


@router.post("/cabinet/apply", dependencies=[OWN])
def apply(page: PageDep, store: StoreDep, who: WhoDep, profile: ProfileDep, now: NowDep) -> Response:
    """Hand the application in, for the first time or again."""
    hand_in(store, who, now, profile.id, profile.vetting)
    return page.redirect("/cabinet", page.say("Your application is with the registrar. You hear by mail."))


def hand_in(store: Store, who: Who, now: datetime, id: str, vetting: Vetting) -> None:
    """Hand in an application that was not yet, or that came back; IllegalStep for any other."""
    membership.advance(store, who, now, id, Asked(Axis.VETTING, _HAND_IN.get(vetting, "apply")))


def open_offers(store: Store, who: Who) -> list[Held]:
    """The offers that wait for an answer, the most urgent first."""
    found = store.cases.find(Offer, specialist=who.specialist, states=[OfferState.OPEN])
    return [Held(each, mission_of(store, each.mission)) for each in sorted(found, key=lambda each: each.expires)]


def asked_of(store: Store, who: Who) -> list[Judged]:
    """The appraisals that somebody is asked for; of people who were erased meanwhile none is."""
    return [judged for each in appraisals.forms(store, who) if (judged := _judged(store, each)) is not None]


def _judged(store: Store, form: AppraisalForm) -> Judged | None:
    try:
        return Judged(form, store.specialist(form.specialist).name.full, mission_of(store, form.mission))
    except NotFound:
        return None


def engagements(store: Store, who: Who, today: date) -> list[Engagement]:
    """Where somebody takes part and the last day has not passed, the next first."""
    taken = [each for each in seeing.candidacies(store, who, specialist=who.specialist) if each.state in ENGAGED]
    found = [
        Engagement(each, mission_of(store, each.mission))
        for each in taken
        if each.state is not CandidacyState.COMPLETED
    ]
    ahead = [each for each in found if each.mission.window.end >= today]
    return sorted(ahead, key=lambda each: (each.mission.window.start, each.candidacy.id))


def _why_returned(store: Store, id: str) -> str:
    """What the registrar wrote when the application last came back."""
    said = [each.comment for each in person.diary(store, id) if each.axis is Axis.VETTING and each.event == "return"]
    return (said[-1] if said else None) or ""
