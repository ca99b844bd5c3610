"""Coverage fit to be published: small counts suppressed, nobody named."""

from matching.coverage.answer import Cell, Coverage, SeatForecast

# The usual least count of official statistics.
LEAST = 5


def published(coverage: Coverage, least: int = LEAST) -> Coverage:
    """The same without counts from 1 to ``least - 1`` and without everything that points at a person.

    Only the small counts themselves are suppressed: who publishes several tables must see to it that no difference of
    theirs gives one away.
    """
    return coverage.model_copy(
        update={
            "suppressed_below": least,
            "cells": tuple(_cell(each, least) for each in coverage.cells),
            "lapses": (),
            "sole": (),
            "forecast": tuple(_seat(each, least) for each in coverage.forecast),
            "training": None,
        }
    )


def _shown(count: int | None, least: int) -> int | None:
    return None if count is None or 0 < count < least else count


def _cell(cell: Cell, least: int) -> Cell:
    """Differences of shown counts must not be small either: holders and people differ by those not certified."""
    people, holders, lapsing = (_shown(each, least) for each in (cell.people, cell.holders, cell.lapsing))
    if people is not None and holders is not None and 0 < holders - people < least:
        holders = None
    if people is not None and lapsing is not None and 0 < people - lapsing < least:
        lapsing = None
    return cell.model_copy(update={"people": people, "holders": holders, "lapsing": lapsing})


def _seat(seat: SeatForecast, least: int) -> SeatForecast:
    """Points and bottlenecks of a seat rest on few people: they are left out."""
    then = _shown(seat.then, least)
    hidden = {"shortfall": None, "expected_shortfall": None} if then is None else {}
    small = {"now": _shown(seat.now, least), "then": then, "points": None, "bottleneck": None}
    return seat.model_copy(update={**small, **hidden})
