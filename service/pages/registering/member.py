"""One member: where they stand, what they claim and what backs it, who may be the same person, what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Path, Response

from registry.claims import Claim, Row, claims, locked
from registry.domain import Certificate, CountryExperience, LanguageSkill, SkillClaim, Specialist, Vetting
from registry.domain.base import Id
from registry.lifecycle import Office
from registry.roster import Roster
from registry.store import Store
from service.auth.access import WhoDep, allow
from service.casework import documents, membership, person, waiting
from service.deps import NowDep, RosterDep, StoreDep
from service.pages import stepping
from service.pages.casework.people import accounts
from service.pages.naming import names
from service.pages.page import Page, PageDep
from service.pages.registering.steps import open_steps
from service.pages.registering.words import AXES, BY_OTHERS, LACKS, NOUNS, STEPS

router = APIRouter()
PersonId = Annotated[Id, Path()]
_APPLYING = (Vetting.DRAFT, Vetting.SUBMITTED, Vetting.UNDER_REVIEW, Vetting.RETURNED)


@dataclass(frozen=True)
class Shown:
    """A claim as the page shows it; ``verify``: where it is verified, None where nobody need."""

    kind: str
    words: str
    status: str
    verify: str | None


@router.get("/members/{id}", dependencies=[allow(Office.REGISTRAR)])
def member(page: PageDep, store: StoreDep, who: WhoDep, now: NowDep, roster: RosterDep, id: PersonId) -> Response:
    """Everything a registrar decides by."""
    profile = person.concerned(store, who, id)
    held = documents.listed(store, who, id)
    return page.render(
        "registering/member.html",
        profile=profile,
        standing=membership.standing(profile, now.date()),
        steps=stepping.links(page, open_steps(id, membership.steps(store, who, now, id))),
        applying=profile.vetting in _APPLYING,
        lacks=[page.say(LACKS[each]) for each in waiting.lacks(profile, held)],
        same=_same(store, id, roster),
        claims=[shown(page, id, claim, row) for claim, row in claims(profile)],
        documents=[(each, _about(page, profile, each.about)) for each in held],
        diary=list(_diary(page, store, id)),
    )


def shown(page: Page, id: str, claim: Claim, row: Row) -> Shown:
    """A claim in words."""
    verify = None if locked(row) else claim_address(id, claim)
    return Shown(page.say(NOUNS[claim.noun]), claim_words(page, row), row.status.value, verify)


def claim_address(id: str, claim: Claim) -> str:
    """Where a claim is verified."""
    more = {"level": claim.level, "issued": claim.issued}
    query = urlencode({name: str(value) for name, value in more.items() if value is not None})
    return f"/members/{id}/verify/{claim.noun}/{quote(claim.term, safe='')}" + (f"?{query}" if query else "")


def claim_words(page: Page, row: Row) -> str:
    """What somebody claims."""
    own = page.wording
    if isinstance(row, SkillClaim):
        return page.say("%(competence)s, level %(level)s of 5", competence=own.competence(row.skill), level=row.level)
    if isinstance(row, LanguageSkill):
        spoken = row.levels[2]
        return f"{own.language_title(row.language)}, {spoken}" if spoken else own.language_title(row.language)
    if isinstance(row, CountryExperience):
        months = own.say_many("%(count)s month", "%(count)s months", row.months)
        return f"{own.country(row.country)}: {months}"
    assert isinstance(row, Certificate), "there is no other kind of claim"
    day = f", {own.day(row.issued)}" if row.issued else ""
    return f"{own.module(row.module)}, {own.called(row.level)}{day}"


def _about(page: Page, profile: Specialist, about: str | None) -> str:
    """Which claim a document backs."""
    return next((claim_words(page, row) for claim, row in claims(profile) if str(claim) == about), "–")


def _same(store: Store, id: str, roster: Roster) -> list[tuple[str, str, str]]:
    """(name, where the two are compared, how likely they are one, in hundredths)."""
    name = names(roster)
    return [
        (
            name(each.second if each.first == id else each.first),
            f"/duplicates/{each.first}/{each.second}",
            f"{each.score:.0f}",
        )
        for each in waiting.likely_same(store, id)
    ]


def _diary(page: Page, store: Store, id: str) -> Iterator[tuple[str, ...]]:
    """(when, about what, which step, who took it, what was said), the newest first."""
    steps = person.diary(store, id)
    people = accounts(page, store, [each.by for each in steps])
    for each in reversed(steps):
        done = page.say(STEPS[each.event].label if each.event in STEPS else BY_OTHERS.get(each.event, each.event))
        said = [page.wording.called(each.reason)] if each.reason else []
        yield (
            page.wording.instant(each.at),
            page.say(AXES[each.axis]),
            done,
            people[each.by],
            ". ".join([*said, *([each.comment] if each.comment else [])]) or "–",
        )
