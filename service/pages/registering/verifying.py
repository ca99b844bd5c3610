"""A claim beside the documents that may back it; a registrar looks, and verifies."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Response

from registry.claims import Claim, Noun, Row, found
from registry.domain import CertificateLevel, Document, MediaType
from registry.domain.base import Id
from registry.errors import IllegalStep, NotFound
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.casework import documents, person
from service.deps import NowDep, StoreDep
from service.errors import Forbidden, NotPossible
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.registering.member import shown
from service.pages.stepping import NOT_FROM_HERE

router = APIRouter()
PersonId = Annotated[Id, Path()]
_REGISTRAR = [allow(Office.REGISTRAR)]
_SUFFIX = {MediaType.PDF: "pdf", MediaType.PNG: "png", MediaType.JPEG: "jpg"}


@router.get("/members/{id}/documents/{document}", dependencies=_REGISTRAR)
def document(store: StoreDep, who: WhoDep, id: PersonId, document: str) -> Response:
    """A document as a file; an image may stand within a page, nothing of it is ever run. On record as seen."""
    told, held = documents.content(store, who, document)
    if told.specialist != id:
        raise NotFound("document", document)
    name = f"{told.id}.{_SUFFIX[told.media]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(held, media_type=told.media.value, headers=headers)


@router.get("/members/{id}/verify/{noun}/{term}", dependencies=_REGISTRAR)
def verify_page(
    page: PageDep,
    store: StoreDep,
    who: WhoDep,
    id: PersonId,
    noun: Noun,
    term: str,
    level: CertificateLevel | None = None,
    issued: date | None = None,
) -> Response:
    """The claim, and the documents beside it."""
    claim = Claim(noun, term, level, issued)
    return _asked(page, Form(), store, who, id, claim)


@router.post("/members/{id}/verify/{noun}/{term}", dependencies=_REGISTRAR)
def verify(
    page: PageDep,
    form: FormDep,
    store: StoreDep,
    who: WhoDep,
    now: NowDep,
    id: PersonId,
    noun: Noun,
    term: str,
    level: CertificateLevel | None = None,
    issued: date | None = None,
) -> Response:
    """Verify it with the document that was chosen."""
    claim = Claim(noun, term, level, issued)
    form.need(page.wording, "document")
    if not form.good:
        return _asked(page, form, store, who, id, claim)
    try:
        documents.verify(store, who, now, id, claim, form.value("document"), form.value("comment"))
    except (IllegalStep, NotPossible, Forbidden):
        return page.redirect(f"/members/{id}", page.say(NOT_FROM_HERE), "problem")
    return page.redirect(f"/members/{id}", page.say("Verified. Nobody but a registrar can change this claim now."))


def _asked(page: Page, form: Form, store: StoreDep, who: WhoDep, id: str, claim: Claim) -> Response:
    profile = person.concerned(store, who, id)
    row: Row | None = found(profile, claim)
    if row is None:
        raise NotFound("claim", str(claim))
    held = documents.listed(store, who, id)
    return page.render(
        "registering/verify.html",
        200 if form.good else 422,
        form=form,
        profile=profile,
        claim=shown(page, id, claim, row),
        documents=sorted(held, key=lambda each: each.about != str(claim)),
        options=[(each.id, each.name, _hint(page, each, claim)) for each in held],
        image=lambda each: each.media is not MediaType.PDF,
        action=page.here(),
    )


def _hint(page: Page, document: Document, claim: Claim) -> str:
    about = page.say("handed in for this claim") if document.about == str(claim) else ""
    return ", ".join(filter(None, [page.wording.instant(document.at), about]))
