"""Coverage as a terminal shows it, as a map of counts, and its cells as CSV."""

import csv
from collections.abc import Iterator, Sequence
from typing import IO

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching import words
from matching.coverage import Coverage, Training
from matching.coverage.answer import Cell, Certification, CompetenceRow, SeatForecast, Sole
from service.rendering.base import safe

CSV_COLUMNS = ("on", "competence", "label", "country", "language", "people", "holders", "lapsing")
_COLUMNS_AT_ONCE = 15
_LISTED = 10
_LEGEND = (
    "· nobody, 0 held but nobody certified, 1! a single person, * taught by no module: everybody who holds it counts"
)

Place = tuple[str | None, str | None]  # country, language


def coverage_table(answer: Coverage, by_language: bool) -> RenderableType:
    """The maps, on whom cells rest, what lapses, the forecast and the training.

    ``by_language``: one map of countries for each language; otherwise one of countries and one of languages.
    """
    parts: list[RenderableType] = [Text(_headline(answer), style="bold"), Text(_thresholds(answer)), Text(_LEGEND)]
    parts += _maps(answer, by_language)
    if answer.suppressed_below is None:
        parts += [*_sole(answer), *_lapses(answer)]
    else:
        parts.append(Text(f"\nCounts from 1 to {answer.suppressed_below - 1} are suppressed, and nobody is named."))
    parts += _forecast(answer)
    return Group(*parts, *(_training(answer.training) if answer.training else ()))


def _headline(answer: Coverage) -> str:
    pool = answer.pool
    return (
        f"What the pool can serve on {answer.on} · {pool.proposable} of {pool.specialists} specialists proposable · "
        f"pool revision {pool.revision}"
    )


def _thresholds(answer: Coverage) -> str:
    rules = answer.rules
    certified = f"certified as {words.role(str(rules.certificate))} or above"
    months = words.plural(rules.months, "month")
    return f"Counted: level {rules.level}, language {rules.cefr}, {months} in the country, {certified}."


def _maps(answer: Coverage, by_language: bool) -> Iterator[RenderableType]:
    cells = {(each.competence, each.country, each.language): each for each in answer.cells}
    countries: list[Place] = [(None, None), *((code, None) for code in answer.countries)]
    languages: list[Place] = [(None, code) for code in answer.languages]
    blocks: list[tuple[str, list[Place]]] = [
        ("By country, any language", countries),
        ("By language, any country", languages),
    ]
    if by_language:
        blocks = [
            (f"By country, {words.language(code)}", [(country, code) for country, _ in countries])
            for code in answer.languages
        ]
    for title, places in blocks:
        for first in range(0, len(places), _COLUMNS_AT_ONCE):
            yield Text(f"\n{title}", style="bold")
            yield _map(answer.competences, places[first : first + _COLUMNS_AT_ONCE], cells)


def _map(
    rows: Sequence[CompetenceRow], places: Sequence[Place], cells: dict[tuple[str, str | None, str | None], Cell]
) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column("competence", no_wrap=True, width=42)
    least = min((row.depth for row in rows), default=1)
    by_language = all(country is None for country, _ in places) and len(places) > 1
    for country, language in places:
        table.add_column((language if by_language else country) or "any", justify="right", no_wrap=True, min_width=4)
    for row in rows:
        named = f"{'  ' * (row.depth - least)}{row.id} {row.label}{'' if row.taught else ' *'}"
        table.add_row(_cut(named, 42, row.taught), *(_mark(cells[row.id, *place]) for place in places))
    return table


def _cut(text: str, width: int, taught: bool) -> str:
    """The text in so many characters; what marks a competence that nobody teaches stays."""
    if len(text) <= width:
        return text
    return text[: width - 1] + "…" if taught else text[: width - 3] + "… *"


def _mark(cell: Cell) -> Text:
    """A count as a map shows it: the fewer, the warmer."""
    if cell.people is None:
        return Text("<5", style="dim")
    if cell.people == 0:
        return Text("0", style="red") if cell.holders != 0 else Text("·", style="dim red")
    if cell.people == 1:
        return Text("1!", style="bold yellow")
    return Text(str(cell.people), style="yellow" if cell.people < 5 else "green")


