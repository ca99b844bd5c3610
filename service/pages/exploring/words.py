"""How stages, attributes and groups of the report on fairness are called."""

from collections.abc import Mapping

from registry.domain import EmployerType
from service.pages.page import Page
from service.pages.words import EMPLOYERS, N_

STAGES: Mapping[str, str] = {
    "pool": N_("The whole pool"),
    "shortlist": N_("Shortlists"),
    "offer": N_("Offers"),
    "assignment": N_("Past work"),
    "plan": N_("Plan"),
}
ATTRIBUTES: Mapping[str, str] = {
    "gender": N_("Gender"),
    "region": N_("Region"),
    "employer_type": N_("Kind of employer"),
}
_GROUPS: Mapping[str, str] = {
    "female": N_("Women"),
    "male": N_("Men"),
    "other": N_("Other gender"),
    "not stated": N_("Not stated"),
    "Western Asia": N_("Western Asia"),
    "Central Asia": N_("Central Asia"),
    "Southern Asia": N_("Southern Asia"),
    "Eastern Asia": N_("Eastern Asia"),
    "South-eastern Asia": N_("South-eastern Asia"),
    "Eastern Europe": N_("Eastern Europe"),
    "Northern Europe": N_("Northern Europe"),
    "Southern Europe": N_("Southern Europe"),
    "Western Europe": N_("Western Europe"),
    "Northern Africa": N_("Northern Africa"),
    "Northern America": N_("Northern America"),
    **{each.value: EMPLOYERS[each] for each in EmployerType},
}


def group_words(page: Page, group: tuple[str, ...]) -> str:
    """A group in words; a region of another part of the world keeps the name that the United Nations give it."""
    return ", ".join(page.say(_GROUPS.get(each, each)) for each in group)
