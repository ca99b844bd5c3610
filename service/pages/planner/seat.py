"""One seat as the page of its shortlist shows it: what the matcher answers, put into words and counted."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matching import Index, Policy, Shortlist, Weightings, recommend
from matching.ask import Ask
from matching.eligibility import Eligibility, eligible, flags_of
from matching.meets import eased
from matching.protected import Protected
from matching.recommend import ranked
from matching.shortlist import Contribution, Recommendation
from registry.domain import Gender, Mission, Requirement
from registry.roster import Entry, Roster
from service.pages.charts import Part
from service.pages.planner.requirements import asked, flag, left_out
from service.pages.planner.view import Grid, View, weighed, what_if, with_must
from service.pages.reasons import in_words
from service.pages.wording import Wording

# Drawn as often as an answer to a page can wait for.
WEIGHTINGS = Weightings(draws=500)
_GRADES = ("verified", "evidenced", "claimed")
Keeps = Callable[[Recommendation], bool]


@dataclass(frozen=True)
class Must:
    """One must-have, how many it removes, and what easing it by a step, or doing without it, would add."""

    at: int
    words: str
    removes: int
    eased: str | None
    eased_adds: int
    without_adds: int


@dataclass(frozen=True)
class Person:
    """One place of the list; ``was`` is the rank by the mission's own weights and musts, None for a newcomer."""

    of: Recommendation
    parts: list[Part]
    reasons: list[tuple[str, str, list[str]]]
    flags: list[str]
    grades: list[tuple[str, int]]
    under: str
    was: int | None
    hidden: bool


