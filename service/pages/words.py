"""How the field's codes are called on pages; translated where they are shown."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from registry.consents import Purpose
from registry.domain import (
    CertificateLevel,
    CertificateState,
    ConsentState,
    DuplicateState,
    EmployerType,
    EvidenceStatus,
    MailState,
    MissionState,
    OfferState,
    ReferralState,
    Role,
    Vetting,
)
from registry.domain.states import CandidacyState, Reason
from registry.lifecycle import Freshness, Office


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for this)
    """Mark a text for translation and leave it as it is."""
    return text


EVIDENCE = {
    "verified": N_("verified"),
    "evidenced": N_("evidenced"),
    "claimed": N_("claimed"),
    "absent": N_("absent"),
}

# What each grade of evidence means, for a legend.
EVIDENCE_MEANS = {
    "verified": N_("checked by a registrar"),
    "evidenced": N_("backed by a document or record"),
    "claimed": N_("the specialist’s own word"),
    "absent": N_("nothing on file"),
}

CRITERIA = {
    "skill": N_("Competences"),
    "language": N_("Languages"),
    "experience": N_("Experience"),
    "country": N_("Countries"),
    "training": N_("Training"),
    "education": N_("Education"),
    "track_record": N_("Track record"),
    "network": N_("Network"),
    "text": N_("Texts of past work"),
}

USUAL = N_("Usual weights")
# How weights are called in plain words; files and commands use the names on the left.
WEIGHTS = {
    "rtcm-default": USUAL,
    "rtcm-track-record": N_("With track record"),
    "rtcm-network": N_("With track record and network"),
    "rtcm-text": N_("With texts of past work"),
    "as tried": N_("Weights that are tried out"),
}

MISSION_STATES: Mapping[MissionState, str] = {
    MissionState.DRAFT: N_("Draft"),
    MissionState.SUBMITTED: N_("Submitted"),
    MissionState.RETURNED: N_("Returned"),
    MissionState.APPROVED: N_("Approved"),
    MissionState.SOURCING: N_("Looking for people"),
    MissionState.SHORTLISTED: N_("Shortlisted"),
    MissionState.OFFERED: N_("Offers sent"),
    MissionState.STAFFED: N_("Staffed"),
    MissionState.READY: N_("Ready"),
    MissionState.IN_PROGRESS: N_("In progress"),
    MissionState.REPORTING: N_("Reporting"),
    MissionState.CLOSED: N_("Closed"),
    MissionState.REJECTED: N_("Rejected"),
    MissionState.CANCELLED: N_("Cancelled"),
    MissionState.STOOD_DOWN: N_("Stood down"),
    MissionState.UNFILLED: N_("Unfilled"),
}

CANDIDACY_STATES: Mapping[CandidacyState, str] = {
    CandidacyState.PROPOSED: N_("Proposed"),
    CandidacyState.CONSIDERED: N_("Considered"),
    CandidacyState.SHORTLISTED: N_("Shortlisted"),
    CandidacyState.OFFERED: N_("Offer sent"),
    CandidacyState.ACCEPTED: N_("Accepted"),
    CandidacyState.CONFIRMED: N_("Confirmed"),
    CandidacyState.DEPLOYED: N_("On the mission"),
    CandidacyState.COMPLETED: N_("Completed"),
    CandidacyState.NOT_PROPOSED_FURTHER: N_("Not proposed further"),
    CandidacyState.NOT_SELECTED: N_("Not selected"),
    CandidacyState.DECLINED: N_("Declined"),
    CandidacyState.EXPIRED: N_("Expired"),
    CandidacyState.WITHDRAWN: N_("Withdrawn"),
    CandidacyState.REVOKED: N_("Revoked"),
    CandidacyState.NO_SHOW: N_("Did not come"),
    CandidacyState.CURTAILED: N_("Ended early"),
}

OFFER_STATES: Mapping[OfferState, str] = {
    OfferState.OPEN: N_("Waiting for an answer"),
    OfferState.ACCEPTED: N_("Accepted"),
    OfferState.DECLINED: N_("Declined"),
    OfferState.EXPIRED: N_("Expired"),
    OfferState.REVOKED: N_("Revoked"),
}

CERTIFICATE_STATES: Mapping[CertificateState, str] = {
    CertificateState.APPLIED: N_("Applied for"),
    CertificateState.IN_TRAINING: N_("In training"),
    CertificateState.ASSESSED: N_("Assessed"),
    CertificateState.ISSUED: N_("Valid"),
    CertificateState.EXPIRING: N_("Ends soon"),
    CertificateState.EXPIRED: N_("Expired"),
    CertificateState.RENEWED: N_("Renewed"),
    CertificateState.SUSPENDED: N_("Suspended"),
    CertificateState.REVOKED: N_("Revoked"),
    CertificateState.CLAIMED: N_("claimed"),
    CertificateState.EVIDENCED: N_("evidenced"),
    CertificateState.VERIFIED: N_("verified"),
}

CERTIFICATE_LEVELS: Mapping[CertificateLevel, str] = {
    CertificateLevel.PARTICIPANT: N_("Participant"),
    CertificateLevel.CO_TRAINER: N_("Co-trainer"),
    CertificateLevel.TRAINER: N_("Trainer"),
    CertificateLevel.MASTER_TRAINER: N_("Master trainer"),
    CertificateLevel.ASSESSOR: N_("Assessor"),
}

ROLES: Mapping[Role, str] = {
    Role.EXPERT: N_("Expert"),
    Role.TRAINER: N_("Trainer"),
    Role.CO_TRAINER: N_("Co-trainer"),
    Role.TEAM_LEAD: N_("Team lead"),
    Role.ASSESSOR: N_("Assessor"),
    Role.INTERPRETER: N_("Interpreter"),
}

OFFICES: Mapping[Office, str] = {
    Office.REQUESTER: N_("Requester"),
    Office.PLANNER: N_("Planner"),
    Office.APPROVER: N_("Approver"),
    Office.REGISTRAR: N_("Registrar"),
    Office.CERTIFIER: N_("Certifier"),
    Office.SPECIALIST: N_("Specialist"),
    Office.FOCAL_POINT: N_("Focal point"),
    Office.ANALYST: N_("Analyst"),
    Office.ADMINISTRATOR: N_("Administrator"),
    Office.CALENDAR: N_("The calendar"),
}

FRESHNESS: Mapping[Freshness, str] = {
    Freshness.FRESH: N_("Up to date"),
    Freshness.DUE: N_("To be confirmed"),
    Freshness.STALE: N_("Not confirmed for long"),
    Freshness.DORMANT: N_("Dormant"),
    Freshness.UNKNOWN: N_("Never confirmed"),
}

REASONS: Mapping[Reason, str] = {
    Reason.QUALIFICATION: N_("Qualification"),
    Reason.LANGUAGE: N_("Language"),
    Reason.AVAILABILITY: N_("Not available"),
    Reason.CERTIFICATE_LAPSED: N_("Certificate lapsed"),
    Reason.CONFLICT_OF_INTEREST: N_("Conflict of interest"),
    Reason.EMPLOYER_REFUSED: N_("Employer refused"),
    Reason.SECURITY_MEDICAL_VISA: N_("Security, medical or visa"),
    Reason.OTHER_CHOSEN: N_("Somebody else was chosen"),
    Reason.ENOUGH_PROPOSED: N_("Enough people proposed"),
    Reason.ROLE_CHANGED: N_("The role changed"),
    Reason.REQUEST_ENDED: N_("The request ended"),
    Reason.PERSONAL: N_("Personal reasons"),
    Reason.NO_ANSWER: N_("No answer"),
    Reason.OUTSIDE_MANDATE: N_("Outside the mandate"),
    Reason.NO_FUNDS: N_("No funds"),
    Reason.ASKED_TWICE: N_("Asked for twice"),
    Reason.HOST_NOT_READY: N_("The host is not ready"),
    Reason.NOBODY_ELIGIBLE: N_("Nobody meets the requirements"),
    Reason.NOBODY_ACCEPTED: N_("Nobody accepted"),
    Reason.INCOMPLETE: N_("Incomplete"),
    Reason.FALSE_STATEMENT: N_("False statement"),
    Reason.MISCONDUCT: N_("Misconduct"),
    Reason.UNDER_INQUIRY: N_("Under inquiry"),
}

VETTING: Mapping[Vetting, str] = {
    Vetting.DRAFT: N_("Not handed in"),
    Vetting.SUBMITTED: N_("Handed in"),
    Vetting.UNDER_REVIEW: N_("Under review"),
    Vetting.RETURNED: N_("Returned"),
    Vetting.ADMITTED: N_("Admitted"),
    Vetting.REFUSED: N_("Refused"),
    Vetting.SUSPENDED: N_("Suspended"),
    Vetting.REMOVED: N_("Removed"),
}

REFERRAL_STATES: Mapping[ReferralState, str] = {
    ReferralState.OPEN: N_("May be proposed"),
    ReferralState.PAUSED: N_("Paused"),
    ReferralState.BLOCKED: N_("Blocked"),
}

CONSENT_STATES: Mapping[ConsentState, str] = {
    ConsentState.NEVER_GIVEN: N_("Never given"),
    ConsentState.GIVEN: N_("Given"),
    ConsentState.WITHDRAWN: N_("Withdrawn"),
    ConsentState.LAPSED: N_("Lapsed"),
}

PURPOSES: Mapping[Purpose, str] = {
    Purpose.SEARCH: N_("Being found for missions"),
    Purpose.SHARE_NAME: N_("Sharing the name with requesters"),
    Purpose.TRANSFER: N_("Sending data across borders"),
    Purpose.STATISTICS: N_("Being counted in statistics"),
}

EMPLOYERS: Mapping[EmployerType, str] = {
    EmployerType.GOVERNMENT: N_("Government"),
    EmployerType.NGO: N_("Civil society"),
    EmployerType.ACADEMIA: N_("Academia"),
    EmployerType.INTERNATIONAL_ORGANISATION: N_("International organisation"),
    EmployerType.PRIVATE: N_("Private sector"),
    EmployerType.INDEPENDENT: N_("Self-employed"),
}

DUPLICATE_STATES: Mapping[DuplicateState, str] = {
    DuplicateState.OPEN: N_("To be decided"),
    DuplicateState.MERGED: N_("Merged"),
    DuplicateState.DISTINCT: N_("Two people"),
}

MAIL_STATES: Mapping[MailState, str] = {
    MailState.WAITING: N_("Waiting"),
    MailState.TAKEN: N_("Being sent"),
    MailState.HANDED: N_("Handed to the mail server"),
    MailState.SENT: N_("Sent"),
    MailState.FAILED: N_("Failed"),
    MailState.DROPPED: N_("Dropped"),
    MailState.FOLDED: N_("In a daily digest"),
}

# Every kind of code; a new one is one more line.
_TABLES: tuple[Mapping[Any, str], ...] = (
    MISSION_STATES,
    CANDIDACY_STATES,
    OFFER_STATES,
    CERTIFICATE_STATES,
    CERTIFICATE_LEVELS,
    ROLES,
    OFFICES,
    FRESHNESS,
    REASONS,
    VETTING,
    REFERRAL_STATES,
    CONSENT_STATES,
    PURPOSES,
    EMPLOYERS,
    DUPLICATE_STATES,
    MAIL_STATES,
    {status: EVIDENCE[status.value] for status in EvidenceStatus},
)
# By kind and code, for codes of two kinds may be spelled alike.
NAMES: Mapping[tuple[type[Enum], Enum], str] = {
    (type(code), code): words for table in _TABLES for code, words in table.items()
}


def name(code: Enum) -> str:
    """The word for a code, in English; KeyError for a kind of code that has none."""
    return NAMES[type(code), code]
