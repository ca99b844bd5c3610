"""The words of the service in every language of the interface: catalogues read from text, once."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
DOMAIN = "messages"


def catalogue(language: str) -> Path:
    """Where the words of a language stand."""
    return HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path, language: str) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


@cache
def words(language: str) -> NullTranslations:
    """The catalogue of a language, compiled in memory; without one every text stands as it was written."""
    path = catalogue(language)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read(path, language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def direction(language: str) -> str:
    """How a language is written: ``ltr`` or ``rtl``, as CLDR says."""
    return Locale.parse(language).text_direction


def own_name(language: str) -> str:
    """What its speakers call a language, as CLDR says, with a capital."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]
