"""Languages with their levels: names in four languages, CEFR levels, and words such as fluent or səlis."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import Found, Phrases, kinds, phrases
from registry.importing.terms.sections import Placed, nearest, strength_at
from registry.vocabulary import CEFR, LANGS, languages
from registry.vocabulary.lookup import read_rows

_CEFR = re.compile(r"\b([ABC][12])\b")
_LINKING = re.compile(r"\s+(?:(?:is|are|an|a|would|will|be|also|strongly|highly|considered)\s+)*")
# Asked for without a level: what a mission cannot do without, and what it merely likes.
_UNSAID = {"must": CEFR.C1, "wish": CEFR.B2}
_SHORTEST_NAME = 3
_NO_LEVEL = 0.7


@cache
def _names() -> Phrases[str]:
    named = [(lang, each.label(lang), each.code) for each in languages().values() for lang in LANGS]
    further = [
        (lang, row["name"], row["iso639_3"])
        for row in read_rows("language_names.csv")
        for lang in ([row["lang"]] if row["lang"] else LANGS)
    ]
    return Phrases((lang, name, code) for lang, name, code in [*named, *further] if len(name) >= _SHORTEST_NAME)


def language_requirements(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Every language that a sentence about languages names, in English with a capital letter."""
    for place in places:
        if place.section in ("background", "title"):
            continue
        names = [each for each in _names().find(place.passage) if _speaks_of_languages(place, each)]
        for number, name in enumerate(names):
            following = names[number + 1].start if number + 1 < len(names) else len(place.passage.text)
            yield from _requirement(place, name, names[number - 1].end if number else 0, following)


def _speaks_of_languages(place: Placed, name: Found[str]) -> bool:
    text = place.passage.text[name.start : name.end]
    if place.passage.lang == "en" and not text[:1].isupper():
        return False
    if nearest(place, name.start, "about_nationality"):
        return False
    return (
        place.section == "languages"
        or bool(nearest(place, name.start, "about_language"))
        or _is_asked_for(place, name)
        or _level(place, name, *place.passage.sentence_at(name.start)) is not None
    )


def _is_asked_for(place: Placed, name: Found[str]) -> bool:
    """Whether an English name is followed by nothing but what is asked, as in "Russian would be an asset"."""
    cues = [each for each in kinds("must", "wish", "not_asked").find(place.passage) if each.start >= name.end]
    return bool(cues) and _LINKING.fullmatch(place.passage.text, name.end, cues[0].start) is not None


def _requirement(place: Placed, name: Found[str], before: int, following: int) -> Iterator[Extraction]:
    start, end = place.passage.sentence_at(name.start)
    strength, sure = strength_at(place, name.start)
    if strength == "none":
        return
    level = _level(place, name, max(start, before), min(end, following)) or _level(place, name, start, end)
    confidence = sure + 0.05 if level else sure * _NO_LEVEL + 0.1
    value = {"kind": "language", "language": name.value, "level": str(level or _UNSAID[strength])}
    quoted = Quote.of(place.passage, name.start, name.end) if level is None else _quote(place, start, end)
    note = "" if level else "no level is named; taken as written by default"
    yield Extraction("requirement", value, quoted, round(min(confidence, 1.0), 2), strength, note)


def _quote(place: Placed, start: int, end: int) -> Quote:
    return Quote.of(place.passage, max(start, place.body), end)


def _level(place: Placed, name: Found[str], start: int, end: int) -> CEFR | None:
    """The level nearest to a name between two places, a CEFR level before words."""
    text = place.passage.text
    exact = [(found.start(), CEFR[found.group(1)]) for found in _CEFR.finditer(text, start, end)]
    words = [(f.start, CEFR[f.value]) for f in phrases("level").find(place.passage) if start <= f.start < end]
    near = sorted(exact or words, key=lambda each: _distance(each[0], name))
    return near[0][1] if near else None


def _distance(at: int, name: Found[str]) -> int:
    """Characters between a level and a name; a level behind its name is meant sooner than one before it."""
    return at - name.end if at >= name.end else name.start - at
