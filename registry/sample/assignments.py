"""All other assignments of a block: who served when, in teams of one to five.

Source: roster_stats.yaml, generator_hints, active_share and experts_per_event; assignments_observed.yaml
a06 for a team of two from abroad and one national.
"""

from collections.abc import Callable, Sequence

from registry.sample.days import TODAY, day
from registry.sample.diary import Diary, Event
from registry.sample.dice import Dice, Table
from registry.sample.lists import Country, Kind, hosts, kinds, label, long_kinds
from registry.sample.people import Person, agency

_ON_MISSION, _IN_FOUR_YEARS, _EVER = 0.22, 0.31, 0.50
_RECENTLY = TODAY - 4 * 365 - 1
_LONG_AGO = day(2010, 1, 1)

# Mean 2.5 experts per event, 1 to 5; short hands make some teams smaller than planned.
_TEAM = Table([(1, 0.09), (2, 0.26), (3, 0.30), (4, 0.20), (5, 0.15)])
_AT_HOME = 0.25
# Further assignments of somebody who was used at all.
_MORE = Table([(0, 0.55), (1, 0.25), (2, 0.12), (3, 0.05), (5, 0.03)])

Period = tuple[int, int]
# Takes one person and the kind of assignment; gives the days, None when there are none.
When = Callable[[Dice, Person, Kind], Period | None]


def write_assignments(people: Sequence[Person], diary: Diary) -> None:
    """Put down who is out now, who was in the last four years and who was before, beside the cascade."""
    dice, size = diary.dice, len(people)
    out_now = _out_now(dice, people)
    _fill(diary, out_now, _now, lasting=True)
    lately = [person for person in people if person.until >= _RECENTLY]
    missing = dice.about(_IN_FOUR_YEARS * size) - len(lately)
    newly = _most_wanted(dice, [person for person in people if person not in lately], missing, 2.0)
    again = [person for person in lately if dice.chance(0.3)]
    _fill(diary, newly + again, _lately)
    used = [person for person in people if person.served]
    missing = dice.about(_EVER * size) - len(used)
    before = _most_wanted(dice, [person for person in people if not person.served], missing, 6.0)
    _fill(diary, [person for person in before for _ in range(1 + dice.draw(_MORE))], _before)
    veterans = [person for person in used if person.years >= 7]
    _fill(diary, [person for person in veterans for _ in range(dice.draw(_MORE))], _before)


def _out_now(dice: Dice, people: Sequence[Person]) -> list[Person]:
    """As many trainers of the cascade among them as keeps the share of the last four years."""
    size = len(people)
    count = dice.about(_ON_MISSION * size)
    lately = [person for person in people if person.until >= _RECENTLY]
    others = [person for person in people if person.until < _RECENTLY]
    both = min(count, len(lately), max(count // 10, count + len(lately) - dice.about(_IN_FOUR_YEARS * size)))
    return _most_wanted(dice, lately, both, 2.0) + _most_wanted(dice, others, count - both, 2.0)


def _most_wanted(dice: Dice, people: Sequence[Person], count: int, years: float) -> list[Person]:
    """Some people with a full profile and at least so many years; the good and the senior come first."""
    able = [person for person in people if not person.thin and person.years >= years]
    ranked = sorted(
        (-dice.roll() - 0.6 * person.quality - min(person.years, 20) / 60, person.number, person) for person in able
    )
    return [person for _, _, person in ranked[: max(0, count)]]


def _now(dice: Dice, person: Person, kind: Kind) -> Period | None:
    started = max(TODAY - dice.whole(3, kind.longest), person.until + 1)
    return min(started, TODAY - 1), TODAY + dice.whole(3, kind.longest)


def _lately(dice: Dice, person: Person, kind: Kind) -> Period | None:
    start = dice.whole(max(_RECENTLY, person.began + 400), TODAY - 10 - kind.shortest)
    return _within(dice, kind, start, TODAY - 5)


def _before(dice: Dice, person: Person, kind: Kind) -> Period | None:
    earliest, latest = max(_LONG_AGO, person.began + 400), _RECENTLY - 10 - kind.shortest
    if latest < earliest:
        return None
    return _within(dice, kind, dice.whole(earliest, latest), _RECENTLY - 5)


def _within(dice: Dice, kind: Kind, start: int, last: int) -> Period:
    return start, min(last, start + dice.whole(kind.shortest, kind.longest) - 1)


def _fill(diary: Diary, wanted: Sequence[Person], when: When, lasting: bool = False) -> None:
    """Put everybody wanted into an assignment, once for every time that they stand in the list."""
    dice = diary.dice
    waiting = list(wanted)
    while waiting:
        lead = waiting.pop(0)
        kind = dice.draw((long_kinds if lasting else kinds)(lead.subject.name))
        # Somebody busy on the days drawn is asked for others, and in the end not at all.
        for _ in range(3):
            days = when(dice, lead, kind)
            if days and lead.can_serve(*days):
                host = _host(dice, lead)
                team = [lead, *_companions(dice, lead, host, waiting, days)]
                _write(diary, kind, host, days, team)
                for person in team[1:]:
                    waiting.remove(person)
                break


def _companions(dice: Dice, lead: Person, host: Country, waiting: Sequence[Person], days: Period) -> list[Person]:
    """Others for the team: same subject, neighbouring subject, a national of the host (a06: 2 + 1)."""
    count = dice.draw(_TEAM) - 1
    if not count:
        return []
    subject = lead.subject
    ranked, seen = [], {lead.number}
    for person in waiting:
        if person.number in seen or not person.can_serve(*days):
            continue
        seen.add(person.number)
        fit = 2 if person.subject is subject else 1 if person.subject.name in subject.near else 0
        ranked.append((-fit - (1.2 if person.country is host else 0) - dice.roll(), person.number, person))
    ranked.sort()
    return [person for _, _, person in ranked[:count]]


def _host(dice: Dice, lead: Person) -> Country:
    if lead.country.in_region and dice.chance(_AT_HOME):
        return lead.country
    return dice.draw(hosts(lead.country.code))


def _write(diary: Diary, kind: Kind, host: Country, days: Period, team: list[Person]) -> None:
    subject = team[0].subject
    topics = diary.dice.several(subject.competences, 2)
    event = Event(
        type=kind.type,
        title=kind.title.format(topic=label(topics[0]), country=host.name),
        country=host,
        organisation=agency(subject, host),
        start=days[0],
        end=days[1],
        competences=topics,
    )
    diary.write(event, [(person, _role(diary.dice, person, place, kind, event)) for place, person in enumerate(team)])


def _role(dice: Dice, person: Person, place: int, kind: Kind, event: Event) -> str:
    if kind.type == "training_delivery" and person.trains_on(event.start):
        return "co_trainer" if place else "trainer"
    if place == 0 and (kind.type == "coordination" or (kind.type != "training_delivery" and dice.chance(0.3))):
        return "team_lead"
    return "interpreter" if person.subject.name == "communication" and dice.chance(0.3) else "expert"
