"""``/cabinet/offers``: seats held out to me, read and answered; and what follows once I have said yes."""

from fastapi import APIRouter, Response

from registry.domain import Candidacy, Offer, OfferState
from registry.errors import IllegalStep
from registry.store import Store
from service.auth.access import WhoDep
from service.auth.who import Who
from service.casework import offers, seeing
from service.deps import NowDep, StoreDep
from service.pages.answer.words import REASONS
from service.pages.cabinet.overview import Held
from service.pages.cabinet.own import OWN, mission_of, show
from service.pages.forms import EMPTY, Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.words import N_

router = APIRouter()

CLOSED = N_("This was answered before, or its time has passed. Nothing was changed.")


@router.get("/cabinet/offers", dependencies=[OWN])
def own_offers(page: PageDep, store: StoreDep, who: WhoDep) -> Response:
    """Every offer, those that wait first, then the newest."""
    found = store.cases.find(Offer, specialist=who.specialist)
    ordered = sorted(found, key=lambda each: (each.state is not OfferState.OPEN, -each.sent.timestamp()))
    return show(page, "offers.html", offers=[Held(each, mission_of(store, each.mission)) for each in ordered])


@router.get("/cabinet/offers/{id}", dependencies=[OWN])
def read_offer(id: str, page: PageDep, store: StoreDep, who: WhoDep) -> Response:
    """One offer with its mission and seat; NotFound when it is somebody else's."""
    return _read(page, store, _own(store, who, id), Form())


@router.post("/cabinet/offers/{id}/accept", dependencies=[OWN])
def accept(id: str, page: PageDep, store: StoreDep, who: WhoDep, now: NowDep) -> Response:
    """Take the seat."""
    try:
        offers.accept(store, who, id, now)
    except IllegalStep:
        return page.redirect(f"/cabinet/offers/{id}", page.say(CLOSED), "warning")
    return page.redirect(f"/cabinet/offers/{id}", page.say("You accepted. The planner knows."))


@router.post("/cabinet/offers/{id}/decline", dependencies=[OWN])
def decline(id: str, page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, form: FormDep) -> Response:
    """Leave the seat, with a reason."""
    offer = _own(store, who, id)
    reason = next((each for each in REASONS if each == form.value("reason")), None)
    if reason is None:
        form.refuse("reason", page.say(EMPTY))
        return _read(page, store, offer, form)
    try:
        offers.decline(store, who, id, reason, now, form.value("comment"))
    except IllegalStep:
        return page.redirect(f"/cabinet/offers/{id}", page.say(CLOSED), "warning")
    return page.redirect(f"/cabinet/offers/{id}", page.say("You declined. Thank you for saying why."))


def _own(store: Store, who: Who, id: str) -> Offer:
    """An offer that was made to whoever asks; a planner's sight of all is not for this place."""
    own = Who(who.account, who.name, frozenset(), who.specialist)
    return seeing.offer(store, own, id)


def _read(page: Page, store: Store, offer: Offer, form: Form) -> Response:
    mission = mission_of(store, offer.mission)
    return show(
        page,
        "offer.html",
        200 if form.good else 422,
        offer=offer,
        mission=mission,
        seat=mission.seats[offer.seat - 1],
        candidacy=store.cases.get(Candidacy, offer.candidacy),
        reasons=[(each.value, page.wording.called(each)) for each in REASONS],
        form=form,
    )
