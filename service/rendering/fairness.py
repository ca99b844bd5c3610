"""The report on fairness as a terminal shows it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching import words
from matching.fairness import Fairness
from matching.fairness.answer import AttributeReport, GroupReport, Representation, StageReport

_LISTED = 10
_UNKNOWN = "–"


def fairness_table(answer: Fairness) -> RenderableType:
    """Women and men, then every stage: its groups, how places are spread, and who was never chosen."""
    parts: list[RenderableType] = [Text(_headline(answer), style="bold"), Text(_legend(answer))]
    parts += [Text("\nWomen and men", style="bold"), _representation(answer.representation)]
    for stage in answer.stages:
        parts += _stage(stage)
    return Group(*parts)


def _headline(answer: Fairness) -> str:
    stages = ", ".join(each.stage for each in answer.stages)
    return f"Who is chosen and who is not · {stages} · pool revision {answer.pool.revision}"


def _legend(answer: Fairness) -> str:
    rules = answer.rules
    return (
        "people: who could be chosen; chosen: at least once; ratio: rate by that of the reference group (ref), with "
        f"its {rules.confidence * 100:g} % interval; < below the line of {rules.line:g}, << with the whole interval; "
        "p: Fisher's exact test; seen: part of the attention by rank, due: that of equal lists. Groups of fewer than "
        f"{rules.least} people, and others that would give them away, are suppressed."
    )


def _representation(every: tuple[Representation, ...]) -> Table:
    table = _table("", "women", "men", "share of women")
    for each in every:
        table.add_row(each.of, _count(each.women), _count(each.men), _percent(each.women_share))
    return table


def _stage(stage: StageReport) -> Iterator[RenderableType]:
    yield Text(f"\n{stage.stage.capitalize()}: {words.plural(stage.seats, 'seat')}", style="bold")
    for each in stage.attributes:
        yield Text(f"by {each.attribute}", style="italic")
        yield _groups(each, stage.ranked)
    held = stage.rotation
    yield Text(
        f"Rotation: {words.plural(held.places, 'place')} held by {words.plural(held.people, 'person', 'people')}; the "
        f"{words.plural(held.most_used, 'most used person', 'most used people')} ({_percent(held.even)} of those who "
        f"could) hold {_percent(held.busiest)}, one person {held.most}."
    )
    more = f" and {len(stage.never) - _LISTED} more (--format json lists all)" if len(stage.never) > _LISTED else ""
    yield Text(f"Never chosen: {len(stage.never)}. {', '.join(stage.never[:_LISTED])}{more}")


def _groups(of: AttributeReport, ranked: bool) -> Table:
    table = _table("group", "people", "chosen", "rate", "ratio", "interval", "p", "", *(("seen", "due") * ranked))
    for group in of.groups:
        seen = (_percent(group.exposure), _percent(group.due)) if ranked else ()
        table.add_row(", ".join(group.group), *_figures(group), *seen)
    return table


def _figures(group: GroupReport) -> tuple[str, ...]:
    if group.suppressed:
        return ("suppressed", *(_UNKNOWN for _ in range(6)))
    ratio = "ref" if group.reference else _number(group.ratio)
    interval = _UNKNOWN if group.low is None else f"{group.low:.2f} to {_number(group.high)}"
    p = _UNKNOWN if group.p is None else f"{group.p:.3f}"
    mark = "<<" if group.clearly else "<" if group.below else ""
    return _count(group.people), _count(group.chosen), _percent(group.rate), ratio, interval, p, mark


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place else "left", no_wrap=True)
    return table


def _count(count: int | None) -> str:
    return _UNKNOWN if count is None else str(count)


def _number(number: float | None) -> str:
    return _UNKNOWN if number is None else f"{number:.2f}"


def _percent(share: float | None) -> str:
    return _UNKNOWN if share is None else f"{share * 100:.1f} %"
