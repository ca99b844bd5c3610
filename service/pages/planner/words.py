"""How what a mission asks, and what its steps ask, is called on pages; translated where it is shown."""

from collections.abc import Mapping

from registry.domain import MissionType, Modality
from registry.lifecycle import Bar
from service.pages.words import N_

TYPES: Mapping[MissionType, str] = {
    MissionType.TRAINING_DELIVERY: N_("Training delivery"),
    MissionType.TRAINING_OF_TRAINERS: N_("Training of trainers"),
    MissionType.CURRICULUM_DEVELOPMENT: N_("Curriculum development"),
    MissionType.NEEDS_ASSESSMENT: N_("Needs assessment"),
    MissionType.ASSESSMENT: N_("Assessment"),
    MissionType.LEGAL_REVIEW: N_("Legal review"),
    MissionType.ADVISORY: N_("Advice"),
    MissionType.DRAFTING: N_("Drafting"),
    MissionType.SOP_DRAFTING: N_("Drafting of procedures"),
    MissionType.RESEARCH: N_("Research and data"),
    MissionType.EVALUATION: N_("Evaluation"),
    MissionType.STUDY_VISIT: N_("Study visit"),
    MissionType.PEER_EXCHANGE: N_("Peer exchange"),
    MissionType.COORDINATION: N_("Coordination"),
}
MODALITIES: Mapping[Modality, str] = {
    Modality.ONSITE: N_("On site"),
    Modality.REMOTE: N_("Remote"),
    Modality.HYBRID: N_("Partly on site, partly remote"),
}
EDUCATION: Mapping[int, str] = {
    0: N_("early childhood education"),
    1: N_("primary school"),
    2: N_("lower secondary school"),
    3: N_("upper secondary school"),
    4: N_("post-secondary education"),
    5: N_("a short tertiary course"),
    6: N_("a bachelor’s degree"),
    7: N_("a master’s degree"),
    8: N_("a doctorate"),
}
STRENGTHS: Mapping[str, str] = {"must": N_("Must"), "wish": N_("Wish"), "out": N_("Leave it out")}
KINDS: Mapping[str, str] = {
    "skill": N_("Competence"),
    "language": N_("Language"),
    "country": N_("Work in a country"),
    "experience": N_("Years of experience"),
    "certificate": N_("Certificate of a module"),
    "training": N_("Certified to train"),
    "education": N_("Education"),
    "nationality": N_("Nationality"),
    "employer": N_("Employer"),
    "official": N_("Public official"),
}
# Guards of these steps by name.
GUARDS: Mapping[str, str] = {
    "never_the_requester": N_("somebody other than whoever asked for the mission"),
    "own_mission": N_("whoever asked for the mission"),
    "listed": N_("somebody on the list of every seat"),
    "list_current": N_("lists of the version in force"),
    "selected": N_("somebody selected by the requester"),
    "accepted": N_("every seat accepted"),
    "available": N_("availability checked again on these dates"),
    "certified": N_("certificates checked again on these dates"),
    "without_conflict": N_("conflicts of interest checked again"),
    "released": N_("release by the employer"),
    "travel": N_("travel arranged, or none needed"),
    "inducted": N_("induction done"),
    "reported": N_("the report handed in"),
    "started": N_("the first day of the mission reached"),
}
BARS: Mapping[str, str] = {
    Bar.NOT_ADMITTED: N_("not admitted to the pool"),
    Bar.NO_CONSENT: N_("no valid consent to be searched"),
    Bar.PAUSED: N_("referral paused"),
    Bar.BLOCKED: N_("referral blocked"),
    Bar.DORMANT: N_("profile not confirmed for 18 months"),
    Bar.RESTRICTED: N_("use of the profile restricted by the person"),
    "excluded by name in the mission": N_("excluded by name in the mission"),
    "excluded organisation": N_("excluded organisation"),
    "conflict of interest: works for the beneficiary": N_("conflict of interest: works for the beneficiary"),
}
FLAGS: Mapping[str, str] = {
    "availability unknown": N_("availability unknown"),
    "away for part of the window": N_("away for part of the time"),
    "only tentatively free for part of the window": N_("only tentatively free for part of the time"),
    "profile never confirmed": N_("profile never confirmed"),
    "profile confirmed over a year before the start": N_("profile confirmed over a year before the start"),
    "thin profile: no competences on file": N_("thin profile: no competences on file"),
    "organisation not on file: conflict of interest not checked": N_(
        "organisation not on file: conflict of interest not checked"
    ),
    "works for the beneficiary: check for a conflict of interest": N_(
        "works for the beneficiary: check for a conflict of interest"
    ),
}
