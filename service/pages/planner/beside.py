"""People of a list side by side, the paths that lead to one of them, and what they have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.criteria import Evidence
from matching.network import Lead, leading
from service.pages.charts import Chain, Picture, Told, chain
from service.pages.planner.seat import Person, Sought
from service.pages.wording import Wording
from service.pages.words import N_

DID = {
    "served": N_("served on a near mission"),
    "attended": N_("was trained on a near mission"),
    "worked_with": N_("worked with people of a near mission"),
    "trained_by": N_("was trained by people of a near mission"),
}


@dataclass(frozen=True)
class Compared:
    """People side by side: their cards, and for each criterion what each of them has."""

    people: list[Person]
    rows: list[tuple[str, str, list[tuple[float | None, float, str, list[str], bool]]]]


def compared(words: Wording, sought: Sought) -> Compared | None:
    """The people of the address who are on the list; None where nobody is to be compared."""
    asked = sought.view.compared
    people = [each for each in sought.people if each.of.specialist in asked]
    if not people:
        return None
    people.sort(key=lambda each: each.of.rank)
    rows = []
    for at, part in enumerate(people[0].of.contributions):
        each_has = [person.of.contributions[at] for person in people]
        best = max(each.points for each in each_has)
        cells = [
            (each.share, each.points, each.reason, _grades(each.evidence), each.points == best and best > 0)
            for each in each_has
        ]
        rows.append((part.criterion, words.called(part.criterion), cells))
    return Compared(people, rows)


def joined_by(sought: Sought, what: str, called: Callable[[str], str]) -> list[tuple[str, str]]:
    """(value, name) of what people of the list have: countries of residence, organisations."""
    entries = [sought.entry(each.of.specialist) for each in sought.people]
    values = {str(value) for entry in entries if entry and (value := getattr(entry, what))}
    return sorted(((value, called(value)) for value in values), key=lambda each: each[1])


def paths_to(words: Wording, sought: Sought) -> Picture | None:
    """The strongest paths from near missions to whom the address looks at; None where none leads to them."""
    id = sought.view.look
    person = next((each for each in sought.people if each.of.specialist == id), None)
    found = leading(sought.ask, sought.index, person.of.specialist) if person else ()
    if person is None or not found:
        return None
    title = words.say("Paths that lead to %(name)s", name=person.of.name)
    best = words.say("The strongest: %(words)s.", words=words.say(DID[found[0].did]))
    chains = [_chain(words, each, person.of.name) for each in found]
    return chain(Told("paths", title, best), chains, (words.say("Path"), words.say("Strength"), words.say("Over")))


def _chain(words: Wording, lead: Lead, name: str) -> Chain:
    start = words.say("This seat")
    links = (start, lead.mission, name) if lead.beyond is None else (start, lead.beyond, ", ".join(lead.met), name)
    return Chain(words.say(DID[lead.did]), words.percent(lead.strength), links)


def _grades(evidence: Sequence[Evidence]) -> list[str]:
    return list(dict.fromkeys(fact.status.value for fact in evidence))
