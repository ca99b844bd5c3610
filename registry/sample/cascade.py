"""Who trained whom: two authors, the first trainers of July 2022, and every block trained by another block.

Blocks form a tree in which each has up to ten children. The trainers of a block train the trainers-to-be of
its children, those train further colleagues of their own block, and these teach the modules. Which places of a
block are trainers-to-be, and on which day they were trained, follows from seed, size and block number alone; so a
training can name its trainees before their block is made, and no block has to remember another.

Source: assignments_observed.yaml a02 (training of trainers for 11 countries, 25-29 July 2022) and a03 (roll-out
on 29 and 30 September by six of those trained).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from registry.sample.days import day
from registry.sample.diary import Diary, Event, assignment_prefix, training
from registry.sample.dice import Dice, Table
from registry.sample.lists import Country, countries, subjects
from registry.sample.people import Attended, Origin, Person, new_person

BLOCK = 100
CHILDREN = 10
TOT = "RTCM-TOT1"

# a02: five days that ended on 29 July 2022; a01 and a05 name the countries that came.
_FIRST_DAY = day(2022, 7, 29)
_HOST_STAFF = 6
_FIRST_GUESTS = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "MDA", "BLR", "GEO", "TUR", "IRN")
_FIRST_COUNTRIES = ("AZE",) * _HOST_STAFF + _FIRST_GUESTS
_ROLL_OUT = (day(2022, 9, 29), day(2022, 9, 30))
# Trainings of trainers of other blocks lie between the first and this day, generation by generation.
_LAST_TOT = day(2026, 5, 31)
_LAST_DELIVERY = day(2026, 10, 15)
_AUTHORS, _AUTHOR_YEARS = 2, 16.0
_AUTHORS_FROM = (day(2021, 6, 1), day(2022, 3, 1))
_SEATS, _SEAT_YEARS = 5, 7.0
_COLLEAGUES = 6
_SOUTH = frozenset({"south", "levant"})
_FULL_TRAINER = 0.6


@dataclass(frozen=True, slots=True)
class Cycle:
    """The places of one block in the cascade; ``seats`` and ``authors`` count from 0 within the block."""

    block: int
    first: int
    size: int
    authors: tuple[int, ...]
    seats: tuple[int, ...]
    day: int


@dataclass(frozen=True, slots=True)
class Pool:
    """How large the pool is and which seed it grows from."""

    specialists: int
    seed: int

    @property
    def blocks(self) -> int:
        """How many blocks hold all specialists."""
        return -(-self.specialists // BLOCK)

    @property
    def id_width(self) -> int:
        """Digits of a specialist's number."""
        return max(6, len(str(self.specialists)))

    @property
    def block_width(self) -> int:
        """Digits of a block's number."""
        return max(4, len(str(self.blocks)))

    def id(self, place: int) -> str:
        """The id of the specialist at a place of the pool, counted from 0."""
        return f"sample-{place + 1:0{self.id_width}d}"

    def cycle(self, block: int) -> Cycle:
        """The places of a block in the cascade."""
        dice = Dice(f"{self.seed}/cascade/{block}")
        size = min(BLOCK, self.specialists - block * BLOCK)
        authors = min(_AUTHORS, size // 4) if block == 0 else 0
        seats = min(len(_FIRST_COUNTRIES), size // 4) if block == 0 else min(_SEATS, size // 5)
        places: list[int] = []
        while len(places) < authors + seats:
            place = dice.whole(0, size - 1)
            if place not in places:
                places.append(place)
        return Cycle(
            block,
            block * BLOCK,
            size,
            tuple(places[:authors]),
            tuple(places[authors:]),
            self._day(dice, block),
        )

    def _day(self, dice: Dice, block: int) -> int:
        """The last day of the training of a block's trainers: later the deeper in the tree."""
        if block == 0:
            return _FIRST_DAY
        share = (_LAST_TOT - _FIRST_DAY) // _depth(self.blocks - 1)
        return _FIRST_DAY + (_depth(block) - 1) * share + dice.whole(share // 4, share)


def seated_person(dice: Dice, id: str, cycle: Cycle, place: int, origin: Origin) -> Person:
    """Whoever takes a place of a block; one outside of the cascade comes from where chance decided."""
    if place in cycle.authors:
        author = (origin[0], subjects()["training"])
        return new_person(dice, id, author, "international_organisation", _AUTHOR_YEARS)
    if place not in cycle.seats:
        return new_person(dice, id, origin)
    seat = cycle.seats.index(place)
    if cycle.block == 0:
        country = countries()[_FIRST_COUNTRIES[seat]]
        employer = "government" if seat < _HOST_STAFF else ""
        return new_person(dice, id, (country, dice.draw(country.subjects)), employer, _SEAT_YEARS)
    if seat == 0:
        # Border academies between Lebanon and Bangladesh ask for trainers of their own (mission v03).
        origin = (dice.draw(_southern()), subjects()["border"])
    return new_person(dice, id, origin, seat_years=_SEAT_YEARS)


def write_cascade(pool: Pool, cycle: Cycle, people: Sequence[Person], diary: Diary) -> None:
    """Put down every training that the people of one block gave."""
    trainers = [people[place] for place in cycle.seats]
    authors = [people[place] for place in cycle.authors]
    for author in authors:
        author.trains_from = diary.dice.whole(*_AUTHORS_FROM)
    if not trainers:
        return
    if authors:
        _first_training(people, authors, trainers, diary)
    else:
        _note_own_training(pool, cycle, trainers)
    _train_children(pool, cycle, trainers, diary)
    _deliver(people, trainers + _train_colleagues(cycle, people, trainers, diary), diary)


@cache
def _southern() -> Table[Country]:
    """Countries between Lebanon and Bangladesh by their share of the pool."""
    return Table((each, each.weight) for each in countries().values() if _SOUTH.intersection(each.circles))


def _first_training(people: Sequence[Person], authors: list[Person], trainers: list[Person], diary: Diary) -> None:
    team = [(author, "trainer") for author in authors]
    event = training(TOT, countries()["AZE"], _FIRST_DAY, 5)
    diary.train(event, team, [(person, "trainer") for person in trainers])
    for person in trainers:
        person.trains_from = _FIRST_DAY + 1
    # a03: six trainers of the host, three on each of two days.
    for number, end in enumerate(_ROLL_OUT):
        half = trainers[:_HOST_STAFF][number::2]
        if half:
            roll_out = training("RTCM-RO1", countries()["AZE"], end, 1)
            diary.train(roll_out, _roles(half), _class(diary.dice, half, people, roll_out.module))


def _note_own_training(pool: Pool, cycle: Cycle, trainers: list[Person]) -> None:
    """The training of these trainers is put down by the block that gave it."""
    parent, number = divmod(cycle.block - 1, CHILDREN)
    id = f"{assignment_prefix(parent, pool.block_width)}{number:02d}"
    for person in trainers:
        person.attended.append(Attended(id, TOT, "trainer", cycle.day))
        person.trains_from = cycle.day + 1


def _train_children(pool: Pool, cycle: Cycle, trainers: list[Person], diary: Diary) -> None:
    first = cycle.block * CHILDREN + 1
    for block in range(first, min(first + CHILDREN, pool.blocks)):
        child = pool.cycle(block)
        ids = [pool.id(child.first + place) for place in child.seats]
        # The trainees count on it: should all be busy, two make themselves free.
        team = (_free(trainers, child.day - 4, child.day) or trainers)[:2]
        if ids:
            diary.write(_tot(diary, team[0], child.day), _roles(team), ids, number=block - first)


def _train_colleagues(cycle: Cycle, people: Sequence[Person], trainers: list[Person], diary: Diary) -> list[Person]:
    dice = diary.dice
    end = dice.whole(cycle.day + 25, max(cycle.day + 30, min(cycle.day + 260, _LAST_DELIVERY - 60)))
    team = _free(trainers, end - 4, end)[: dice.whole(2, 3)]
    if not team:
        return []
    seats = min(_COLLEAGUES, cycle.size // 8)
    others = [person for person in people if not person.thin and not person.trains_from and person.years >= 5]
    chosen = _nearest(dice, team[0], others, seats)
    if not chosen:
        return []
    levels = ["trainer" if dice.chance(_FULL_TRAINER) else "co_trainer" for _ in chosen]
    diary.train(_tot(diary, team[0], end), _roles(team), list(zip(chosen, levels, strict=True)))
    for person in chosen:
        person.trains_from = end + 1
    return chosen


def _deliver(people: Sequence[Person], trainers: list[Person], diary: Diary) -> None:
    dice = diary.dice
    for lead in dice.shuffled(trainers)[: max(1, len(trainers) // 2)]:
        end = dice.whole(min(lead.trains_from + 14, _LAST_DELIVERY), _LAST_DELIVERY)
        if lead.is_free(end - 2, end):
            event = training(lead.subject.rtcm_module, _where(dice, lead), end, 3)
            able = [person for person in trainers if person is not lead and person.trains_on(event.start)]
            team = [lead, *_nearest(dice, lead, _free(able, event.start, end), dice.whole(0, 2))]
            diary.train(event, _roles(team), _class(dice, team, people, event.module))


def _class(dice: Dice, team: list[Person], people: Sequence[Person], module: str) -> list[tuple[Person, str]]:
    """Five to twelve participants who neither train nor know the module yet, from around the lead trainer."""
    new = [person for person in people if _is_new_to(person, module)]
    return [(person, "participant") for person in _nearest(dice, team[0], new, dice.whole(5, 12))]


def _is_new_to(person: Person, module: str) -> bool:
    if person.thin or person.trains_from:
        return False
    return all(attended.module != module for attended in person.attended)


def _tot(diary: Diary, lead: Person, end: int) -> Event:
    return training(TOT, _where(diary.dice, lead), end, 5)


def _where(dice: Dice, lead: Person) -> Country:
    """At the centre, or in the lead trainer's country when that lies in the region."""
    return lead.country if lead.country.in_region and dice.chance(0.5) else countries()["AZE"]


def _roles(team: Sequence[Person]) -> list[tuple[Person, str]]:
    return [(person, "co_trainer" if place else "trainer") for place, person in enumerate(team)]


def _free(people: Sequence[Person], start: int, end: int) -> list[Person]:
    """Who is free on these days, those first who have served least."""
    return sorted((person for person in people if person.is_free(start, end)), key=lambda person: len(person.served))


def _nearest(dice: Dice, lead: Person, people: Sequence[Person], count: int) -> list[Person]:
    """Some people, colleagues of the lead's country, neighbourhood or subject first."""
    ranked = sorted((_distance(lead, person) + dice.roll(), person.number, person) for person in people)
    return [person for _, _, person in ranked[:count]]


def _distance(lead: Person, person: Person) -> float:
    if person.country is lead.country:
        return 0.0
    near = any(circle in lead.country.circles for circle in person.country.circles)
    return (0.4 if near else 0.9) - (0.3 if person.subject is lead.subject else 0)


def _depth(block: int) -> int:
    """Steps from the first block; 1 for its children."""
    depth = 0
    while block:
        block, depth = (block - 1) // CHILDREN, depth + 1
    return depth
