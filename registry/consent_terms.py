"""The terms in force to which somebody consents, purpose by purpose, in plain words of each language."""

from functools import cache

from registry.consents import Purpose
from registry.vocabulary.lookup import LANGS, read_rows

# Raised whenever the meaning of a sentence changes: consent to other words is another consent.
IN_FORCE = "2026-1"


@cache
def _sentences() -> dict[tuple[str, Purpose, str], str]:
    """(version, purpose, language) -> sentence."""
    return {
        (row["version"], Purpose(row["purpose"]), lang): row[lang]
        for row in read_rows("consent_terms.csv")
        for lang in LANGS
    }


def sentence(purpose: Purpose, language: str = "en", version: str = IN_FORCE) -> str:
    """What consent to a purpose means, in English for a language without terms; KeyError for an unknown version."""
    return _sentences()[version, purpose, language if language in LANGS else "en"]
