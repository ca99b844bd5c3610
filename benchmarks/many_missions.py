"""Generated missions that compete for the same people: what a quarter, a year or a region would ask for at once."""

import random
from datetime import date, timedelta
from typing import Any

from registry.domain import Mission, MissionType
from registry.vocabulary import competences

SEED = 7
_FIRST_DAY = date(2027, 1, 4)
_DAYS = 335  # in which missions start
_LANGUAGES = ("eng", "rus", "aze", "tur", "fra", "ara", "fas")
_COUNTRIES = ("AZE", "GEO", "KAZ", "TUR", "UKR", "UZB", "KGZ", "TJK", "AFG", "IRN", "IRQ", "LBN", "MDA", "ARM")


def missions(number: int, seed: int = SEED) -> list[Mission]:
    """So many missions of three or four places each, 10 to 90 days long, starting within eleven months."""
    dice, known = random.Random(seed), sorted(competences())
    return [_mission(dice, place, known) for place in range(1, number + 1)]


def _mission(dice: random.Random, place: int, known: list[str]) -> Mission:
    start = _FIRST_DAY + timedelta(days=dice.randrange(_DAYS))
    host = dice.choice(_COUNTRIES)
    return Mission.model_validate(
        {
            "schema": "mission/1",
            "id": f"sample-m{place:05}",
            "title": f"Sample mission {place}",
            "types": [dice.choice(list(MissionType))],
            "host_countries": [host],
            "window": {"start": start, "end": start + timedelta(days=dice.randrange(10, 91) - 1)},
            "effort_days": dice.randrange(5, 21),
            "seats": [
                {"role": "expert", "count": dice.choice((3, 4)), "must": _must(dice), "wish": _wish(dice, host, known)}
            ],
        }
    )


def _must(dice: random.Random) -> list[dict[str, Any]]:
    """Two missions in three insist on a language or on experience."""
    language = {"kind": "language", "language": dice.choice(_LANGUAGES[:2]), "level": "B1"}
    return dice.choice(([], [language], [{"kind": "experience", "years": dice.choice((3, 5))}]))


def _wish(dice: random.Random, host: str, known: list[str]) -> list[dict[str, Any]]:
    skills = [
        {"kind": "skill", "skill": skill, "level": dice.randrange(2, 5), "weight": dice.choice((1, 2))}
        for skill in dice.sample(known, dice.randrange(3, 6))
    ]
    languages = [
        {"kind": "language", "language": code, "level": dice.choice(("B1", "B2", "C1"))}
        for code in dice.sample(_LANGUAGES, 2)
    ]
    more = [
        {"kind": "country", "country": host, "months": 6},
        {"kind": "experience", "years": 7},
        {"kind": "education", "level": 7},
        {"kind": "training", "role": "trainer"},
    ]
    return [*skills, *languages, *dice.sample(more, dice.randrange(2, 5))]
