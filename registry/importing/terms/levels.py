"""Words for levels on their own: of a language, and of education."""

import re

from registry.importing.terms.phrases import phrases
from registry.importing.terms.text import Passage, language_of

_CEFR = re.compile(r"\b([ABC][12])\b")
_NATIVE = "C2"


def cefr_in(told: str) -> tuple[str | None, bool]:
    """(CEFR level, whether it says native) of a few words, in any of the four languages; (None, False) for others."""
    exact = _CEFR.search(told)
    if exact:
        return exact.group(1), False
    found = _first("level", told)
    return found, found == _NATIVE


def education_in(told: str) -> int | None:
    """The ISCED level of a few words such as "Master", None for others."""
    found = _first("education", told)
    return int(found) if found else None


def _first(kind: str, told: str) -> str | None:
    passage = Passage(1, None, 0, told, language_of(told, "en"))
    found = phrases(kind).find(passage, tuple(dict.fromkeys((passage.lang, "en", "az", "tr"))))
    return found[0].value if found else None
