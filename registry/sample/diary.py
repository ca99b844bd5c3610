"""The assignments of one block as they are written down, and what each leaves on those who took part."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry import vocabulary
from registry.sample.appraisals import appraisals
from registry.sample.days import words
from registry.sample.dice import Dice
from registry.sample.lists import Country
from registry.sample.people import Attended, Json, Person

# The first ten numbers of a block belong to the trainings that it gives to other blocks (see cascade).
FIRST_FREE = 10

CENTRE = "Sample Regional Training Centre of Baku"


@dataclass(frozen=True, slots=True)
class Event:
    """What was done, where and when; days are ordinal numbers, both included."""

    type: str
    title: str
    country: Country
    organisation: str
    start: int
    end: int
    competences: Sequence[str]
    module: str = ""


class Diary:
    """Writes assignments with running ids ``sample-a<block>-<number>``; ``width`` digits for the block."""

    def __init__(self, dice: Dice, block: int, width: int) -> None:
        self.dice = dice
        self.assignments: list[Json] = []
        self._prefix = assignment_prefix(block, width)
        self._next = FIRST_FREE

    def write(
        self,
        event: Event,
        team: Sequence[tuple[Person, str]],
        trainees: Sequence[str] = (),
        number: int | None = None,
    ) -> str:
        """Put one assignment down and return its id; ``number`` is given where another block knows the id."""
        if number is None:
            number, self._next = self._next, self._next + 1
        assignment = _json(f"{self._prefix}{number:02d}", event)
        assignment["team"] = [{"specialist": person.id, "role": role} for person, role in team]
        if trainees:
            assignment["trainees"] = list(trainees)
        judged = appraisals(self.dice, [person for person, _ in team], event.end, bool(trainees))
        if judged:
            assignment["appraisals"] = judged
        for person, role in team:
            person.serve(assignment, role, event.start, event.end)
        self.assignments.append(assignment)
        return f"{self._prefix}{number:02d}"

    def train(self, event: Event, team: Sequence[tuple[Person, str]], trainees: Sequence[tuple[Person, str]]) -> None:
        """Put a training down, and note for every trainee the level of certificate named beside."""
        id = self.write(event, team, [person.id for person, _ in trainees])
        for person, level in trainees:
            person.attended.append(Attended(id, event.module, level, event.end))


def training(module: str, country: Country, end: int, days: int) -> Event:
    """A course of a module that ended on a day."""
    taught = vocabulary.modules()[module]
    return Event(
        type="training_of_trainers" if "TOT" in module else "training_delivery",
        title=f"{taught.title.partition(' (')[0]}, {country.capital}",
        country=country,
        organisation=CENTRE,
        start=end - days + 1,
        end=end,
        competences=taught.competences,
        module=module,
    )


def assignment_prefix(block: int, width: int) -> str:
    """What the ids of a block's assignments begin with."""
    return f"sample-a{block:0{width}d}-"


def _json(id: str, event: Event) -> Json:
    assignment: Json = {
        "schema": "assignment/1",
        "id": id,
        "title": event.title,
        "types": [event.type],
        "country": event.country.code,
        "place": event.country.capital,
        "organisation": event.organisation,
        "from": words(event.start),
        "to": words(event.end),
        "competences": list(event.competences),
    }
    if event.module:
        assignment["module"] = event.module
    return assignment
