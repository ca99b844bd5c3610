"""Documents that back a claim: handed in by the person, looked at by a registrar, who verifies the claim."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from registry import claims
from registry.claims import Claim, Row
from registry.domain import (
    Axis,
    Certificate,
    CertificateCase,
    CertificateState,
    CertificateStatus,
    Document,
    EvidenceStatus,
    MediaType,
    SkillClaim,
    Specialist,
)
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Office, Step
from registry.store import Store
from registry.store import documents as keeping
from service.auth.who import Who
from service.casework import notices
from service.casework.acting import in_person, take
from service.casework.person import Person
from service.errors import Forbidden, NotPossible, TooLarge, UnsupportedMedia

LARGEST = 5_000_000
# How each kind of document begins; what a name or a header claims is not asked.
_BEGINS: Mapping[MediaType, bytes] = {
    MediaType.PDF: b"%PDF-",
    MediaType.PNG: b"\x89PNG\r\n\x1a\n",
    MediaType.JPEG: b"\xff\xd8\xff",
}
_CERTIFICATE = MACHINES["certificate"]


def media_of(content: bytes) -> MediaType:
    """What a file is by its first bytes; UnsupportedMedia."""
    for media, begin in _BEGINS.items():
        if content.startswith(begin):
            return media
    raise UnsupportedMedia("expected a PDF, PNG or JPEG file")


def hand_in(
    store: Store, who: Who, now: datetime, specialist: str, name: str, content: bytes, claim: Claim | None = None
) -> Document:
    """Keep a document of one's own, or as a registrar of anybody; a claim that it is about is evidenced then.

    TooLarge, UnsupportedMedia, NotFound, NotPossible when the profile makes no such claim.
    """
    if len(content) > LARGEST:
        raise TooLarge(LARGEST)
    media = media_of(content)
    with store.writing(who.account, "document handed in") as writing:
        person = _reached(Person.on(writing, who, now, specialist))
        told, about = hashlib.sha256(content).hexdigest(), None if claim is None else str(claim)
        for each in store.documents.of(specialist):
            if (each.sha256, each.about, each.name) == (told, about, name):
                return each  # a form that was sent twice
        document = Document(
            id=f"d{token_hex(8)}",
            specialist=specialist,
            name=name,
            media=media,
            size=len(content),
            sha256=told,
            by=who.account,
            at=now,
            about=about,
        )
        keeping.add(writing, document, content)
        if claim is not None:
            _evidence(person, claim, document)
        return document


def listed(store: Store, who: Who, specialist: str) -> list[Document]:
    """The documents of a person, for that person and registrars; NotFound for anybody else."""
    _expect(who, specialist)
    store.specialist(specialist)
    return store.documents.of(specialist)


def content(store: Store, who: Who, id: str) -> tuple[Document, bytes]:
    """A document with its content; who saw it is on record. NotFound, also when it is not theirs to see."""
    document, held = store.documents.content(id)
    try:
        _expect(who, document.specialist)
    except NotFound:
        raise NotFound("document", id) from None
    store.record.note_sight(who.account, "look at a document", "document", id)
    return document, held


def remove(store: Store, who: Who, id: str) -> None:
    """Remove a document of one's own; NotFound."""
    document, _ = store.documents.content(id)
    if who.specialist != document.specialist:
        raise NotFound("document", id)
    with store.writing(who.account, "document removed") as writing:
        keeping.remove(writing, id)


def verify(store: Store, who: Who, now: datetime, specialist: str, claim: Claim, document: str, comment: str) -> Row:
    """Verify a claim with a document that backs it; from then on it is read-only to its owner.

    NotFound, Forbidden for oneself, NotPossible, IllegalStep.
    """
    if not any(each.id == document for each in store.documents.of(specialist)):
        raise NotFound("document", document)
    with store.writing(who.account, "verify a claim") as writing:
        person = Person.on(writing, who, now, specialist)
        if in_person(who) == specialist:
            raise Forbidden("nobody verifies their own claims")
        row = _row(person.profile, claim)
        before, after = row.status.value, _verified(person, row, document, comment)
        person.keep(claims.put(person.profile, after))
        person.enter(Axis.CLAIM, "verify", (before, after.status.value), comment=comment, about=f"{claim}: {document}")
        return after


def _expect(who: Who, specialist: str) -> None:
    if who.specialist != specialist and not who.holds(Office.REGISTRAR):
        raise NotFound("specialist", specialist)


def _reached(person: Person) -> Person:
    _expect(person.who, person.profile.id)
    return person


def _row(profile: Specialist, claim: Claim) -> Row:
    row = claims.found(profile, claim)
    if row is None:
        raise NotPossible(f"the profile makes no such claim: {claim}")
    return row


def _evidence(person: Person, claim: Claim, document: Document) -> None:
    """What was only claimed has something that backs it now; what is verified stays so."""
    row = _row(person.profile, claim)
    if claims.locked(row) or row.status.value == EvidenceStatus.EVIDENCED.value:
        return
    after: Row = row.model_copy(update={"status": type(row.status)("evidenced")})
    if isinstance(row, Certificate) and person.own:
        _step(person, row, "document")
    person.keep(claims.put(person.profile, after))
    states = (row.status.value, EvidenceStatus.EVIDENCED.value)
    person.enter(Axis.CLAIM, "document", states, about=f"{claim}: {document.id}")


def _verified(person: Person, row: Row, document: str, comment: str) -> Row:
    """A row as verified; a certificate by the step of its own machine, a competence with a line of evidence."""
    if isinstance(row, Certificate):
        taken = _step(person, row, "verify", comment)
        case = CertificateCase(id="outside", specialist=person.profile.id, certificate=row)
        notices.of_certificate(person, case, taken)
        return row.model_copy(update={"status": CertificateStatus.VERIFIED})
    if claims.locked(row):
        raise NotPossible("this claim is verified already")
    changed: dict[str, object] = {"status": EvidenceStatus.VERIFIED}
    if isinstance(row, SkillClaim):
        changed["evidence"] = (*row.evidence, f"document {document}")
    return row.model_copy(update=changed)


def _step(person: Person, row: Certificate, event: str, comment: str = "") -> Step:
    context = person.context(documented=True)
    return take(_CERTIFICATE, CertificateState(row.status), event, person.who, context, comment=comment)
