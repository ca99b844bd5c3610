"""The pool as a list to look through: who fits some filters, and how many have what, without asking the database."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from registry.changes import Delta
from registry.domain import Certificate, Specialist
from registry.duplicates.names import ONE_NAME
from registry.duplicates.spelling import Word, words
from registry.lifecycle import consent_period, expiry, freshness
from registry.vocabulary import CEFR, competences, fold

# What a list can be narrowed down by; postings of the other kinds are looked up by rule.
FACETS = ("residence", "competence", "language", "role", "vetting", "organisation", "employer_type")
_SHORTEST_BEGINNING = 2

Bits = int  # one bit per row
Rows = npt.NDArray[np.int64]
Term = tuple[str, object]  # kind of posting, value


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list shows of one specialist; ``languages`` with the level spoken, None where it is unknown.

    ``sorted_by``: family and given name, whatever the script.
    """

    id: str
    name: str
    sorted_by: str
    native: str | None
    residence: str | None
    organisation: str | None
    employer_type: str | None
    roles: tuple[str, ...]
    competences: tuple[str, ...]
    languages: tuple[tuple[str, str | None], ...]
    vetting: str
    confirmed_on: date | None
    restricted: bool
    statistics: tuple[date, date]
    certificates: tuple[Certificate, ...]

    @classmethod
    def of(cls, one: Specialist) -> "Entry":
        """The entry of a profile."""
        return cls(
            id=one.id,
            name=one.name.full,
            sorted_by=fold(f"{one.name.family} {one.name.given}"),
            native=one.name.native,
            residence=one.residence,
            organisation=one.organisation,
            employer_type=one.employer_type,
            roles=one.roles,
            competences=tuple(each.skill for each in one.skills),
            languages=tuple((each.language, _spoken(each.levels[2])) for each in one.languages),
            vetting=one.vetting,
            confirmed_on=one.confirmed_on,
            restricted=one.restricted,
            statistics=consent_period(one.consent.statistics),
            certificates=one.certificates,
        )


