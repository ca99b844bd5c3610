"""How much a profile says, section by section, and what would help most; it weighs no person, only what is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain import Fact, Specialist, Vetting
from registry.lifecycle import Freshness, closed_until, consent_period, freshness


class Act(StrEnum):
    """What somebody can do for their profile; the first ones decide whether it is found at all."""

    APPLY = "apply for admission"
    CONSENT = "give consent to be searched"
    RESUME = "end the pause"
    CONFIRM = "confirm that the profile is still true"
    SKILLS = "add competences with their level, up to five"
    SKILL_EVIDENCE = "back competences with evidence or a document"
    LANGUAGES = "add languages with listening, reading, speaking and writing"
    EXPERIENCE = "add years of experience and past missions"
    COUNTRIES = "add countries in which you have worked"
    TRAINING = "add certificates of training"
    EDUCATION = "add your highest education and its field"
    AVAILABILITY = "say when you are free and when you are away"
    ROLES = "say in which roles you serve"
    BIO = "write a few lines about yourself"


class SectionTold(Fact):
    """One section: what it weighs of 100, how much of it is told (0 to 1), and what would add to it."""

    section: str
    weight: int
    share: float
    action: Act | None


class Completeness(Fact):
    """How complete a profile is, 0 to 100; ``next`` is the action that helps most, None when nothing is left."""

    specialist: str
    score: int
    sections: tuple[SectionTold, ...]
    next: Act | None
    adds: int


@dataclass(frozen=True)
class _Section:
    name: str
    weight: int
    share: Callable[[Specialist], float]
    action: Act


# Rows of a section that say enough.
_SKILLS, _LANGUAGES, _COUNTRIES = 5, 2, 2
_BIO_CHARACTERS = 300


def _part(count: float, enough: float) -> float:
    return min(1.0, count / enough)


def _backed(profile: Specialist) -> float:
    held = profile.skills[:_SKILLS]
    backed = sum(bool(each.evidence) or each.status != "claimed" for each in profile.skills)
    return _part(backed, len(held)) if held else 0.0


def _spoken(profile: Specialist) -> float:
    told = (sum(level is not None for level in each.levels) / 4 for each in profile.languages)
    return _part(sum(sorted(told, reverse=True)[:_LANGUAGES]), _LANGUAGES)


def _experience(profile: Specialist) -> float:
    return ((profile.experience_years is not None) + bool(profile.missions)) / 2


def _education(profile: Specialist) -> float:
    held = profile.education
    return 0.0 if held is None else 0.5 + 0.5 * bool(held.field)


def _bio(profile: Specialist) -> float:
    return _part(max((len(text) for text in profile.bio.values()), default=0), _BIO_CHARACTERS)


# Weighed like the default policy (competence 40, language and experience 15, the others 10), less what it cannot see.
_SECTIONS = (
    _Section("skills", 25, lambda profile: _part(len(profile.skills), _SKILLS), Act.SKILLS),
    _Section("evidence", 10, _backed, Act.SKILL_EVIDENCE),
    _Section("languages", 15, _spoken, Act.LANGUAGES),
    _Section("experience", 15, _experience, Act.EXPERIENCE),
    _Section("countries", 10, lambda profile: _part(len(profile.countries), _COUNTRIES), Act.COUNTRIES),
    _Section("certificates", 5, lambda profile: float(bool(profile.certificates)), Act.TRAINING),
    _Section("education", 5, _education, Act.EDUCATION),
    _Section("availability", 5, lambda profile: float(bool(profile.availability)), Act.AVAILABILITY),
    _Section("roles", 5, lambda profile: float(bool(profile.roles)), Act.ROLES),
    _Section("bio", 5, _bio, Act.BIO),
)
assert sum(section.weight for section in _SECTIONS) == 100


def completeness(profile: Specialist, on: date) -> Completeness:
    """What a profile tells on a day; whatever keeps it from being found comes before anything that it could add."""
    sections = tuple(_told(section, profile) for section in _SECTIONS)
    score = sum(each.weight * each.share for each in sections)
    missing = {each.action: each.weight * (1 - each.share) for each in sections if each.action is not None}
    most = max(missing, key=lambda action: missing[action], default=None)
    barred = _barred(profile, on)
    return Completeness(
        specialist=profile.id,
        score=round(score),
        sections=sections,
        next=barred or most,
        adds=0 if barred or most is None else round(missing[most]),
    )


def _told(section: _Section, profile: Specialist) -> SectionTold:
    share = section.share(profile)
    action = section.action if share < 1 else None
    return SectionTold(section=section.name, weight=section.weight, share=round(share, 4), action=action)


def _barred(profile: Specialist, on: date) -> Act | None:
    """What the person can do against not being found, the gravest first."""
    if profile.vetting in (Vetting.DRAFT, Vetting.RETURNED):
        return Act.APPLY
    start, end = consent_period(profile.consent.search)
    if not start <= on < end:
        return Act.CONSENT
    if closed_until(profile.referral.state, profile.referral.until) > on:
        return Act.RESUME
    stale = freshness(profile.confirmed_on, on) in (Freshness.UNKNOWN, Freshness.STALE, Freshness.DORMANT)
    return Act.CONFIRM if stale else None
