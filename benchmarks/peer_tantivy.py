"""The same seat rules in tantivy: best prices by text search, certificates bounded from above, a cut rescored.

Prices of skills, languages and countries are exact in single precision; certificates count as if all were valid, so
that a document scores at least what it is worth. The best CUT by that bound are scored in full by the plain Python
rules. Exact as long as the last of the answer has no less than the bound of the last in the cut; ``top`` cuts deeper
until that holds.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import tantivy

from benchmarks import facts, peer_python
from benchmarks.rules import Asked, Rules
from registry.lifecycle import day_number
from registry.snapshot import Snapshot

CUT = 200
_DORMANT_DAYS = 540
# More than single precision loses on a score of at most 1.
_SLACK = 1e-5
_DAYS = ("consent_from", "consent_until", "closed_until", "confirmed")
_CLAIMS = {
    "skills": ("skill", "level", "status"),
    "languages": ("language", "speaking", "best", "status"),
    "countries": ("country", "months", "last_year", "status"),
    "certificates": ("module", "rank", "status"),
}
_PRACTICE = ["deliveries", "claimed", "marks", "mark_count"]
_NOUNS = ("skills", "languages", "countries", "certificates", "availability", "nationalities", "consents")
_FAR = 10_000_000

Claim = tuple[Any, ...]


@dataclass(frozen=True)
class Facts:
    """An index in memory, the different claims of each noun, and the facts to score the cut with."""

    index: tantivy.Index
    claims: Mapping[str, Sequence[Claim]]
    years: Sequence[float]
    practice: Sequence[Claim]
    snapshot: Snapshot
    begins: Mapping[str, npt.NDArray[np.int64]]  # where the rows of each person begin
    people: pa.Table
    mean: float

    def record(self, place: int) -> peer_python.Record:
        """One specialist as the plain Python rules take it."""
        (record,) = self.snapshot.tables["specialists"].slice(place, 1).to_pylist()
        for noun, begins in self.begins.items():
            first, last = begins[place : place + 2].tolist()
            record[noun] = self.snapshot.tables[noun].slice(first, last - first).to_pylist()
        (practice,) = self.people.slice(place, 1).select(_PRACTICE).to_pylist()
        return {**record, **practice, "mean": self.mean}


def prepare(snapshot: Snapshot) -> Facts:
    """One document per specialist, its claims as terms."""
    tables = facts.tables(snapshot)
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("place", stored=True, fast=True)
    for name in ("open", *_DAYS):
        schema.add_integer_field(name, indexed=True, fast=True)
    for name in (*_CLAIMS, "nationalities", "years", "practice"):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=500_000_000, num_threads=1)
    held = {noun: _terms(tables[noun], columns) for noun, columns in _CLAIMS.items()}
    nations = _by_person(tables["nationalities"], tables["nationalities"]["country"].to_pylist())
    people = tables["people"].to_pylist()
    for person in people:
        writer.add_document(_document(person, held, nations))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return Facts(
        index,
        {noun: claims for noun, (claims, _) in held.items()},
        sorted({person["years"] for person in people}),
        sorted({_practice(person) for person in people}),
        snapshot,
        {noun: _begins(snapshot.tables[noun], len(people)) for noun in _NOUNS},
        tables["people"],
        facts.pool_mean(tables["people"]),
    )


def _begins(table: pa.Table, people: int) -> npt.NDArray[np.int64]:
    return np.searchsorted(np.asarray(table["specialist"]), np.arange(people + 1))


def top(prepared: Facts, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    searcher, query, cut = prepared.index.searcher(), _query(prepared, rules), CUT
    whole = sum(rules.weights[name] for name in _asked(rules))
    while True:
        hits = searcher.search(query, limit=cut, count=False).hits
        records = (prepared.record(searcher.doc(address)["place"][0]) for _, address in hits)
        fine = (record for record in records if peer_python._eligible(record, rules))
        scored = sorted((-peer_python._points(record, rules), record["id"]) for record in fine)[:k]
        open_bound = (hits[-1][0] / whole + _SLACK) * 10_000 + 0.5 if hits else 0.0
        if len(hits) < cut or (len(scored) == k and -scored[-1][0] > open_bound):
            return [id for _, id in scored]
        cut *= 4


def _terms(table: pa.Table, columns: Sequence[str]) -> tuple[list[Claim], dict[int, list[str]]]:
    """(every different claim, the terms of each person)."""
    rows = list(zip(*(table[column].to_pylist() for column in columns), strict=True))
    return sorted(set(rows), key=repr), _by_person(table, ["/".join(map(str, row)) for row in rows])


def _by_person(table: pa.Table, terms: Sequence[str]) -> dict[int, list[str]]:
    found = defaultdict(list)
    for place, term in zip(table["specialist"].to_pylist(), terms, strict=True):
        found[place].append(term)
    return found


def _practice(person: Mapping[str, Any]) -> Claim:
    return tuple(person[name] for name in _PRACTICE)


def _document(person: Mapping[str, Any], held: Mapping[str, Any], nations: Mapping[int, list[str]]) -> tantivy.Document:
    document, place = tantivy.Document(), person["place"]
    document.add_unsigned("place", place)
    document.add_integer("open", int(person["open"]))
    for name in _DAYS:
        document.add_integer(name, person[name])
    for noun, (_, terms) in held.items():
        for term in terms.get(place, ()):
            document.add_text(noun, term)
    for country in nations.get(place, ()):
        document.add_text("nationalities", country)
    document.add_text("years", str(person["years"]))
    document.add_text("practice", "/".join(map(str, _practice(person))))
    return document


def _asked(rules: Rules) -> list[str]:
    kinds = {
        "skill": rules.skills,
        "language": rules.languages,
        "country": rules.countries,
        "experience": rules.years,
        "training": rules.training,
    }
    return [name for name, wishes in kinds.items() if wishes]


def _query(prepared: Facts, rules: Rules) -> tantivy.Query:
    """Score: the weighted sum of shares, or more; only eligible people."""
    should = [
        *_wishes(prepared, "skills", "skill", rules.skills, rules),
        *_wishes(prepared, "languages", "language", rules.languages, rules),
        *_wishes(prepared, "countries", "country", rules.countries, rules),
        *_wishes(prepared, "certificates", "training", rules.training, rules),
        *_years(prepared, rules),
        *_practised(prepared, rules),
    ]
    must, must_not = _eligible(prepared, rules)
    filters = [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in must]
    barred = [(tantivy.Occur.MustNot, each) for each in must_not]
    return tantivy.Query.boolean_query([*filters, *barred, *((tantivy.Occur.Should, each) for each in should)])


def _eligible(prepared: Facts, rules: Rules) -> tuple[list[tantivy.Query], list[tantivy.Query]]:
    schema, window = prepared.index.schema, rules.ask.window
    first, last = day_number(window.start), day_number(window.end)
    ranges = {
        "open": (1, 1),
        "consent_from": (-_FAR, first),
        "consent_until": (last + 1, _FAR),
        "closed_until": (-_FAR, first),
        "confirmed": (first - _DORMANT_DAYS + 1, _FAR),
    }
    must = [
        tantivy.Query.range_query(schema, name, tantivy.FieldType.Integer, low, high)
        for name, (low, high) in ranges.items()
    ]
    must_not = []
    if rules.any_of:
        must.append(tantivy.Query.term_set_query(schema, "nationalities", list(rules.any_of)))
    if rules.none_of:
        must_not.append(tantivy.Query.term_set_query(schema, "nationalities", list(rules.none_of)))
    return must, must_not


def _wishes(prepared: Facts, noun: str, criterion: str, wishes: Sequence[Asked], rules: Rules) -> list[tantivy.Query]:
    part = rules.train.certificate / _parts(rules) if noun == "certificates" else 1.0
    whole = sum(wish.weight for wish in wishes)
    found = []
    for wish in wishes:
        makes = rules.weights[criterion] * wish.weight / whole * part
        prices = {"/".join(map(str, each)): _price(noun, each, wish, rules) * makes for each in prepared.claims[noun]}
        found += _best_of(prepared, noun, prices)
    return found


def _best_of(prepared: Facts, field: str, prices: Mapping[str, float]) -> list[tantivy.Query]:
    """The highest price among the terms that a document has."""
    terms = defaultdict(list)
    for term, price in prices.items():
        if price > 0:
            terms[price].append(term)
    sets = [
        tantivy.Query.const_score_query(tantivy.Query.term_set_query(prepared.index.schema, field, each), price)
        for price, each in terms.items()
    ]
    return [tantivy.Query.disjunction_max_query(sets)] if sets else []


def _price(noun: str, claim: Claim, wish: Asked, rules: Rules) -> float:
    term, *_, status = claim
    near = wish.near.get(term, 0.0)
    if near == 0.0:
        return 0.0
    if noun == "skills":
        return min(claim[1] / wish.level, 1) * rules.skill_worth[status] * near
    if noun == "languages":
        held = claim[1] if rules.speaking_only else claim[2]
        return min(held / wish.level, 1) * rules.language_worth[status] * near
    if noun == "countries":
        recency = peer_python._recency({"last_year": claim[2]}, rules)
        return min(claim[1] / wish.level, 1) * recency * rules.country_worth[status] * near
    return min(claim[1] / wish.level, 1) * rules.certificate_worth[status] * near


def _parts(rules: Rules) -> float:
    return rules.train.certificate + rules.train.deliveries + rules.train.appraisals


def _years(prepared: Facts, rules: Rules) -> list[tantivy.Query]:
    whole = sum(wish.weight for wish in rules.years)
    makes = rules.weights["experience"]
    prices = {
        str(years): makes * sum(min(years / wish.level, 1) * wish.weight for wish in rules.years) / whole
        for years in (prepared.years if rules.years else ())
    }
    return _best_of(prepared, "years", prices)


def _practised(prepared: Facts, rules: Rules) -> list[tantivy.Query]:
    if not rules.training:
        return []
    prices = {
        "/".join(map(str, each)): rules.weights["training"] * _taught(each, prepared.mean, rules)
        for each in prepared.practice
    }
    return _best_of(prepared, "practice", prices)


def _taught(practice: Claim, mean: float, rules: Rules) -> float:
    """What trainings given and appraisals add to a share of criterion training."""
    (deliveries, claimed, marks, count), factors = practice, rules.train
    given = min(max(deliveries, claimed * factors.evidence.claimed) / factors.enough_deliveries, 1)
    k = factors.marks.prior_count
    praised = ((marks + k * mean) / (count + k) - 1) / 4 if deliveries else 0.0
    return (given * factors.deliveries + praised * factors.appraisals) / _parts(rules)
