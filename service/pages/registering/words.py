"""How a registrar's steps, the sections of a profile and what it lacks are called."""

from collections.abc import Mapping

from service.pages.stepping import StepWords
from service.pages.words import N_

STEPS: Mapping[str, StepWords] = {
    "review": StepWords(
        N_("Begin the review"),
        N_("Begin the review of %(name)s?"),
        N_("The application is then in your hands; after that you admit, return or refuse it."),
        "",
    ),
    "admit": StepWords(
        N_("Admit"),
        N_("Admit %(name)s to the network?"),
        N_("They can be found for missions as soon as they have consented. They are told by mail."),
        "",
    ),
    "return": StepWords(
        N_("Return"),
        N_("Return the application of %(name)s?"),
        N_("They are told what is missing, put it right, and hand it in again."),
    ),
    "refuse": StepWords(
        N_("Refuse"),
        N_("Refuse the application of %(name)s?"),
        N_("They are told, with the reason. This cannot be taken back."),
        "danger",
    ),
    "suspend": StepWords(
        N_("Suspend"),
        N_("Suspend the membership of %(name)s?"),
        N_("They are no longer found for missions until they are reinstated. They are told."),
        "danger",
    ),
    "reinstate": StepWords(
        N_("Reinstate"),
        N_("Reinstate the membership of %(name)s?"),
        N_("They can be found for missions again. They are told."),
        "",
    ),
    "remove": StepWords(
        N_("Remove"),
        N_("Remove %(name)s from the network?"),
        N_("The membership ends. This cannot be taken back. They are told."),
        "danger",
    ),
    "block": StepWords(
        N_("Block proposals"),
        N_("Block proposals of %(name)s?"),
        N_("They stay a member and are not proposed for missions until you lift this. They are told."),
        "danger",
    ),
    "unblock": StepWords(
        N_("Lift the block"),
        N_("Let %(name)s be proposed again?"),
        N_("They can be found for missions again. They are told."),
        "",
    ),
}

LACKS: Mapping[str, str] = {
    "residence": N_("Country of residence"),
    "organisation": N_("Organisation"),
    "employer_type": N_("Kind of employer"),
    "education": N_("Education"),
    "experience_years": N_("Years of experience"),
    "roles": N_("Roles"),
    "skills": N_("Competences"),
    "languages": N_("Languages"),
    "countries": N_("Experience in countries"),
    "consent": N_("Consent to be found"),
    "documents": N_("Documents"),
}

NOUNS: Mapping[str, str] = {
    "skills": N_("Competence"),
    "languages": N_("Language"),
    "countries": N_("Country"),
    "certificates": N_("Certificate"),
}

FACETS: Mapping[str, str] = {
    "residence": N_("Country of residence"),
    "competence": N_("Competence"),
    "language": N_("Language"),
    "role": N_("Role"),
    "vetting": N_("Membership"),
    "organisation": N_("Organisation"),
    "freshness": N_("Last confirmed"),
}

AXES: Mapping[str, str] = {
    "vetting": N_("Membership"),
    "consent": N_("Consent"),
    "referral": N_("Proposals"),
    "freshness": N_("Last confirmed"),
    "claim": N_("Claim"),
}

# Steps that others took, as the diary of a member tells them.
BY_OTHERS: Mapping[str, str] = {
    "apply": N_("Applied"),
    "nominate": N_("Nominated"),
    "resubmit": N_("Handed in again"),
    "give": N_("Given"),
    "withdraw": N_("Withdrawn"),
    "lapse": N_("Lapsed"),
    "pause": N_("Paused"),
    "resume": N_("Resumed"),
    "end_pause": N_("Pause ended"),
    "confirm": N_("Confirmed"),
    "document": N_("Document handed in"),
    "verify": N_("Verified"),
}
