"""``/cabinet/documents``: files that back what I say; I hand them in, look at them and take them away."""

from fastapi import APIRouter, Response

from registry import claims
from registry.domain import Specialist
from registry.errors import NotFound
from registry.store import Store
from service.auth.access import WhoDep
from service.auth.who import Who
from service.casework import documents
from service.deps import NowDep, StoreDep
from service.errors import NotPossible, TooLarge, UnsupportedMedia
from service.pages.cabinet.own import OWN, ProfileDep, show
from service.pages.forms import GENERAL, Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.wording import Wording
from service.pages.words import N_

router = APIRouter()

NO_FILE = N_("Choose a file.")
TOO_LARGE = N_("This file is larger than 5 MB.")
NOT_TAKEN = N_("Only PDF, PNG and JPEG files are taken.")
_LONGEST_NAME = 120


@router.get("/cabinet/documents", dependencies=[OWN])
def own_documents(page: PageDep, store: StoreDep, who: WhoDep, profile: ProfileDep) -> Response:
    """What is on file, and the form to add one."""
    return _listed(page, store, who, profile, Form())


@router.post("/cabinet/documents", dependencies=[OWN])
def hand_in(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, profile: ProfileDep, form: FormDep) -> Response:
    """Hand a file in, for one claim or for the registrar to look at."""
    file = form.files.get("file")
    if file is None:
        form.refuse("file", page.say(NO_FILE))
        return _listed(page, store, who, profile, form)
    content = file.file.read(documents.LARGEST + 1)
    claim = next((each for each, _ in claims.claims(profile) if str(each) == form.value("claim")), None)
    try:
        documents.hand_in(store, who, now, profile.id, _name(file.filename), content, claim)
    except TooLarge:
        form.refuse("file", page.say(TOO_LARGE))
    except UnsupportedMedia:
        form.refuse("file", page.say(NOT_TAKEN))
    except NotPossible:
        form.refuse("claim", page.say(GENERAL))
    if not form.good:
        return _listed(page, store, who, profile, form)
    return page.redirect("/cabinet/documents", page.say("The document is handed in. A registrar looks at it."))


@router.get("/cabinet/documents/{id}", dependencies=[OWN])
def read_document(id: str, store: StoreDep, who: WhoDep) -> Response:
    """One file, to be saved; never shown within a page of ours."""
    document, held = documents.content(store, who, id)
    if document.specialist != who.specialist:
        raise NotFound("document", id)
    headers = {"Content-Disposition": f'attachment; filename="{document.id}"', "Cache-Control": "no-store"}
    return Response(held, media_type=document.media.value, headers=headers)


@router.post("/cabinet/documents/{id}/remove", dependencies=[OWN])
def remove_document(id: str, page: PageDep, store: StoreDep, who: WhoDep) -> Response:
    """Take a file away; NotFound for one of somebody else."""
    documents.remove(store, who, id)
    return page.redirect("/cabinet/documents", page.say("The document is gone."))


def _name(given: str | None) -> str:
    """The name of a file without its path and without what no name may hold."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:_LONGEST_NAME] or "document"


def _listed(page: Page, store: Store, who: Who, profile: Specialist, form: Form) -> Response:
    told = {str(claim): _called(page.wording, claim) for claim, row in claims.claims(profile) if not claims.locked(row)}
    return show(
        page,
        "documents.html",
        200 if form.good else 422,
        documents=documents.listed(store, who, profile.id),
        claims=list(told.items()),
        told_claims={str(claim): _called(page.wording, claim) for claim, _ in claims.claims(profile)},
        form=form,
    )


def _called(wording: Wording, claim: claims.Claim) -> str:
    if claim.noun == "skills":
        return wording.competence(claim.term)
    if claim.noun == "languages":
        return wording.language_title(claim.term)
    return wording.country(claim.term) if claim.noun == "countries" else wording.module(claim.term)
