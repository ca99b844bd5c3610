"""Terms of reference (.docx, .pdf, .txt) to a draft mission, each thing with the words it came from."""

from collections.abc import Sequence

from registry.importing.terms.amounts import effort, experience_requirements
from registry.importing.terms.competences import competence_requirements
from registry.importing.terms.dates import window
from registry.importing.terms.draft import Draft, draft_of
from registry.importing.terms.extraction import SURE_ENOUGH, Extraction, Quote
from registry.importing.terms.languages import language_requirements
from registry.importing.terms.places import country_facts
from registry.importing.terms.rest import education_and_training, exclusions, kinds_of_mission, listed_work, title
from registry.importing.terms.seats import seats
from registry.importing.terms.sections import placed
from registry.importing.terms.text import LARGEST_PDF, Passage, read_terms

__all__ = [
    "LARGEST_PDF",
    "SURE_ENOUGH",
    "Draft",
    "Extraction",
    "Passage",
    "Quote",
    "draft_of",
    "extracted",
    "read_terms",
]

# In the order in which mission/1 has them.
EXTRACTORS = (
    title,
    kinds_of_mission,
    country_facts,
    window,
    effort,
    listed_work,
    seats,
    competence_requirements,
    language_requirements,
    experience_requirements,
    education_and_training,
    exclusions,
)


def extracted(passages: Sequence[Passage]) -> list[Extraction]:
    """Everything that the text asks, as far as it can be told, in the order of the fields and then of the text."""
    places = list(placed(passages))
    return [found for extract in EXTRACTORS for found in extract(places)]
