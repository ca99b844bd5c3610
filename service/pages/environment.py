"""Templates: one environment for each language, with its words and ways of writing built in."""

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.locale import direction, own_name, words
from service.pages.assets import address
from service.pages.charts import split
from service.pages.reasons import in_words
from service.pages.taxonomy import competence_groups
from service.pages.wording import Wording, wording
from service.pages.words import EVIDENCE_MEANS

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(language: str) -> Environment:
    """Templates in a language: all text is escaped, an unknown name is an error and not a gap."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    _of(made).install_gettext_translations(words(language), newstyle=True)
    own = wording(language)
    made.globals.update(
        language=language,
        direction=direction(language),
        own_name=own_name,
        asset=address,
        split=split,
        competence_groups=partial(competence_groups, language),
        evidence_meanings=lambda: [(grade, own.say(means)) for grade, means in EVIDENCE_MEANS.items()],
    )
    made.filters.update(
        day=own.day,
        last_day=own.last_day,
        month=own.month,
        long_month=own.long_month,
        instant=own.instant,
        number=own.number,
        percent=own.percent,
        called=own.called,
        weights=own.weights,
        country=own.country,
        language_name=own.language_name,
        language_title=own.language_title,
        language_tag=own.language_tag,
        competence=own.competence,
        module=own.module,
        together=own.together,
        reason=partial(_reason, own),
    )
    return made


def _reason(own: Wording, sentence: str) -> str:
    """A sentence of the matcher in the reader's language."""
    return in_words(sentence, own)


def _of(made: Environment) -> Any:
    """The environment with the methods that its extension gave it, which have no types."""
    return made
