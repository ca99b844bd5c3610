"""How finished assignments were judged: marks that follow a person's hidden quality, with moods and gaps."""

from registry.sample.days import TODAY, words
from registry.sample.dice import Dice
from registry.sample.lists import phrases
from registry.sample.people import Json, Person

# Who answers, how often, and how far above or below the others they mark; one's own mark is the kindest.
_JUDGES = (("requester", 0.85, 0.0), ("planner", 0.6, -0.1), ("peer", 0.45, 0.1), ("specialist", 0.5, 0.5))
_MARKS = ("technical_quality", "relevance", "delivery", "communication", "teamwork", "timeliness", "conduct")
_TRAINING_MARKS = (*_MARKS, "knowledge_transfer")
_MISSING = 0.07
_WITH_TEXT = 0.25
# Forms from before the centre existed are rarely kept.
_KEPT_SINCE = TODAY - 6 * 365
_KEPT_FROM_BEFORE = 0.25


def appraisals(dice: Dice, team: list[Person], end: int, trains: bool) -> list[Json]:
    """What was said of everybody in a team that finished on ``end``."""
    if end >= TODAY - 3 or (end < _KEPT_SINCE and not dice.chance(_KEPT_FROM_BEFORE)):
        return []
    return [
        _appraisal(dice, person, by, 2.0 + 2.4 * person.quality + bias, end, trains)
        for person in team
        for by, share, bias in _JUDGES
        if (by != "peer" or len(team) > 1) and dice.chance(share)
    ]


def _appraisal(dice: Dice, person: Person, by: str, base: float, end: int, trains: bool) -> Json:
    roll = dice.roll
    mood = base + 0.6 * roll() - 0.3
    ratings = {}
    for mark in _TRAINING_MARKS if trains else _MARKS:
        luck = roll()
        if luck >= _MISSING:
            ratings[mark] = min(5, max(1, int(mood + 1.9 * luck)))
    said: Json = {"specialist": person.id, "by": by, "on": words(min(TODAY, end + dice.whole(2, 45)))}
    said["ratings"] = ratings
    if by != "specialist":
        said["would_use_again"] = mood + roll() > 3.0
        if roll() < _WITH_TEXT:
            said["text"] = dice.pick(phrases("good" if mood > 3.2 else "fair" if mood > 2.7 else "poor"))
    return said