@dataclass(frozen=True)
class Roster:
    """Everybody at one revision: entries by row, and for each term the rows that have it, as bits of a number.

    A row stays with its specialist; a row whose specialist was removed is empty.
    """

    epoch: str
    revision: int
    entries: tuple[Entry | None, ...]
    row: Mapping[str, int]
    postings: Mapping[str, Mapping[object, Bits]]
    spelled: Mapping[str, Word]

    @classmethod
    def of(cls, people: Iterable[Specialist], epoch: str, revision: int) -> "Roster":
        """The roster of some people."""
        entries = tuple(Entry.of(each) for each in people)
        rows: dict[str, dict[object, list[int]]] = {}
        spelled: dict[str, Word] = {}
        for row, entry in enumerate(entries):
            for kind, value in _terms(entry):
                rows.setdefault(kind, {}).setdefault(value, []).append(row)
            spelled.update({word.plain: word for word in _words(entry)})
        postings = {
            kind: {value: _bits(found, len(entries)) for value, found in values.items()}
            for kind, values in rows.items()
        }
        return cls(epoch, revision, entries, {each.id: at for at, each in enumerate(entries)}, postings, spelled)

    def apply(self, delta: Delta) -> "Roster":
        """The roster as it is after a delta; this one stays as it is."""
        entries, row = list(self.entries), dict(self.row)
        postings = {kind: dict(values) for kind, values in self.postings.items()}
        spelled = dict(self.spelled)
        for id in (*delta.removed, *(each.id for each in delta.put if each.id in row)):
            if id in row and (gone := entries[row[id]]) is not None:
                _turn(postings, gone, row[id], on=False)
                entries[row[id]] = None
        for id in delta.removed:
            row.pop(id, None)
        for one in delta.put:
            at = row.setdefault(one.id, len(entries))
            if at == len(entries):
                entries.append(None)
            entry = entries[at] = Entry.of(one)
            _turn(postings, entry, at, on=True)
            spelled.update({word.plain: word for word in _words(entry)})
        return Roster(delta.epoch, delta.revision, tuple(entries), row, postings, spelled)

    def having(self, kind: str, values: Iterable[object]) -> Bits:
        """Who has one of some values."""
        found, known = 0, self.postings.get(kind, {})
        for value in values:
            found |= known.get(value, 0)
        return found

    def where(self, kind: str, holds: Callable[[object], bool]) -> Bits:
        """Who has a value that a rule holds for."""
        return self.having(kind, [value for value in self.postings.get(kind, {}) if holds(value)])

    def fresh(self, states: Iterable[str], on: date) -> Bits:
        """Whose profile is in one of some states of freshness on a day."""
        wanted = set(states)
        return self.where("confirmed", lambda day: freshness(day, on) in wanted)  # type: ignore[arg-type]  # a day

    def counted_in_statistics(self, on: date) -> Bits:
        """Who consents to statistics on a day, and has not restricted the use of the profile."""
        found = self._counted.get(on)
        if found is None:
            consents = self.where("statistics", lambda period: period[0] <= on < period[1])  # type: ignore[index]  # two days
            found = consents & ~self.having("restricted", [True])
            self._counted.clear()
            self._counted[on] = found
        return found

    @property
    def everybody(self) -> Bits:
        """All rows that are not empty."""
        return self.having("restricted", [True, False])

    def named(self, text: str) -> Bits:
        """Who is called like that, each word in any script and spelling, or by its beginning; nobody for no word."""
        asked = words(text)
        found = self.everybody if asked else 0
        for word in asked:
            alike = [plain for plain, known in self.spelled.items() if _alike(word, known)]
            found &= self.having("word", alike)
        return found

    def has(self, bits: Bits, id: str) -> bool:
        """Whether somebody is among some people."""
        return id in self.row and bool(bits >> self.row[id] & 1)

    def counts(self, kind: str, among: Bits) -> list[tuple[str, int]]:
        """How many of some people have each value, the most frequent first, then by value; none of 0."""
        found = ((str(value), (bits & among).bit_count()) for value, bits in self.postings.get(kind, {}).items())
        return sorted((each for each in found if each[1]), key=lambda each: (-each[1], each[0]))

    def chosen(self, among: Bits) -> list[Entry]:
        """The entries of some rows."""
        rows = np.flatnonzero(self._marked(among))
        return [entry for at in rows.tolist() if (entry := self.entries[at]) is not None]

    def ending(self, among: Bits, first: date, before: date) -> list[tuple[date, Entry, Certificate]]:
        """The certificates of some people that end on a day from ``first`` on and ``before`` another, by that day."""
        days, rows, held = self._ends
        some = slice(bisect_left(days, first), bisect_left(days, before))
        marked = self._marked(among)[rows[some]].tolist()
        found = zip(days[some], rows[some].tolist(), held[some], marked, strict=True)
        return [(day, entry, each) for day, at, each, seen in found if seen and (entry := self.entries[at]) is not None]

    def _marked(self, among: Bits) -> npt.NDArray[np.uint8]:
        """(n_rows,): 1 for each of some rows."""
        raw = np.frombuffer(among.to_bytes(len(self.entries) // 8 + 1, "little"), np.uint8)
        return np.unpackbits(raw, bitorder="little")[: len(self.entries)]

    @cached_property
    def _counted(self) -> dict[date, Bits]:
        """Who is counted in statistics, on the day for which it was asked last."""
        return {}

    @cached_property
    def _ends(self) -> tuple[list[date], Rows, list[Certificate]]:
        """Every certificate that was issued: its first day without it, whose row, and the certificate; by that day."""
        found = [
            (expiry(each.issued, each.expires), row, each)
            for row, entry in enumerate(self.entries)
            for each in (() if entry is None else entry.certificates)
            if each.issued is not None
        ]
        found.sort(key=lambda each: each[:2])
        return [day for day, _, _ in found], np.array([row for _, row, _ in found], np.int64), [x for _, _, x in found]


def _terms(entry: Entry) -> Iterator[Term]:
    """Every term that an entry is found by."""
    single = {"residence": entry.residence, "employer_type": entry.employer_type, "vetting": entry.vetting}
    yield from ((kind, value) for kind, value in single.items() if value)
    yield from (("role", each) for each in entry.roles)
    yield from (("competence", each) for each in _with_broader(entry.competences))
    for code, level in entry.languages:
        yield "language", code
        yield from (("spoken", (code, str(each))) for each in CEFR if level is not None and each <= CEFR[level])
    if entry.organisation:
        yield "organisation", entry.organisation
        yield "employer", fold(entry.organisation)
    yield "confirmed", entry.confirmed_on
    yield "restricted", entry.restricted
    yield "statistics", entry.statistics
    for held in entry.certificates:
        yield "module", held.module
        yield "number", held.number
    yield from (("word", each.plain) for each in _words(entry))


def _with_broader(held: Iterable[str]) -> Iterator[str]:
    """Competences with the groups that they lie in, each once."""
    known = competences()
    yield from dict.fromkeys(each for one in held for each in (one, *known[one].ancestors))


def _words(entry: Entry) -> Iterator[Word]:
    found = {word.plain: word for name in (entry.name, entry.native or "") for word in words(name)}
    yield from found.values()


def _spoken(level: CEFR | None) -> str | None:
    return None if level is None else str(level)


def _alike(asked: Word, known: Word) -> bool:
    """Whether a word asked for is one of a name: its beginning, or the same sound in a like spelling."""
    if len(asked.plain) >= _SHORTEST_BEGINNING and known.plain.startswith(asked.plain):
        return True
    if set(asked.ways).isdisjoint(known.ways):
        return False
    return not (asked.vowels and known.vowels) or fuzz.ratio(asked.plain, known.plain) >= 100 * ONE_NAME


def _bits(rows: list[int], size: int) -> Bits:
    """Rows as the bits of a number."""
    flags = np.zeros(size, np.uint8)
    flags[rows] = 1
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _turn(postings: dict[str, dict[object, Bits]], entry: Entry, row: int, on: bool) -> None:
    """Note under each term of an entry that it has it, or has it no longer."""
    bit = 1 << row
    for kind, value in _terms(entry):
        values = postings.setdefault(kind, {})
        values[value] = values.get(value, 0) | bit if on else values[value] & ~bit
