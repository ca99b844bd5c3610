"""CEFR levels, A1 to C2, in their order."""

from enum import IntEnum

from registry.errors import UnknownTerm


class CEFR(IntEnum):
    """Level of one language skill; the number is its place, so levels compare.

    Source: Council of Europe, CEFR Companion Volume (2020).
    """

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6

    def __str__(self) -> str:
        return self.name


_LEVELS = {str(level): level for level in CEFR}


def cefr(term: object) -> CEFR:
    """A level from its name in any letter case; UnknownTerm otherwise."""
    if isinstance(term, CEFR):
        return term
    level = _LEVELS.get(term.strip().upper()) if isinstance(term, str) else None
    if level is None:
        raise UnknownTerm("CEFR level", term, expected=f"one of {', '.join(_LEVELS)}")
    return level
