"""What else a text tells: title, kinds of mission, modality, education, training, exclusions, tasks."""

import re
from collections.abc import Iterator, Sequence

from registry.importing.terms.extraction import Extraction, Quote
from registry.importing.terms.phrases import kinds, phrases
from registry.importing.terms.sections import OPENING, Placed, nearest, strength_at

_LONGEST_TITLE, _LONGEST_TASK = 300, 5_000
_SAID, _IN_TITLE = 0.65, 0.9
_NOT_CARRIED = {
    "relatives": "relatives of staff are excluded: mission/1 has no field for it, see to it by hand",
    "retirees": "recent retirees are excluded: mission/1 has no field for it, see to it by hand",
}


def title(places: Sequence[Placed]) -> Iterator[Extraction]:
    """The line that is labelled as the title, else the first one that says more than what kind of text it is."""
    titles = [place for place in places if place.section == "title" and place.said]
    for place in sorted(titles, key=lambda place: not place.body)[:1]:
        sure = 0.95 if place.body else 0.7
        start = place.passage.text.index(OPENING.sub("", place.said))
        quote = Quote.of(place.passage, start, min(len(place.passage.text), start + _LONGEST_TITLE))
        yield Extraction("title", quote.words, quote, sure)


def listed_work(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Tasks and deliverables, one a passage, and the beneficiary."""
    for place in places:
        start = len(place.passage.text) - len(place.said)
        quote = Quote.of(place.passage, start, len(place.passage.text))
        if place.section in ("tasks", "deliverables") and 0 < len(place.said) <= _LONGEST_TASK:
            yield Extraction(place.section, place.said, quote, 0.8)
        label = place.passage.text[: place.body]
        if (
            place.body
            and place.said
            and any(each.end <= len(label) for each in phrases("beneficiary").find(place.passage))
        ):
            yield Extraction("beneficiary", place.said[:_LONGEST_TITLE], quote, 0.8)


def kinds_of_mission(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Types and modality: surest in the title, less sure in tasks, not from what is asked of people."""
    for number, place in enumerate(places):
        if place.section in ("must", "wish", "languages", "background"):
            continue
        for field in ("type", "modality"):
            for found in phrases(field).find(place.passage):
                clear = place.section in ("title", "type") or number == 0 or field == "modality"
                sure = _IN_TITLE if clear else _SAID
                quote = Quote.of(place.passage, found.start, found.end)
                yield Extraction("types" if field == "type" else field, found.value, quote, sure)


def education_and_training(places: Sequence[Placed]) -> Iterator[Extraction]:
    """A level of education, the first one that a sentence names, and experience as a trainer."""
    for place in places:
        if place.section in ("background", "tasks", "deliverables", "title"):
            continue
        told: set[tuple[str, int]] = set()
        for kind in ("education", "training"):
            for found in phrases(kind).find(place.passage):
                start, end = place.passage.sentence_at(found.start)
                strength, sure = strength_at(place, found.start)
                if strength == "none" or (kind, start) in told:
                    continue
                told.add((kind, start))
                field = {"level": int(found.value)} if kind == "education" else {"role": found.value}
                quote = Quote.of(place.passage, max(start, place.body), end)
                yield Extraction("requirement", {"kind": kind, **field}, quote, sure, strength)


def exclusions(places: Sequence[Placed]) -> Iterator[Extraction]:
    """Officials, staff of organisations, and what mission/1 cannot say."""
    for place in places:
        for found in phrases("official").find(place.passage):
            quote = Quote.of(place.passage, found.start, found.end)
            value = {"kind": "official", "value": found.value == "true"}
            yield Extraction("requirement", value, quote, 0.8, "must")
        for found in phrases("uncarried").find(place.passage):
            if nearest(place, found.start, "refuse"):
                start, end = place.passage.sentence_at(found.start)
                quote = Quote.of(place.passage, start, end)
                yield Extraction("note", found.value, quote, 0.8, note=_NOT_CARRIED[found.value])
        yield from _staff(place)


def _staff(place: Placed) -> Iterator[Extraction]:
    """Whose employees may not come: the words between "employees of" and the refusal."""
    refusals = kinds("refuse").find(place.passage)
    for found in phrases("staff_of").find(place.passage):
        behind = [each for each in refusals if each.start > found.end]
        if place.passage.lang == "en" and behind:
            name = place.passage.text[found.end : behind[0].start]
            name = re.sub(r"\b(are|is|who|the)\b", " ", name).strip(" ,")
            if 2 < len(name) <= 100:
                quote = Quote.of(place.passage, found.start, behind[0].end)
                yield Extraction("exclude.organisations", " ".join(name.split()), quote, 0.6)
