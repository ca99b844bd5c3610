"""Mails that did not go out: why, and another try."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from registry.domain import MailState
from registry.lifecycle import Office
from service.auth.access import allow
from service.deps import NowDep, StoreDep
from service.pages.page import PageDep

router = APIRouter()
_ADMINISTRATOR = [allow(Office.ADMINISTRATOR)]
_SHOWN = 200


@router.get("/mail", dependencies=_ADMINISTRATOR)
def mails(page: PageDep, store: StoreDep) -> Response:
    """How many mails there are of each state, and those that nobody sends again by themselves."""
    own = page.wording
    counts = [(own.called(state), own.number(count)) for state, count in store.outbox.counts().items()]
    failed = store.outbox.mails([MailState.FAILED], _SHOWN)
    return page.render("administering/mail.html", counts=counts, failed=failed)


@router.post("/mail/{number}/retry", dependencies=_ADMINISTRATOR)
def retry(page: PageDep, store: StoreDep, now: NowDep, number: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """Let a mail that failed wait once more; NotFound when none of that number has."""
    store.outbox.retry(number, now)
    return page.redirect("/mail", page.say("The mail waits to be sent again."))