@dataclass(frozen=True)
class Sought:
    """All that a page of one seat is made from; ``mission`` is the text in force."""

    words: Wording
    mission: Mission
    number: int
    index: Index
    roster: Roster
    policy: Policy
    view: View
    grid: Grid

    @cached_property
    def ask(self) -> Ask:
        """What the seat asks."""
        return Ask(self.mission, self.number)

    @cached_property
    def eligibility(self) -> Eligibility:
        """Who may be considered as things stand."""
        return eligible(self.ask, self.index)

    @cached_property
    def tried(self) -> Mission | None:
        """The mission as one tries it, None where nothing is tried."""
        return what_if(self.mission, self.number, self.view)

    @cached_property
    def as_it_is(self) -> bool:
        """Whether this is the list that is decided on: own musts, own weights."""
        return self.tried is None and not self.grid.changed

    @cached_property
    def shortlist(self) -> Shortlist:
        """The list as it is looked at."""
        draw = WEIGHTINGS if self.view.stability else None
        policy = weighed(self.policy, self.grid)
        (found,) = recommend(
            self.tried or self.mission, self.index, policy, self.view.top, self.number, weightings=draw
        )
        return found

    @cached_property
    def before(self) -> Mapping[str, int]:
        """The rank of everybody by the mission's own weights and musts."""
        if self.as_it_is:
            return {each.specialist: each.rank for each in self.shortlist.recommendations}
        whole = ranked(self.ask, self.index, self.policy, len(self.index))
        return {self.index.ids[row]: rank for rank, row in enumerate(whole.rows, start=1)}

    @cached_property
    def people(self) -> list[Person]:
        """Everybody on the list, also whom a filter hides."""
        return [self._person(each) for each in self.shortlist.recommendations]

    @cached_property
    def gone(self) -> list[tuple[str, int]]:
        """(name, old rank) of whom other weights or musts took from the list."""
        listed = {each.of.specialist for each in self.people}
        left = [id for id, rank in self.before.items() if rank <= self.view.top and id not in listed]
        return [(self.index.names[self.index.row_of(id)], self.before[id]) for id in left]

    @cached_property
    def musts(self) -> list[Must]:
        """Every must-have of the seat with what it removes, and what doing less would add."""
        return [self._must(at) for at in range(1, len(self.ask.seat.must) + 1)]

    @cached_property
    def left_out(self) -> list[tuple[str, int]]:
        """(reason, how many) of every exclusion that removes somebody, the greatest first."""
        found = [
            (left_out(self.words, self.ask, each), each.count) for each in self.eligibility.exclusions if each.count
        ]
        return sorted(found, key=lambda each: -each[1])

    @cached_property
    def organisations(self) -> tuple[int, int, str, int]:
        """How many organisations the list has, how many people have none on file, the most frequent, its people."""
        named = [entry.organisation for each in self.people if (entry := self.entry(each.of.specialist))]
        counted = Counter(each for each in named if each)
        top = min(counted.items(), key=lambda each: (-each[1], each[0]), default=("", 0))
        return len(counted), len(self.people) - counted.total(), top[0], top[1]

    def entry(self, specialist: str) -> Entry | None:
        """What the roster knows of somebody."""
        row = self.roster.row.get(specialist)
        return None if row is None else self.roster.entries[row]

    def excluded(self, specialist: str) -> list[str]:
        """Why somebody may not be considered; nothing for who may."""
        row = self.index.row_of(specialist)
        return [left_out(self.words, self.ask, each) for each in self.eligibility.reasons_of(row)]

    def flags_of(self, specialist: str) -> tuple[str, ...]:
        """What must not pass silently about somebody."""
        return flags_of(self.ask, self.index, [self.index.row_of(specialist)])[0]

    def hides(self, person: Recommendation) -> list[str]:
        """The filters in force that hide somebody."""
        return [name for name, keeps in self._filters().items() if not keeps(person)]

    def hidden_by(self, name: str) -> int:
        """How many of the list a filter hides."""
        return sum(name in self.hides(each.of) for each in self.people)

    def _filters(self) -> Mapping[str, Keeps]:
        view, mark = self.view, self.policy.pass_mark
        entry = self.entry
        known: dict[str, tuple[bool, Keeps]] = {
            "passed": (view.passed, lambda each: each.score >= mark),
            "unflagged": (view.unflagged, lambda each: not each.flags),
            "verified": (view.verified, lambda each: "verified" in dict(graded(each.contributions))),
            "residence": (bool(view.residence), lambda each: _is(entry(each.specialist), "residence", view.residence)),
            "organisation": (
                bool(view.organisation),
                lambda each: _is(entry(each.specialist), "organisation", view.organisation),
            ),
        }
        return {name: keeps for name, (asked_for, keeps) in known.items() if asked_for}

    def _person(self, each: Recommendation) -> Person:
        entry = self.entry(each.specialist)
        under = (
            [entry.organisation or "", self.words.country(entry.residence) if entry.residence else ""] if entry else []
        )
        return Person(
            of=each,
            parts=parts(self.words, each.contributions),
            reasons=[
                (self.words.called(part.criterion), told(self.words, part.reason), _grades_of(part))
                for part in each.contributions
                if part.share is not None
            ],
            flags=[flag(self.words, code) for code in each.flags],
            grades=graded(each.contributions),
            under=" · ".join(part for part in under if part),
            was=self.before.get(each.specialist),
            hidden=bool(self.hides(each)),
        )

    def _must(self, at: int) -> Must:
        must = self.ask.seat.must[at - 1]
        removes = next(each.count for each in self.eligibility.exclusions if each.must == must)
        lower = eased(must)
        without = self._adds(at, None)
        return Must(
            at=at,
            words=asked(self.words, must),
            removes=removes,
            eased=None if lower is None else asked(self.words, lower),
            eased_adds=without if lower is None else self._adds(at, lower),
            without_adds=without,
        )

    def _adds(self, at: int, must: Requirement | None) -> int:
        changed = with_must(self.mission, self.number, at, must)
        return eligible(Ask(changed, self.number), self.index).count - self.eligibility.count


def parts(words: Wording, contributions: Sequence[Contribution]) -> list[Part]:
    """A score as the bar shows it."""
    return [Part(each.criterion, words.called(each.criterion), each.points) for each in contributions]


def graded(contributions: Sequence[Contribution]) -> list[tuple[str, int]]:
    """How many of the facts behind a score are verified, evidenced and claimed; none of 0."""
    counted = Counter(fact.status.value for each in contributions for fact in each.evidence)
    return [(grade, counted[grade]) for grade in _GRADES if counted[grade]]


def told(words: Wording, sentence: str) -> str:
    """A sentence of the matcher in the reader's language."""
    return in_words(sentence, words)


def women_and_men(people: Mapping[str, Gender]) -> Mapping[Gender, int] | None:
    """How many women and men a whole list has; None where too few have said for a count to name nobody."""
    return Protected(people).at_a_glance([*people])


def _grades_of(part: Contribution) -> list[str]:
    """The grades behind one criterion, best first; absent where nothing backs it."""
    found = {fact.status.value for fact in part.evidence}
    return [grade for grade in _GRADES if grade in found] or (["absent"] if not part.points else [])


def _is(entry: Entry | None, what: str, value: str) -> bool:
    return entry is not None and getattr(entry, what) == value
