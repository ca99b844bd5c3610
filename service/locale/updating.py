"""Bring the catalogues up to date with the code and the templates: ``python -m service.locale.updating``."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from registry.vocabulary import LANGS
from service.locale import DOMAIN, catalogue, own_name, read

_BEGUN = datetime(2026, 11, 25, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
# Which files hold words, and how they are read. Letters stand in one file for each language;
# the command line speaks English.
METHODS = [("commands/**.py", "ignore"), ("**.py", "python"), ("pages/templates/**.html", "jinja2")]
# A template that cannot be read is an error: its words would be missed in silence.
OPTIONS = {"pages/templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "false"}}
# ``N_`` and ``NN_`` mark a text that is translated where it is shown, ``say`` and ``say_many`` are methods of a page.
KEYWORDS = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "say": None,
    "say_many": (1, 2),
}


def extracted(root: Path = ROOT) -> Catalog:
    """Every text of the service that is to be translated; without places, which would change with every line."""
    found = _empty("en")
    for _, _, text, comments, context in extract_from_dir(root, METHODS, OPTIONS, KEYWORDS, ("i18n:",)):
        found.add(text, None, auto_comments=comments, context=context)
    return found


def updated(language: str, template: Catalog) -> Catalog:
    """A catalogue with exactly the texts of today; a text that has gone takes its translation with it."""
    path = catalogue(language)
    known = read(path, language) if path.is_file() else _empty(language)
    made = _empty(language)
    for message in sorted(template, key=_key):
        if not message.id:
            continue
        before = known.get(message.id, message.context)
        string = before.string if before else ""
        # The words of the code are English already.
        own = message.id if language == "en" else string
        made.add(message.id, own, auto_comments=message.auto_comments, context=message.context)
    return made


def missing(language: str, template: Catalog) -> Iterator[str]:
    """Texts without a translation, or with one that is only a guess; texts of the code that the catalogue lacks."""
    known = read(catalogue(language), language)
    for message in template:
        held = known.get(message.id, message.context) if message.id else None
        parts = held.string if held and isinstance(held.string, tuple | list) else [held.string if held else ""]
        if message.id and (not all(parts) or (held and held.fuzzy)):
            yield str(message.id)


def write(language: str, template: Catalog, say: Callable[[str], object] = print) -> None:
    """Write one catalogue anew, without dates, so that equal words give equal bytes."""
    path = catalogue(language)
    made = updated(language, template)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, made, width=110, omit_header=False, sort_output=True, include_lineno=False)
    say(f"{language}: {len(made)} texts, {len(list(missing(language, template)))} without a translation")


def _empty(language: str) -> Catalog:
    """A catalogue that says when its words were begun, and not when it was written: equal words, equal bytes."""
    return Catalog(
        locale=language,
        domain=DOMAIN,
        project="RTCM expert pool",
        version="1",
        header_comment=f"# Words of the pages in {own_name(language)}; brought up to date by make messages.",
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        last_translator="RTCM",
        language_team=language,
        charset="utf-8",
        fuzzy=False,
    )


def _key(message: object) -> str:
    return str(getattr(message, "id", ""))


if __name__ == "__main__":
    template = extracted()
    for each in LANGS:
        write(each, template)
