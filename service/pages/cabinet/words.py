"""How the cabinet says where somebody stands and what they can do, in plain words."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from registry.completeness import Act
from registry.consents import Purpose
from registry.domain import AppraisedBy, AvailabilityKind, ConsentState, Gender, ReferralState, Vetting
from registry.domain.casework import ContestState
from registry.lifecycle import Freshness
from service.pages.page import Page
from service.pages.words import N_

VETTING: Mapping[Vetting, str] = {
    Vetting.DRAFT: N_("You have not applied yet."),
    Vetting.SUBMITTED: N_("You have applied. A registrar will look at your application."),
    Vetting.UNDER_REVIEW: N_("A registrar is looking at your application."),
    Vetting.RETURNED: N_("Your application came back. Put right what is asked, and hand it in again."),
    Vetting.ADMITTED: N_("You are a member of the network."),
    Vetting.REFUSED: N_("You were not admitted."),
    Vetting.SUSPENDED: N_("Your membership is suspended. RTCM can tell you why."),
    Vetting.REMOVED: N_("You are no longer a member."),
}
REFERRAL: Mapping[ReferralState, str] = {
    ReferralState.OPEN: N_("You can be proposed for missions."),
    ReferralState.PAUSED: N_("You asked not to be proposed for now."),
    ReferralState.BLOCKED: N_("RTCM does not propose you at present."),
}
FRESHNESS: Mapping[Freshness, str] = {
    Freshness.FRESH: N_("You confirmed your profile not long ago."),
    Freshness.DUE: N_("It is time to say whether your profile is still true."),
    Freshness.STALE: N_("You have not confirmed your profile for half a year."),
    Freshness.DORMANT: N_("You have not confirmed your profile for 18 months, so you are not proposed."),
    Freshness.UNKNOWN: N_("You have never confirmed your profile."),
}
CONSENT: Mapping[ConsentState, str] = {
    ConsentState.NEVER_GIVEN: N_("Not given"),
    ConsentState.GIVEN: N_("Given"),
    ConsentState.WITHDRAWN: N_("Withdrawn"),
    ConsentState.LAPSED: N_("Its time is over"),
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.SEARCH: N_("Being found"),
    Purpose.SHARE_NAME: N_("Showing your name to who asks"),
    Purpose.TRANSFER: N_("Sending your data to another country"),
    Purpose.STATISTICS: N_("Counting you in statistics"),
}
# What follows once a consent is withdrawn.
WITHDRAWN: Mapping[Purpose, str] = {
    Purpose.SEARCH: N_("Without it you are found no more, from this moment on. Seats that you accepted stay yours."),
    Purpose.SHARE_NAME: N_("Without it your name is not shown to who asks for a mission."),
    Purpose.TRANSFER: N_("Without it nothing about you leaves for another country."),
    Purpose.STATISTICS: N_("Without it you are left out of tables and pictures."),
}
AVAILABILITY: Mapping[AvailabilityKind, str] = {
    AvailabilityKind.FREE: N_("Free"),
    AvailabilityKind.TENTATIVE: N_("Perhaps"),
    AvailabilityKind.AWAY: N_("Away"),
}
GENDERS: Mapping[Gender, str] = {
    Gender.FEMALE: N_("Woman"),
    Gender.MALE: N_("Man"),
    Gender.OTHER: N_("Other"),
}
JUDGES: Mapping[AppraisedBy, str] = {
    AppraisedBy.REQUESTER: N_("As who asked for the mission"),
    AppraisedBy.PLANNER: N_("As its planner"),
    AppraisedBy.PEER: N_("As a colleague"),
    AppraisedBy.SPECIALIST: N_("Your own work"),
}
CONTESTS: Mapping[ContestState, str] = {
    ContestState.OPEN: N_("Waiting for an answer"),
    ContestState.UPHELD: N_("You were right"),
    ContestState.REJECTED: N_("The decision stands"),
}
ACTS: Mapping[Act, str] = {
    Act.APPLY: N_("Hand in your application"),
    Act.CONSENT: N_("Consent to being found"),
    Act.RESUME: N_("End your pause"),
    Act.CONFIRM: N_("Say that your profile is still true"),
    Act.SKILLS: N_("Add competences, up to five"),
    Act.SKILL_EVIDENCE: N_("Back your competences with a document or words"),
    Act.LANGUAGES: N_("Add languages with all four skills"),
    Act.EXPERIENCE: N_("Add years of experience and past missions"),
    Act.COUNTRIES: N_("Add countries in which you have worked"),
    Act.TRAINING: N_("Add certificates of training"),
    Act.EDUCATION: N_("Add your education and its field"),
    Act.AVAILABILITY: N_("Say when you are free"),
    Act.ROLES: N_("Say in which roles you serve"),
    Act.BIO: N_("Write a few lines about yourself"),
}
# Where each act is done.
PLACES: Mapping[Act, str] = {
    Act.APPLY: "/cabinet",
    Act.CONSENT: "/cabinet/rights",
    Act.RESUME: "/cabinet/times",
    Act.CONFIRM: "/cabinet",
    Act.SKILLS: "/cabinet/profile/skills",
    Act.SKILL_EVIDENCE: "/cabinet/documents",
    Act.LANGUAGES: "/cabinet/profile/languages",
    Act.EXPERIENCE: "/cabinet/profile/background",
    Act.COUNTRIES: "/cabinet/profile/countries",
    Act.TRAINING: "/cabinet/profile/certificates",
    Act.EDUCATION: "/cabinet/profile/background",
    Act.AVAILABILITY: "/cabinet/times",
    Act.ROLES: "/cabinet/profile/background",
    Act.BIO: "/cabinet/profile/bio",
}
# How the sections of a completeness are called.
SECTIONS = {
    "skills": N_("Competences"),
    "evidence": N_("Evidence"),
    "languages": N_("Languages"),
    "experience": N_("Experience"),
    "countries": N_("Countries"),
    "certificates": N_("Certificates"),
    "education": N_("Education"),
    "availability": N_("Times"),
    "roles": N_("Roles"),
    "bio": N_("About you"),
}

_TABLES: tuple[Mapping[Any, str], ...] = (
    VETTING,
    REFERRAL,
    FRESHNESS,
    CONSENT,
    PURPOSES,
    AVAILABILITY,
    GENDERS,
    JUDGES,
    CONTESTS,
    ACTS,
)
NAMES: Mapping[tuple[type[Enum], Enum], str] = {
    (type(code), code): words for table in _TABLES for code, words in table.items()
}


def told(page: Page, code: Enum) -> str:
    """The words of the cabinet for a code; those of all pages where it has none of its own."""
    words = NAMES.get((type(code), code))
    return page.wording.called(code) if words is None else page.say(words)


def options(page: Page, table: Mapping[Any, str]) -> list[tuple[str, str]]:
    """(code, words) of a table in its order, to choose from."""
    return [(code.value, page.say(words)) for code, words in table.items()]
