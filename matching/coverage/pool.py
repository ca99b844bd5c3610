"""What a pool can serve on a day: cells, lapses, single points of failure and the forecast in one answer."""

from collections.abc import Sequence
from datetime import date

from matching.coverage.answer import CompetenceRow, Coverage, PoolOnDay
from matching.coverage.cells import counted, lapses, sole
from matching.coverage.forecast import forecast
from matching.coverage.holders import axes, taught
from matching.coverage.rules import RULES, CoverageRules
from matching.coverage.served import Wanted, losses, serve
from matching.errors import NothingToCover
from matching.index import Index
from registry.vocabulary import competences


def cover(
    index: Index,
    seats: Sequence[Wanted],
    on: date,
    until: date,
    competence_ids: Sequence[str],
    countries: Sequence[str],
    languages: Sequence[str],
    rules: CoverageRules = RULES,
) -> Coverage:
    """Count who serves what on a day, and what of that is left on a later day when certificates have ended.

    ``competence_ids`` of the taxonomy (a group counts everybody who holds something in it), ``countries`` alpha-3,
    ``languages`` ISO 639-3; ``seats``: what the forecast is held against. NothingToCover when the pool is empty or
    ``until`` lies before ``on``.
    """
    if not len(index):
        raise NothingToCover("the pool is empty: bring people in with rtcm import specialists")
    if until < on:
        raise NothingToCover(f"the later day {until} lies before {on}: expected the same day or a later one")
    held = axes(index, on, until, competence_ids, countries, languages, rules)
    counts, served = counted(held), [serve(each, index) for each in seats]
    return Coverage(
        on=on,
        until=until,
        pool=PoolOnDay(
            epoch=index.epoch,
            revision=index.revision,
            specialists=len(index),
            proposable=int(held.proposable.sum()),
        ),
        rules=rules,
        competences=tuple(_row(each) for each in competence_ids),
        countries=tuple(countries),
        languages=tuple(languages),
        cells=tuple(counts.cells),
        lapses=lapses(counts, index, on, until),
        sole=sole(counts, index, losses(served)),
        forecast=tuple(forecast(each, index, on, rules) for each in served),
    )


def _row(competence: str) -> CompetenceRow:
    known = competences()[competence]
    return CompetenceRow(id=competence, label=known.label(), depth=known.depth, taught=taught(competence))
