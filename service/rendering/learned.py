"""A proposal for the weights of a policy as a terminal shows it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matching import words
from matching.learning import Learned
from matching.learning.answer import Move

_LISTED = 10


def learned_table(learned: Learned) -> RenderableType:
    """What it rests on, each weight now and as learned, the gain, and who would move."""
    return Group(Text(_headline(learned), style="bold"), _weights(learned), Text(told(learned)), *_moves(learned))


def told(learned: Learned) -> str:
    """The gain in a sentence."""
    gain = learned.gain
    verdict = "" if learned.verdict == "gain" else " No gain is shown: the interval holds 0."
    return (
        f"On missions not learned from, {gain.learned * 100:.1f} % of pairs are ordered as they were chosen, "
        f"{gain.now * 100:.1f} % by {learned.policy.name} v{learned.policy.version}: a gain of {gain.gain * 100:.1f} "
        f"({gain.low * 100:.1f} to {gain.high * 100:.1f}).{verdict}"
    )


def _headline(learned: Learned) -> str:
    return (
        f"Proposal from {words.plural(learned.choices, 'choice')} on {words.plural(learned.missions, 'mission')}, "
        f"{learned.appraised} appraised · held to {learned.policy.name} v{learned.policy.version} · not applied"
    )


def _weights(learned: Learned) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    for place, name in enumerate(("criterion", "now", "learned", "over the folds", "choices it tells apart")):
        table.add_column(name, justify="right" if place else "left", no_wrap=True)
    for each in learned.weights:
        folds = f"{each.low:.1f} to {each.high:.1f}"
        table.add_row(each.criterion, f"{each.now:.1f}", f"{each.learned:.1f}", folds, str(each.telling))
    return table


def _moves(learned: Learned) -> Iterator[RenderableType]:
    yield Text(f"\nWho would move among the first {learned.rules.top} of the missions on file", style="bold")
    if not learned.moves:
        yield Text("Nobody.")
    for each in learned.moves[:_LISTED]:
        yield Text(_move(each))
    if len(learned.moves) > _LISTED:
        yield Text(f"and {len(learned.moves) - _LISTED} more seats: --format json lists all", style="dim")


def _move(move: Move) -> str:
    return f"{move.mission} seat {move.seat}: enter {_ids(move.enter)}; leave {_ids(move.leave)}"


def _ids(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "nobody"
