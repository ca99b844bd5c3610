"""Criterion text: what somebody did and wrote, in words, against the words of a mission."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfRow, Priced, Reason, Share
from matching.index import Index
from matching.index.read import Line, Wanted, nearness, record_line, sharing
from matching.text.gathering import folded, gathered, unfolded
from matching.text.lexicon import stemmed, words_of
from registry.domain import EvidenceStatus, SkillRequirement
from registry.vocabulary import competences

_WORDS = 4  # so many words of a text are told
_NONE = Reason("no past mission on record and no publication in words of this mission")


class TextFactors(Factors):
    """The numbers of criterion text."""

    publication: Share = Field(
        0.6, description="what a publication counts beside a past mission: nobody has checked it; ours"
    )
    enough: float = Field(0.4, gt=0, le=1, description="texts so near to the mission count in full; ours")


class Document(NamedTuple):
    """One text of a specialist: how near it is, what it is called, whether it is a past mission, and its words."""

    near: float
    title: str
    mission: bool
    words: tuple[str, ...]


class TextFit(Criterion[TextFactors]):
    """How near the words of a specialist's past missions and publications are to the words of a mission.

    The words of the mission are its title, description, tasks and deliverables, and the competences that the seat
    asks. Those of a past mission are its title, the competences it was about and the module it taught, so that courses
    taught are among them; only missions on record count, not what a profile tells of them. Of a publication it is the
    title. Nearness is the cosine of BM25 weights of stems; documents are added up by
    ``log(1 + sum(exp(10 x) - 1)) / 10``, so that the nearest decide and none ever lowers the sum. What somebody
    writes about themselves is never read.

    Shape:   float64 (n_rows,)
    Unit:    share of a text as near as ``enough``; 0 no word in common
    Abstain: NaN for everyone when no word of the mission is known from past missions or the taxonomy
    Errors:  none; another language than that of the records has no words in common, and abstains or counts 0
    Source:  BM25, Robertson and Zaragoza (2009), as a vector; the constants and the sum: docs/decisions/0026
    """

    name = "text"
    Factors = TextFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        wanted = index.read.wanted(mission_text(ask))
        return [] if wanted.empty else [Priced.of(OfRow(self._shares(wanted, index)), None)]

    def _shares(self, wanted: Wanted, index: Index) -> Shares:
        """(n_rows,)."""
        served = index.past.served
        of_people = np.zeros(len(served) + 1)  # one more, for who is not among the people of the past
        owners = np.repeat(np.arange(len(served)), served.counts)
        of_people[:-1] = np.bincount(owners, weights=unfolded(wanted.records)[served.partners], minlength=len(served))
        starts = index.starts["publications"]
        works = self.factors.publication * _of_works(wanted, index)
        wrote = unfolded(gathered(works, np.repeat(np.arange(index.rows), np.diff(starts)), index.rows))
        together = folded(of_people[index.people["person"]] + wrote)
        shares: Shares = np.minimum(together / self.factors.enough, 1.0)
        return shares

    def reasons(self, ask: Ask, index: Index, rows: Sequence[int]) -> list[Reason]:
        text = mission_text(ask)
        wanted, called = index.read.wanted(text), _called(text)
        return [_reason(self._documents(wanted, called, index, row)) for row in rows]

    def _documents(self, wanted: Wanted, called: Mapping[str, str], index: Index, row: int) -> list[Document]:
        """The texts of a row that have a word in common with the mission, the nearest first."""
        person = int(index.people["person"][row])
        missions = index.past.served.of_one(person) if person >= 0 else []
        found = []
        for each in missions:
            title = f"{index.past.titles[each]} ({int(index.past.years[each])})"
            shared = _told(record_line(index.read, each), wanted, called, index)
            found.append(Document(float(wanted.records[each]), title, True, shared))
        for at in index.works_of(row):
            title = index.works[at]
            line = index.read.line(title)
            near = self.factors.publication * nearness(line, wanted)
            found.append(Document(near, title, False, _told(line, wanted, called, index)))
        return sorted((each for each in found if each.near > 0), key=lambda each: -each.near)


def mission_text(ask: Ask) -> str:
    """The words of a mission for one of its seats."""
    mission, seat = ask.mission, ask.seat
    asked = [each.skill for each in (*seat.must, *seat.wish) if isinstance(each, SkillRequirement)]
    named = [competences()[id].label() for id in dict.fromkeys(asked)]
    return "\n".join([mission.title, mission.description or "", *mission.tasks, *mission.deliverables, *named])


def _of_works(wanted: Wanted, index: Index) -> Shares:
    """(n_works,): how near each publication is, sealed ones and those added since."""
    added = index.works.added
    return np.append(wanted.works, index.read.near(wanted, added)) if added else wanted.works


def _called(text: str) -> dict[str, str]:
    """How each stem stands in the words of the mission."""
    spoken = list(dict.fromkeys(words_of(text)))
    stems = [stems[0] for stems in stemmed(spoken)]
    # Of several words with one stem the first is told.
    return dict(zip(reversed(stems), reversed(spoken), strict=True))


def _told(line: Line, wanted: Wanted, called: Mapping[str, str], index: Index) -> tuple[str, ...]:
    """The words of the mission that stand in a text, those first that bring it nearest."""
    shared = [called[index.read.lexicon.stems[stem]] for stem in sharing(line, wanted.stems)]
    return tuple(shared[:_WORDS])


def _reason(found: Sequence[Document]) -> Reason:
    """The nearest text and the next one, each with the words it was found by."""
    if not found:
        return _NONE
    told = found[:2]
    facts = tuple(Evidence(each.title, _status(each)) for each in told)
    more = f"; and {words.plural(len(found) - 2, 'further text')}" if len(found) > 2 else ""
    return Reason("; ".join(map(_sentence, told)) + more, tuple(dict.fromkeys(facts)))


def _sentence(document: Document) -> str:
    did = "served on" if document.mission else "wrote"
    return f"{did} {document.title}: {', '.join(document.words)}"


def _status(document: Document) -> EvidenceStatus:
    return EvidenceStatus.VERIFIED if document.mission else EvidenceStatus.CLAIMED
