"""Where a mission, a candidacy, an offer, a consent and a certificate can stand, and the reason codes of an exit."""

from enum import StrEnum


class MissionState(StrEnum):
    """How far a mission has come; cancelled, stood down and unfilled are three different ends."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SOURCING = "sourcing"
    SHORTLISTED = "shortlisted"
    OFFERED = "offered"
    STAFFED = "staffed"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    REPORTING = "reporting"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    STOOD_DOWN = "stood_down"
    UNFILLED = "unfilled"


class CandidacyState(StrEnum):
    """How far one person has come for one seat, and the eight ways out."""

    PROPOSED = "proposed"
    CONSIDERED = "considered"
    SHORTLISTED = "shortlisted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    DEPLOYED = "deployed"
    COMPLETED = "completed"
    NOT_PROPOSED_FURTHER = "not_proposed_further"
    NOT_SELECTED = "not_selected"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    NO_SHOW = "no_show"
    CURTAILED = "curtailed"


class OfferState(StrEnum):
    """What became of one offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ConsentState(StrEnum):
    """Consent to one purpose on a day."""

    NEVER_GIVEN = "never_given"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class CertificateState(StrEnum):
    """A certificate on a day: what is stored of it, and what follows from its dates."""

    APPLIED = "applied"
    IN_TRAINING = "in_training"
    ASSESSED = "assessed"
    ISSUED = "issued"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"


class Reason(StrEnum):
    """Why something ended or was refused. Of candidacies as the field uses them, of the others ours."""

    QUALIFICATION = "qualification"
    LANGUAGE = "language"
    AVAILABILITY = "availability"
    CERTIFICATE_LAPSED = "certificate_lapsed"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    EMPLOYER_REFUSED = "employer_refused"
    # One code for the three, so that nobody can read somebody's health off it.
    SECURITY_MEDICAL_VISA = "security_medical_visa"
    OTHER_CHOSEN = "other_chosen"
    ENOUGH_PROPOSED = "enough_proposed"
    ROLE_CHANGED = "role_changed"
    REQUEST_ENDED = "request_ended"
    PERSONAL = "personal"
    NO_ANSWER = "no_answer"
    # Of missions.
    OUTSIDE_MANDATE = "outside_mandate"
    NO_FUNDS = "no_funds"
    ASKED_TWICE = "asked_twice"
    HOST_NOT_READY = "host_not_ready"
    NOBODY_ELIGIBLE = "nobody_eligible"
    NOBODY_ACCEPTED = "nobody_accepted"
    # Of members and certificates.
    INCOMPLETE = "incomplete"
    FALSE_STATEMENT = "false_statement"
    MISCONDUCT = "misconduct"
    UNDER_INQUIRY = "under_inquiry"

    @property
    def words(self) -> str:
        """The code as a sentence shows it."""
        return self.value.replace("_", " ")
