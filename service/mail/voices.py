"""The two voices of a letter, plain text and HTML, from one template in one language.

The first line of a template is the subject. Then come paragraphs, parted by empty lines; a line that begins with
``* `` is an item of a list. Values hold no line ends (``plain``), so none of them can begin a paragraph.
"""

import textwrap
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "templates"
_WIDTH = 76
_ITEM = "* "
_STYLE = "font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;max-width:40em"
_BUTTON = "display:inline-block;padding:.6em 1.2em;border:1px solid #1f4e79;border-radius:4px;color:#1f4e79"


def environment(html: bool, filters: dict[str, Callable[..., str]]) -> Environment:
    """Templates in one voice; a name that is missing is an error, never an empty place."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(filters)
    made.globals["button"] = _html_button if html else _text_button
    return made


def _html_button(url: str, words: str) -> Markup:
    return Markup('<a href="{}" style="{}">{}</a>').format(url, _BUTTON, words)


def _text_button(url: str, words: str) -> str:
    return f"{words}: {url}"


def subject_of(rendered: str) -> str:
    """The first line of a letter in plain text."""
    return rendered.strip().split("\n", 1)[0].strip()


def body_of(rendered: str) -> str:
    """A letter without its subject."""
    return rendered.strip().partition("\n")[2].strip()


def as_text(body: str) -> str:
    """The body in plain text, wrapped; a link stays in one piece."""
    return "\n\n".join("\n".join(_wrapped(part)) for part in _parts(body)) + "\n"


def _wrapped(part: tuple[bool, list[str]]) -> list[str]:
    is_list, lines = part
    if is_list:
        return [textwrap.fill(line, _WIDTH, subsequent_indent="  ", **_WHOLE) for line in lines]
    return [textwrap.fill(" ".join(lines), _WIDTH, **_WHOLE)]


_WHOLE: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}


def as_html(body: str, language: str, title: str) -> str:
    """The body as a whole HTML page; what stands in it is escaped already."""
    parts = Markup("\n").join(_marked(part) for part in _parts(body))
    page = Markup(
        '<!doctype html>\n<html lang="{}">\n<head><meta charset="utf-8"><title>{}</title></head>\n'
        '<body><div style="{}">\n{}\n</div></body>\n</html>\n'
    )
    return page.format(language, title, _STYLE, parts)


def _marked(part: tuple[bool, list[str]]) -> Markup:
    is_list, lines = part
    if not is_list:
        return Markup("<p>{}</p>").format(Markup(" ".join(lines)))  # escaped when it was rendered
    items = Markup("").join(Markup("<li>{}</li>").format(Markup(line.removeprefix(_ITEM))) for line in lines)
    return Markup("<ul>{}</ul>").format(items)


def _parts(body: str) -> list[tuple[bool, list[str]]]:
    """(whether it is a list, its lines) of every paragraph; the lines of an item that goes on are joined."""
    found = []
    for block in body.split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        found += [(is_list, list(some)) for is_list, some in groupby(lines, key=lambda line: line.startswith(_ITEM))]
    return found
