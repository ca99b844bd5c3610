"""Languages of the sample people: the first one, those of the country, and what each person added."""

from registry.sample.dice import Dice, Table
from registry.sample.people import Json, Person
from registry.vocabulary import CEFR

# roster_stats.yaml, generator_hints, languages_per_expert.
_COUNT = Table([(1, 0.05), (2, 0.35), (3, 0.40), (4, 0.16), (5, 0.04)])
_STATUS = Table([("claimed", 0.55), ("evidenced", 0.30), ("verified", 0.15)])
_ABOVE = Table([(-1, 0.20), (0, 0.55), (1, 0.25)])
# How far listening, reading, speaking and writing lie from the overall level.
_APART = Table(
    [
        ((0, 0, 0, 0), 0.34),
        ((0, 0, 0, -1), 0.22),
        ((0, 0, -1, -1), 0.17),
        ((0, 1, 0, 0), 0.10),
        ((0, 0, -1, 0), 0.07),
        ((1, 1, 0, 0), 0.06),
        ((0, 0, 1, 0), 0.04),
    ]
)
_ABILITIES = ("listening", "reading", "speaking", "writing")
_PARTLY_KNOWN = 0.08
_LEVELS = ("A1", *(str(level) for level in CEFR), "C2")
_NATIVE = dict.fromkeys(_ABILITIES, "C2")
_TRAINS_AT = ("C1", "C2")
# Where one lives by one's languages.
_ABROAD = ("academia", "international_organisation")


def languages(dice: Dice, person: Person) -> list[Json]:
    """The languages of one person, the first one in front."""
    wanted = dice.draw(_COUNT)
    native: Json = {"language": person.language, **_NATIVE, "native": True}
    spoken = [_finished(dice, person, native)]
    others = dice.several(person.country.others, wanted)
    for language, usual in [each for each in others if each[0] != person.language][: wanted - 1]:
        level = min(6, max(1, usual + dice.draw(_ABOVE) + (language == "eng" and person.employer in _ABROAD)))
        found: Json = {"language": language, **_abilities(dice, level)}
        spoken.append(_finished(dice, person, found))
    return spoken


def one_language(person: Person) -> list[Json]:
    """The first language alone, as thin profiles have it."""
    return [{"language": person.language, "native": True}]


def _abilities(dice: Dice, level: int) -> Json:
    apart = dice.draw(_APART)
    if dice.chance(_PARTLY_KNOWN):
        return {"speaking": _LEVELS[level + apart[2]], "writing": _LEVELS[level + apart[3]]}
    return {ability: _LEVELS[level + off] for ability, off in zip(_ABILITIES, apart, strict=True)}


def _finished(dice: Dice, person: Person, found: Json) -> Json:
    if person.trains_from and found["speaking"] in _TRAINS_AT:
        found["can_train"] = True
    found["status"] = dice.draw(_STATUS)
    return found
