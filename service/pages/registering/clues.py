"""What speaks for and against that two entries are one person, in the reader's language.

The search for duplicates speaks English, as the command line shows it; a page says each clue anew.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from registry.domain import Clue, Gender
from service.pages.cabinet.words import GENDERS
from service.pages.wording import Wording
from service.pages.words import N_

# What a clue begins with -> how it reads; what comes after the colon are names and titles as they are on file.
CLUES: Mapping[str, str] = {
    "same name": N_("The same name"),
    "same name, spelled or ordered otherwise": N_("The same name, spelled or ordered otherwise"),
    "names differ by a letter or two": N_("Names that differ by a letter or two"),
    "names agree in part": N_("Names that agree in part"),
    "names differ": N_("Different names"),
    "same native name": N_("The same name in its own script"),
    "same nationality": N_("The same nationality"),
    "same organisation": N_("The same organisation"),
    "different organisations": N_("Different organisations"),
    "years of experience": N_("Years of experience"),
    "same certificate number": N_("The same certificate number"),
    "same past mission": N_("The same past mission"),
    "same publication": N_("The same publication"),
    "contradiction: no nationality in common": N_("No nationality in common"),
    "contradiction: both took part in one assignment": N_("Both took part in the same work"),
}
# From how many bits on a clue is strong, or of some weight: odds of 1 to 100, and of 1 to 8.
_STRONG, _SOME = 6.6, 3.0
STRENGTHS = (N_("strong"), N_("medium"), N_("weak"))


def _genders(own: Wording, one: str, other: str) -> str:
    told = f"{own.say(GENDERS[Gender(one)])} / {own.say(GENDERS[Gender(other)])}"
    return own.say("Different genders: %(both)s", both=told)


def _places(own: Wording, one: str, other: str, day: str) -> str:
    told = {"one": own.country(one), "other": own.country(other), "day": own.day(date.fromisoformat(day))}
    return own.say("At work in two places at one time: %(one)s and %(other)s, %(day)s", **told)


def _shared(own: Wording, shared: str, of: str) -> str:
    return own.say("Competences in common: %(shared)s of %(all)s", shared=shared, all=of)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"contradiction: gender (\w+) / (\w+)"), _genders),
    (re.compile(r"contradiction: at one time in (\w+) and (\w+) \((\d{4}-\d\d-\d\d)\)"), _places),
    (re.compile(r"competences in common: (\d+) of (\d+)"), _shared),
)


def clue(own: Wording, says: str) -> str:
    """A clue as a sentence."""
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(says):
            return words(own, *found.groups())
    if says in CLUES:
        return own.say(CLUES[says])
    begun, _, rest = says.partition(": ")
    return f"{own.say(CLUES[begun])}: {rest}"


def strength(own: Wording, each: Clue) -> str:
    """How much a clue weighs, in a word."""
    bits = abs(each.bits)
    return own.say(STRENGTHS[0 if bits >= _STRONG else 1 if bits >= _SOME else 2])
