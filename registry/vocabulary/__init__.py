"""Competences, countries, languages, training modules and CEFR: codes, names in four languages, lookups.

``competence``, ``country``, ``language``, ``module`` and ``cefr`` turn any usual form into the one that is stored,
and raise UnknownTerm with the nearest terms otherwise.
"""

from registry.vocabulary.cefr import CEFR, cefr
from registry.vocabulary.fees import Fee, fees
from registry.vocabulary.iso639 import Language, language, language_closeness, languages
from registry.vocabulary.iso3166 import Country, countries, country, same_subregion
from registry.vocabulary.lookup import LANGS, fold
from registry.vocabulary.taxonomy import (
    Competence,
    EscoLink,
    TrainingModule,
    competence,
    competences,
    module,
    modules,
    narrower,
)

__all__ = [
    "CEFR",
    "LANGS",
    "Competence",
    "Country",
    "EscoLink",
    "Fee",
    "Language",
    "TrainingModule",
    "cefr",
    "competence",
    "competences",
    "countries",
    "country",
    "fees",
    "fold",
    "language",
    "language_closeness",
    "languages",
    "module",
    "modules",
    "narrower",
    "same_subregion",
]
