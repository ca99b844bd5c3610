"""Criterion text: what somebody did and wrote, in words, against the words of a mission."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria.base import Criterion, Evidence, Factors, OfRow, Priced, Reason, Share
from matching.errors import BadPolicy
from matching.index import Index
from matching.index.read import Line, Wanted, nearness, record_line, sharing
from matching.text.fusing import FIRST, fused
from matching.text.gathering import folded, gathered, unfolded
from matching.text.lexicon import stemmed, words_of
from registry.domain import EvidenceStatus, SkillRequirement
from registry.vocabulary import competences

_WORDS = 4  # so many words of a text are told
_OWN_LANGUAGE = 0.5
_NONE = Reason("no past mission on record and no publication in words of this mission")


class TextFactors(Factors):
    """The numbers of criterion text."""

    publication: Share = Field(
        0.6, description="what a publication counts beside a past mission: nobody has checked it; ours"
    )
    meaning: Share = Field(
        0.0, description="part of the share that goes by places in words and meaning together; needs encoders; ours"
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
    writes about themselves is never read. With ``meaning`` a part of the share goes by places: those by words and by
    the nearest text in meaning, fused by reciprocal ranks.

    Shape:   float64 (n_rows,)
    Unit:    share of a text as near as ``enough``; 0 no word in common
    Abstain: NaN for everyone when no word of the mission is known from past missions or the taxonomy
    Errors:  BadPolicy with ``meaning`` above 0 and no encoders. Another language than that of the records has no words
             in common, and abstains or counts 0; by meaning it can be compared
    Source:  BM25, Robertson and Zaragoza (2009), as a vector; the constants and the sum: docs/decisions/0026
    """

    name = "text"
    Factors = TextFactors

    def priced(self, ask: Ask, index: Index) -> Sequence[Priced]:
        wanted = index.read.wanted(mission_text(ask))
        meant = self._meant(wanted, index)
        if meant is None:
            return [] if wanted.empty else [Priced.of(OfRow(self._by_words(wanted, index)), None)]
        share = (1 - self.factors.meaning) * self._by_words(wanted, index)
        return [Priced.of(OfRow(share + self.factors.meaning * self._by_places(wanted, meant, index)), None)]

    def _meant(self, wanted: Wanted, index: Index) -> tuple[Shares, Shares] | None:
        """How near past missions and publications are in meaning; None where the policy goes by words alone."""
        if not self.factors.meaning:
            return None
        if index.meant is None:
            raise BadPolicy("factor text.meaning is above 0 and there are no encoders; see rtcm recommend --semantic")
        records, works = index.meant.nearness(wanted.text, _foreign(wanted, index), index.past, index.works)
        return records, self.factors.publication * works

    def _by_places(self, wanted: Wanted, meant: tuple[Shares, Shares], index: Index) -> Shares:
        """(n_rows,): the places by words and by the nearest meaning, fused; 1 first by both, 0 without any text.

        By meaning alone where the mission is in another language than the records: words would only mislead.
        """
        nearest = _nearest(meant, index)
        some = np.flatnonzero(nearest > 0)
        found = np.zeros(index.rows)
        if len(some):
            by = [nearest] if _foreign(wanted, index) else [nearest, self._by_words(wanted, index)]
            found[some] = np.minimum(fused([each[some] for each in by]) / (len(by) * FIRST), 1.0)
        return found

    def _by_words(self, wanted: Wanted, index: Index) -> Shares:
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
        meant = self._meant(wanted, index)
        told = [_reason(self._documents(wanted, called, index, row)) for row in rows]
        return told if meant is None else [_also(each, row, meant, index) for each, row in zip(told, rows, strict=True)]

    def _documents(self, wanted: Wanted, called: Mapping[str, str], index: Index, row: int) -> list[Document]:
        """The texts of a row that have a word in common with the mission, the nearest first."""
        person = int(index.people["person"][row])
        missions = index.past.served.of_one(person) if person >= 0 else []
        found = []
        for each in missions:
            title = _titled(each, index)
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


def _foreign(wanted: Wanted, index: Index) -> bool:
    """Whether a mission is in another language than the records: less than half of its words are known."""
    return index.read.lexicon.knows(wanted.text) < _OWN_LANGUAGE


def _nearest(meant: tuple[Shares, Shares], index: Index) -> Shares:
    """(n_rows,): the nearest text of each in meaning; 0 without one, and for rows that are gone.

    Any two texts are somewhat near in meaning: added up, those with the most texts would win.
    """
    records, works = meant
    served, starts = index.past.served, index.starts["publications"]
    of_people, found = np.zeros(len(served) + 1), np.zeros(index.rows)
    np.maximum.at(of_people, np.repeat(np.arange(len(served)), served.counts), records[served.partners])
    np.maximum.at(found, np.repeat(np.arange(index.rows), np.diff(starts)), works)
    # People of the past come first; the one behind them is nobody, whom row -1 leads to.
    of_people[-1] = 0.0
    nearest: Shares = np.maximum(found, of_people[index.people["person"]])
    nearest[index.gone] = 0.0
    return nearest


def _also(reason: Reason, row: int, meant: tuple[Shares, Shares], index: Index) -> Reason:
    """The same with the text that is nearest in meaning."""
    records, works = meant
    person = int(index.people["person"][row])
    served = index.past.served.of_one(person) if person >= 0 else []
    near = [(float(records[at]), _titled(at, index), True) for at in served]
    near += [(float(works[at]), index.works[at], False) for at in index.works_of(row)]
    if not near or max(near)[0] <= 0:
        return reason
    _, title, mission = max(near, key=lambda each: each[0])
    fact = Evidence(title, EvidenceStatus.VERIFIED if mission else EvidenceStatus.CLAIMED)
    told = f"nearest in meaning: {title}"
    sentence = told if reason is _NONE else f"{reason.sentence}; {told}"
    return Reason(sentence, tuple(dict.fromkeys((*reason.evidence, fact))))


def _titled(mission: int, index: Index) -> str:
    return f"{index.past.titles[mission]} ({int(index.past.years[mission])})"


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
