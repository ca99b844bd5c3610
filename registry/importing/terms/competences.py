"""Competences: labels and synonyms of the taxonomy in four languages, whole or by their leading part."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import Found, Phrases, apart, phrases
from registry.importing.terms.sections import Placed, strength_at
from registry.importing.terms.text import Passage
from registry.vocabulary import Competence, competences, fold

# Confidence by how a competence was named.
LABEL, SYNONYM, ABBREVIATION, PART, COMMON_WORD = 0.95, 0.8, 0.65, 0.55, 0.3
_INFLECTED = 0.05
_ELSEWHERE = {"background": 0.6, "title": 0.8, "type": 0.8, "tasks": 0.85, "deliverables": 0.8, "": 0.9, "host": 0.5}
_USUAL_LEVEL = 3
_LEVEL = re.compile(r"\blevel\s*([1-5])\b|\b([1-5])\s*/\s*5\b", re.IGNORECASE)
_PARTS = re.compile(r":| and | in | for | for | on | of persons| \(|/|,| with | və | и | ve ")

Named = tuple[str, float]  # competence, confidence


@cache
def _names() -> Phrases[Named]:
    """Labels, synonyms and unmistakable parts of labels; English ones are used in texts of any language."""
    return Phrases(_all_names(), skip_empty=True)


def _all_names() -> Iterator[tuple[str, str, Named]]:
    parts = Counter(part for each in competences().values() for part in {*_parts(each), *_whole(each)})
    for each in competences().values():
        for lang, label in each.labels.items():
            yield lang, label, (each.id, LABEL)
        for name in each.alternatives:
            if not _is_abbreviation(name):
                yield "en", name, (each.id, SYNONYM if len(fold(name).split()) > 1 else COMMON_WORD)
        for part in set(_parts(each)):
            if parts[part] == 1:
                yield "en", part, (each.id, PART)


def _parts(each: Competence) -> list[str]:
    """Parts of an English label of two words or more, such as "data protection"."""
    found = (fold(part) for part in _PARTS.split(each.labels["en"]))
    return [part for part in found if len(part.split()) > 1 and part != fold(each.labels["en"])]


def _whole(each: Competence) -> list[str]:
    return [fold(name) for name in (each.labels["en"], *each.alternatives)]


def _is_abbreviation(name: str) -> bool:
    return name.isupper() or (len(name) <= 5 and sum(map(str.isupper, name)) > 1)


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviations of three letters and more that stand for one competence, as written."""
    names = [(name, each.id) for each in competences().values() for name in each.alternatives if _is_abbreviation(name)]
    counts = Counter(name for name, _ in names)
    return {name: id for name, id in names if counts[name] == 1 and len(name) > 2}


def competence_requirements(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Every competence that is named; one found in the background of the text is less sure."""
    for place in places:
        for found in apart([*_named(place.passage), *_abbreviated(place.passage)]):
            strength, _ = strength_at(place, found.start)
            if found.start >= place.body and strength != "none":
                yield _requirement(place, found, strength)


def _named(passage: Passage) -> list[Found[Named]]:
    own = _names().find(passage)
    return own if passage.lang == "en" else own + _names().find(passage, ("en",))


def _abbreviated(passage: Passage) -> Iterator[Found[Named]]:
    for word in passage.words:
        id = _abbreviations().get(passage.text[word.start : word.end])
        if id:
            yield Found((id, ABBREVIATION), word.start, word.end, True)


def _requirement(place: Placed, found: Found[Named], strength: str) -> Extraction:
    id, sure = found.value
    confidence = (sure - (0 if found.exact else _INFLECTED)) * _ELSEWHERE.get(place.section, 1.0)
    value = {"kind": "skill", "skill": id, "level": _level(place, found)}
    quote = Quote.of(place.passage, found.start, found.end)
    # Where a text does not say so, a competence only counts for more.
    asked = strength if place.section in ("must", "wish") or _is_qualified(place) else "wish"
    return Extraction("requirement", value, quote, round(confidence, 2), asked)


def _is_qualified(place: Placed) -> bool:
    return place.section not in ("tasks", "deliverables", "background", "title", "type")


def _level(place: Placed, found: Found[Named]) -> int:
    start, end = place.passage.sentence_at(found.start)
    told = _LEVEL.search(place.passage.text, found.end, end)
    if told:
        return int(told.group(1) or told.group(2))
    words = [each for each in phrases("skill_level").find(place.passage) if start <= each.start < found.start]
    return int(words[-1].value) if words else _USUAL_LEVEL
