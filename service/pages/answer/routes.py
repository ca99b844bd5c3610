"""``/a/{token}``: looking changes nothing, for scanners of mail open every link; only confirming does."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from registry.accounts import Account
from registry.domain import Reason
from registry.errors import IllegalStep, NotFound, StoreUnavailable
from registry.store import Store
from service.auth.access import PUBLIC
from service.deps import NowDep, StoreDep
from service.mail.links import BadLink, Link, LinkOver, Purpose, Signer
from service.pages.answer.acting import about, act, reader_of
from service.pages.answer.words import REASONS, WORDS

router = APIRouter(prefix="/a", tags=["answers"], default_response_class=HTMLResponse)

_PAGE = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
).get_template("page.html")
# The token is a key: it must not be kept, indexed, framed, or told to another site.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
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
def ask(token: str, store: StoreDep, signer: SignerDep, now: NowDep) -> HTMLResponse:
    """Ask whether the answer in the link is meant; changes nothing."""
    return _told(lambda: _read(store, signer, token, now), lambda account, link: _question(store, account, link))


@router.post("/{token}", dependencies=[PUBLIC])
def confirm(token: str, store: StoreDep, signer: SignerDep, now: NowDep, reason: ReasonDep) -> HTMLResponse:
    """Do what the link says, once."""

    def done(account: Account, link: Link) -> HTMLResponse:
        act(store, account, link, reason, now)
        return _page(account.language, said=WORDS[account.language]["done"])

    return _told(lambda: _read(store, signer, token, now), done)


def _read(store: Store, signer: Signer | None, token: str, now: NowDep) -> tuple[Account, Link]:
    if signer is None:
        raise BadLink
    link = signer.read(token, now)
    return reader_of(store, link), link


def _told(read: Callable[[], tuple[Account, Link]], then: Callable[[Account, Link], HTMLResponse]) -> HTMLResponse:
    """The page of a link, or the one that says why there is none; never more than that of why."""
    language = "en"
    try:
        account, link = read()
        language = account.language
        return then(account, link)
    except (BadLink, NotFound):
        return _page(language, 404, said=WORDS[language]["bad"])
    except LinkOver:
        return _page(language, 410, said=WORDS[language]["over"])
    except IllegalStep:
        return _page(language, 409, said=WORDS[language]["closed"])
    except StoreUnavailable:
        return _page(language, 503, said=WORDS[language]["busy"])


def _question(store: Store, account: Account, link: Link) -> HTMLResponse:
    words = WORDS[account.language]
    asked = link.answer if link.purpose is Purpose.OFFER else link.purpose.value
    if f"{asked}_button" not in words:
        raise BadLink
    return _page(
        account.language,
        question=words[asked],
        about=about(store, link),
        button=words[f"{asked}_button"],
        reasons=[reason.value for reason in REASONS] if asked == "decline" else [],
    )


def _page(language: str, status: int = 200, **shown: object) -> HTMLResponse:
    empty = {"question": "", "about": "", "button": "", "reasons": [], "said": ""}
    html = _PAGE.render({**empty, **shown}, language=language, words=WORDS[language])
    return HTMLResponse(html, status, headers=_HEADERS)
