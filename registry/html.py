"""How a value looks in a notebook: HTML that stands alone, escaped, without scripts, in light and dark."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

# The tokens of the pages, as few as are needed; scoped, so that the page around is left alone.
_STYLE = """
.rtcm { color-scheme: light dark; --paper: #ffffff; --ink: #16202c; --soft: #52606e; --rim: #d3dae2; --accent: #0b4f6c;
  --track: #e6ebf0; font: 100%/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  background: var(--paper); color: var(--ink); border: 1px solid var(--rim);
  border-block-start: 4px solid var(--accent); border-radius: .5rem;
  padding: .75rem 1rem; margin-block: .5rem; max-inline-size: 76rem; overflow-x: auto; }
.rtcm h4 { font-size: 1.1875rem; line-height: 1.25; font-weight: 650; margin: 0 0 .5rem; color: inherit; }
.rtcm p { margin: 0 0 .5rem; } .rtcm .soft { color: var(--soft); font-size: .875rem; }
.rtcm table { border-collapse: collapse; margin: 0 0 .5rem; font-size: .875rem; background: none; color: inherit; }
.rtcm th, .rtcm td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0; background: none;
  border: 0; border-block-end: 1px solid var(--rim); color: inherit; }
.rtcm th { font-weight: 650; } .rtcm .number { text-align: end; font-variant-numeric: tabular-nums; }
.rtcm .bar { display: flex; inline-size: 12rem; block-size: .75rem; background: var(--track); border-radius: .25rem;
  overflow: hidden; } .rtcm .bar i { display: block; block-size: 100%; }
@media (prefers-color-scheme: dark) { .rtcm { --paper: #171e26; --ink: #e8edf2; --soft: #a7b4c1; --rim: #35414d;
  --accent: #8ccbe4; --track: #2a343f; } }
"""
# Colour of each criterion, as (light, dark) on the pages.
_COLOURS: Mapping[str, tuple[str, str]] = {
    "skill": ("#1769aa", "#64b5f6"),
    "language": ("#6b4fa0", "#b39ddb"),
    "experience": ("#a05a00", "#f0b35a"),
    "country": ("#2e7d4f", "#81c995"),
    "training": ("#a8327a", "#f08cc4"),
    "education": ("#5f6b12", "#c3cc66"),
    "track_record": ("#00727d", "#5cd0d8"),
    "network": ("#55606e", "#a9b8c6"),
    "text": ("#93452f", "#eba58f"),
}


class Html(str):
    """Text that is HTML already; everything else is escaped."""

    __slots__ = ()


def face(title: str, *parts: Html) -> str:
    """A whole box with its own style."""
    return f'<style>{_STYLE}{_colours()}</style><div class="rtcm"><h4>{escape(title)}</h4>{"".join(parts)}</div>'


def line(text: str, soft: bool = False) -> Html:
    """A paragraph."""
    return Html(f"<p{' class=soft' if soft else ''}>{escape(text)}</p>")


def facts(told: Mapping[str, object]) -> Html:
    """Names with values, one a line; what is unknown is left out."""
    rows = (
        f"<tr><th scope=row>{escape(name)}</th><td>{_cell(value)}</td></tr>" for name, value in told.items() if value
    )
    return Html(f"<table>{''.join(rows)}</table>")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Html:
    """A table; numbers stand to the right, with two decimals unless they are whole numbers."""
    head = "".join(f"<th scope=col>{escape(each)}</th>" for each in headings)
    body = "".join(f"<tr>{''.join(map(_data, row))}</tr>" for row in rows)
    return Html(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def bar(parts: Mapping[str, float], whole: float = 100.0) -> Html:
    """Points of criteria as a bar of coloured parts, with the same in words for whoever does not see it."""
    words = ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in parts.items())
    pieces = (
        f'<i class="rtcm-{escape(name)}" style="inline-size:{100 * value / whole:.2f}%"></i>'
        for name, value in parts.items()
        if value > 0
    )
    return Html(
        f'<span class="bar" role="img" aria-label="{escape(words)}" title="{escape(words)}">{"".join(pieces)}</span>'
    )


def listed(items: Iterable[str]) -> Html:
    """Lines one under the other."""
    return Html("<br>".join(map(escape, items)))


def _data(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=number' if number else ''}>{_cell(value)}</td>"


def _cell(value: object) -> str:
    if isinstance(value, Html):
        return value
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else escape(str(value))


def _colours() -> str:
    light = " ".join(f".rtcm-{name} {{ background: {each[0]}; }}" for name, each in _COLOURS.items())
    dark = " ".join(f".rtcm-{name} {{ background: {each[1]}; }}" for name, each in _COLOURS.items())
    return f"{light} @media (prefers-color-scheme: dark) {{ {dark} }}"
