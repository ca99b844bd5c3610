"""Which section of the text a passage stands in, and whether a sentence speaks of a must or of a wish."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.importing.terms.phrases import kinds, phrases
from registry.importing.terms.text import Passage, without_bullet

_LABEL = re.compile(r"\s*([^:–—]{2,60}?)\s*(?::|\s[–—]\s|$)\s*")
_NUMBERING = re.compile(r"^\s*(?:[0-9IVX]{1,4}[.)]|[A-Za-zА-Яа-я][.)])\s*")
_LONGEST_HEADING = 60
# The words that open such a text and name nothing.
OPENING = re.compile(
    r"^\s*(terms of reference|texniki tapşırıq|техническое задание|iş tanımı|görev tanımı|tor)\s*[:–—-]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Placed:
    """A passage with its section; ``body`` is where the text after a label begins, its end for a heading alone."""

    passage: Passage
    section: str
    body: int

    @property
    def said(self) -> str:
        """What stands after the label, without a bullet."""
        return without_bullet(self.passage.text[self.body :]).strip()


def placed(passages: Sequence[Passage]) -> Iterator[Placed]:
    """Every passage with the section that its own label or the last heading before it names."""
    current = ""
    named = False
    for passage in passages:
        label, body = _label(passage)
        if not (named or label) and says_more(passage.text):
            # Where nothing is labelled as the title, the first line is it.
            label = "title"
        named = named or label == "title"
        if label and body >= len(passage.text) > 0:
            current = label
            yield Placed(passage, current, body)
        elif label:
            # A label with its text behind it speaks for its own line; lists may still follow it.
            yield Placed(passage, label, body)
            current = label if passage.text.rstrip().endswith(":") else _after_label(current, label)
        else:
            yield Placed(passage, current, 0)


def says_more(text: str) -> bool:
    """Whether a line says more than what kind of text it opens."""
    return bool(OPENING.sub("", text))


def _after_label(current: str, label: str) -> str:
    """The section of what follows a line of its own: such a line ends a list of another kind."""
    return current if current in ("must", "wish", "languages") and label not in ("tasks", "deliverables") else ""


def _label(passage: Passage) -> tuple[str, int]:
    """(section, where the text after the label begins), or ("", 0)."""
    numbering = _NUMBERING.match(passage.text)
    begin = numbering.end() if numbering else 0
    found = _LABEL.match(passage.text, begin)
    if found is None or found.end(1) - begin > _LONGEST_HEADING:
        return "", 0
    heading = Passage(0, None, 0, found.group(1), passage.lang)
    covering = [each for each in phrases("section").find(heading) if each.length >= 0.6 * len(found.group(1))]
    return (covering[0].value, found.end()) if covering else ("", 0)


def strength_at(place: Placed, at: int) -> tuple[str, float]:
    """("must", "wish" or "none"), and how sure: by the nearest cue of its clause or sentence, else by the section."""
    cue = nearest(place, at, "must", "wish", "not_asked")
    if cue:
        return ("none" if cue == "not_asked" else cue), 0.9
    if place.section in ("must", "wish"):
        return place.section, 0.85
    return "wish", 0.6


def nearest(place: Placed, at: int, *names: str) -> str:
    """The kind of the nearest phrase in the clause around a place, else in its sentence; "" when there is none."""
    start, end = place.passage.sentence_at(at)
    cues = [each for each in kinds(*names).find(place.passage) if max(start, place.body) <= each.start < end]
    clause_start, clause_end = _clause(place.passage.text, at, start, end)
    near = [each for each in cues if clause_start <= each.start < clause_end]
    by_distance = sorted(near or cues, key=lambda each: max(each.start - at, at - each.end))
    return by_distance[0].value if by_distance else ""


def _clause(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence between commas around a place."""
    before = text.rfind(",", start, at) + 1
    after = text.find(",", at, end)
    return max(before, start), after if after >= 0 else end
