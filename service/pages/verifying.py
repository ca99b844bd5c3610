"""``/certificates/{number}``: whether a certificate of RTCM is genuine and in force, for whoever holds its number."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from registry.domain import CertificateLevel
from registry.errors import NotFound
from service.auth.access import PUBLIC
from service.deps import RosterDep, TodayDep
from service.pages.page import PageDep
from service.people.certificates import verified

router = APIRouter()


@router.get("/certificates", dependencies=[PUBLIC])
def ask_number(page: PageDep, number: Annotated[str, Query(max_length=80)] = "") -> Response:
    """The form that asks for a number, and leads to its page."""
    typed = "".join(sign for sign in number if sign.isalnum() or sign == "-")
    return page.redirect(f"/certificates/{typed}") if typed else page.render("certificates/ask.html")


@router.get("/certificates/{number}", dependencies=[PUBLIC])
def verify(number: str, page: PageDep, roster: RosterDep, today: TodayDep) -> Response:
    """What is true of a number today; whose it is stands on the certificate itself."""
    try:
        found = verified(roster, number.strip(), today)
    except NotFound:
        return page.render("certificates/verified.html", 404, number=number[:80], found=None)
    level = page.wording.called(CertificateLevel(found.level))
    return page.render("certificates/verified.html", number=number, found=found, level=level)
