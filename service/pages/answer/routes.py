"""``/a/{token}``: looking changes nothing, for scanners of mail open every link; only confirming does."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from registry.accounts import Account
from registry.domain import Reason
from registry.errors import IllegalStep, NotFound, StoreUnavailable
from registry.store import Store
from service.auth.access import PUBLIC
from service.deps import NowDep, StoreDep
from service.mail.links import BadLink, Link, LinkOver, Purpose, Signer
from service.pages.answer.acting import about, act, reader_of
from service.pages.answer.words import REASONS, WORDS
from service.pages.choice import PARAMETER
from service.pages.page import Page

# Whoever opens a link that is over reads why on a page, too.
_REFUSED: dict[int | str, dict[str, Any]] = {"4XX": {"content": {"text/html": {"schema": {"type": "string"}}}}}
router = APIRouter(prefix="/a", tags=["answers"], default_response_class=HTMLResponse, responses=_REFUSED)

# The token is a key: it must not be kept, indexed, framed, or told to another site.
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_LONGEST_FORM = 2_000


def get_signer(request: Request) -> Signer | None:
    """What reads tokens; None where no secret is set, so that no token can be ours."""
    found: Signer | None = request.app.state.signer
    return found


async def get_reason(request: Request) -> Reason | None:
    """The reason of the form, None without one that we know."""
    body = await request.body()
    given = parse_qs(body[:_LONGEST_FORM].decode("utf-8", "replace")).get("reason", [""])[0]
    return next((reason for reason in REASONS if reason == given), None)


SignerDep = Annotated[Signer | None, Depends(get_signer)]
ReasonDep = Annotated[Reason | None, Depends(get_reason)]


@router.get("/{token}", dependencies=[PUBLIC])
def ask(token: str, request: Request, store: StoreDep, signer: SignerDep, now: NowDep) -> HTMLResponse:
    """Ask whether the answer in the link is meant; changes nothing."""
    return _told(
        request, lambda: _read(store, signer, token, now), lambda page, link: _question(page, about(store, link), link)
    )


@router.post("/{token}", dependencies=[PUBLIC])
def confirm(
    token: str, request: Request, store: StoreDep, signer: SignerDep, now: NowDep, reason: ReasonDep
) -> HTMLResponse:
    """Do what the link says, once."""

    def done(page: Page, link: Link) -> HTMLResponse:
        act(store, reader_of(store, link), link, reason, now)
        return _shown(page, said=WORDS[page.language]["done"])

    return _told(request, lambda: _read(store, signer, token, now), done)


def _read(store: Store, signer: Signer | None, token: str, now: NowDep) -> tuple[Account, Link]:
    if signer is None:
        raise BadLink
    link = signer.read(token, now)
    return reader_of(store, link), link


def _told(
    request: Request, read: Callable[[], tuple[Account, Link]], then: Callable[[Page, Link], HTMLResponse]
) -> HTMLResponse:
    """The page of a link, or the one that says why there is none; never more than that of why."""
    page = _page(request, "en")
    try:
        account, link = read()
        page = _page(request, account.language)
        return then(page, link)
    except (BadLink, NotFound):
        return _shown(page, 404, said=WORDS[page.language]["bad"])
    except LinkOver:
        return _shown(page, 410, said=WORDS[page.language]["over"])
    except IllegalStep:
        return _shown(page, 409, said=WORDS[page.language]["closed"])
    except StoreUnavailable:
        return _shown(page, 503, said=WORDS[page.language]["busy"])


def _page(request: Request, language: str) -> Page:
    """The page in the language that was asked for in the address, else in the one of the account.

    Nobody counts as signed in here: whoever holds the link answers by it alone.
    """
    asked = request.query_params.get(PARAMETER)
    return Page(request, None, asked if asked in WORDS else language)


def _question(page: Page, told: str, link: Link) -> HTMLResponse:
    words = WORDS[page.language]
    asked = link.answer if link.purpose is Purpose.OFFER else link.purpose.value
    if f"{asked}_button" not in words:
        raise BadLink
    return _shown(
        page,
        question=words[asked],
        about=told,
        button=words[f"{asked}_button"],
        reasons=[reason.value for reason in REASONS] if asked == "decline" else [],
    )


def _shown(page: Page, status: int = 200, **shown: object) -> HTMLResponse:
    empty = {"question": "", "about": "", "button": "", "reasons": [], "said": ""}
    answer = page.render("answer.html", status, **{**empty, **shown}, words=WORDS[page.language])
    answer.headers.update(_HEADERS)
    return answer
