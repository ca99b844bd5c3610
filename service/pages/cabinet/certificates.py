"""``/cabinet/certificates``: those that I hold or am on the way to, applying for one, and one to print."""

from datetime import date

from fastapi import APIRouter, Response

from registry.domain import Certificate, CertificateLevel, CertificateState, Specialist
from registry.errors import NotFound
from registry.lifecycle import certificate_state, expiry
from registry.vocabulary import modules
from service.auth.access import WhoDep
from service.auth.gate import GateDep
from service.casework import certificates
from service.deps import NowDep, StoreDep, TodayDep
from service.errors import NotPossible
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.codes import qr
from service.pages.forms import Form, FormDep, fault
from service.pages.page import Page, PageDep
from service.pages.words import CERTIFICATE_LEVELS, N_

router = APIRouter()

THERE_IS_ONE = N_("You have this one already, or are on the way to it.")
_OURS = (CertificateState.ISSUED, CertificateState.EXPIRING, CertificateState.EXPIRED, CertificateState.SUSPENDED)


@router.get("/cabinet/certificates", dependencies=[OWN])
def own_certificates(page: PageDep, profile: ProfileDep, today: TodayDep) -> Response:
    """Every certificate with its state, and the form to apply."""
    return _listed(page, profile, today, Form())


@router.post("/cabinet/certificates", dependencies=[OWN])
def apply(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep) -> Response:
    """Apply for a certificate of a module."""
    form.need(page.wording, "module", "level")
    if form.good and form.value("module") not in modules():
        form.refuse("module", fault(page.wording, "unknown_term"))
    if form.good and form.value("level") not in list(CertificateLevel):
        form.refuse("level", fault(page.wording, "enum"))
    if form.good:
        try:
            certificates.apply(store, who, now, form.value("module"), CertificateLevel(form.value("level")))
        except NotPossible:
            form.refuse("module", page.say(THERE_IS_ONE))
    if not form.good:
        return _listed(page, profile, now.date(), form)
    return page.redirect("/cabinet/certificates", page.say("You applied. A certifier takes it from here."))


@router.get("/cabinet/certificates/{number}", dependencies=[OWN])
def printable(number: str, page: PageDep, profile: ProfileDep, gate: GateDep, today: TodayDep) -> Response:
    """One certificate to print, with the code by which anybody can verify it; NotFound for a number not one's own."""
    held = next((each for each in profile.certificates if each.number == number), None)
    if held is None or held.issued is None or certificate_state(held, today) not in _OURS:
        raise NotFound("certificate", number)
    address = f"{gate.address}/certificates/{number}"
    return show(
        page,
        "certificate.html",
        profile=profile,
        held=held,
        title=page.wording.module(held.module),
        until=expiry(held.issued, held.expires),
        state=certificate_state(held, today),
        address=address,
        code=qr(address),
    )


def _listed(page: Page, profile: Specialist, today: date, form: Form) -> Response:
    rows = [
        (each, page.wording.module(each.module), certificate_state(each, today), _until(each))
        for each in profile.certificates
    ]
    return show(
        page,
        "certificates.html",
        200 if form.good else 422,
        rows=rows,
        printable=_OURS,
        modules=[(id, page.wording.module(id)) for id in modules()],
        levels=[(code.value, page.say(words)) for code, words in CERTIFICATE_LEVELS.items()],
        form=form,
    )


def _until(held: Certificate) -> date | None:
    return None if held.issued is None else expiry(held.issued, held.expires)