def _sole(answer: Coverage) -> Iterator[RenderableType]:
    yield Text(
        "\nSingle points of failure (cells that only this person serves; points the missions would lose)", style="bold"
    )
    if not answer.sole:
        yield Text("None.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("cells", justify="right")
    table.add_column("points", justify="right")
    for name in ("name", "id"):
        table.add_column(name, no_wrap=True)
    table.add_column("such as")
    for each in answer.sole[:_LISTED]:
        table.add_row(str(each.cells), f"{each.points:.2f}", each.name, each.specialist, _such_as(each))
    yield table
    yield from _more(len(answer.sole))


def _such_as(each: Sole) -> str:
    return "; ".join(f"{cell.competence} {cell.country} {cell.language}" for cell in each.first)


def _more(count: int) -> Iterator[RenderableType]:
    if count > _LISTED:
        yield Text(f"and {count - _LISTED} more: --format json lists all", style="dim")


def _lapses(answer: Coverage) -> Iterator[RenderableType]:
    yield Text(f"\nCertificates that end by {answer.until}, and the cells they take along", style="bold")
    if not answer.lapses:
        yield Text("None that a cell rests on.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("cells", justify="right")
    table.add_column("emptied", justify="right")
    for name in ("name", "id"):
        table.add_column(name, no_wrap=True)
    table.add_column("certificates, with their last day")
    for each in answer.lapses[:_LISTED]:
        ending = ", ".join(f"{one.module} {one.last}" for one in each.certificates)
        table.add_row(str(each.cells), str(each.emptied), each.name, each.specialist, ending)
    yield table
    yield from _more(len(answer.lapses))


def _forecast(answer: Coverage) -> Iterator[RenderableType]:
    yield Text("\nForecast for the missions", style="bold")
    if not answer.forecast:
        yield Text("No missions on file.")
        return
    chance = f"{answer.rules.acceptance * 100:.0f} %"
    yield Text(f"now: eligible if it were on {answer.on} · then: on its own dates · short: places that stay empty, on ")
    yield Text(
        f"average when {chance} of those asked accept · bottleneck: the must-have that alone keeps most people out"
    )
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for name in ("mission", "seat", "begins"):
        table.add_column(name, no_wrap=True)
    for name in ("places", "now", "then", "short", "points"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("bottleneck")
    for seat in answer.forecast:
        table.add_row(seat.mission, f"{seat.seat} {seat.role}", str(seat.start), str(seat.count), *_figures(seat))
    yield table


def _figures(seat: SeatForecast) -> tuple[str, ...]:
    counts = ("<5" if count is None else str(count) for count in (seat.now, seat.then))
    short = "–" if seat.expected_shortfall is None else f"{seat.expected_shortfall:.1f}"
    points = "–" if seat.points is None else f"{seat.points:.2f}"
    tight = seat.bottleneck
    told = f"{tight.must} ({tight.alone}); {tight.eased} adds {tight.adds}" if tight else "–"
    return (*counts, short, points, told)


def _training(training: Training) -> Iterator[RenderableType]:
    many = words.plural(training.asked, "certification")
    yield Text(f"\nTraining: the {many} that would help the missions most", style="bold")
    now, then = f"{training.before:.2f}", f"{training.after:.2f}"
    yield Text(f"Points of the best people over all seats: {now} now, {then} then; {_proof(training)}.")
    grid = Table.grid(padding=(0, 1))
    for _ in range(2):
        grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for place, each in enumerate(training.certifications, start=1):
        grid.add_row(f"{place}.", f"+{each.gain:.2f}", Text(_certification(each), style="bold"))
        for effect in each.effects:
            grid.add_row("", "", effect.reason)
    yield grid


def _proof(training: Training) -> str:
    if training.status == "optimal":
        return "no choice reaches more"
    return f"no choice reaches more than {training.bound:.2f} ({training.gap:.2f} above; not proved further)"


def _certification(each: Certification) -> str:
    instead = f"; {words.listed(each.instead)} would do the same" if each.instead else ""
    return (
        f"{each.name} ({each.specialist}): {each.module} {each.title}, as {words.role(each.level)}, "
        f"by {each.issued}{instead}"
    )


def write_csv(answer: Coverage, out: IO[str]) -> None:
    """One row per cell; an empty country or language stands for any, an empty count is suppressed."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    labels = {row.id: row.label for row in answer.competences}
    for cell in answer.cells:
        counts = (cell.people, cell.holders, cell.lapsing)
        what = (answer.on, cell.competence, labels[cell.competence], cell.country or "", cell.language or "")
        rows.writerow([safe(value) for value in (*what, *("" if count is None else count for count in counts))])
