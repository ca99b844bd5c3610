"""Command competence: the concept that a phrase means, in whatever language it is said."""

import json
import sys
from typing import Annotated

import typer

from matching.text.lexicon import words_of
from matching.text.meaning import names_of_competences, nearest
from registry.errors import UnknownTerm
from registry.vocabulary import competence as known_competence
from registry.vocabulary import competences
from service.commands.shared import say
from service.encoders import NoEncoder, many_languages

# Longer texts are no phrases: a mission is read by rtcm draft.
_LONGEST = 300


def competence(
    phrase: Annotated[str, typer.Argument(help="A phrase, such as a task of a mission.")],
    top: Annotated[int, typer.Option(min=1, max=50, help="How many competences at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per competence and line.")] = False,
) -> None:
    """Find the competences that a phrase means: by name, and with the extra semantic by meaning in other languages."""
    for id, near in _found(phrase, top):
        if as_json:
            sys.stdout.write(json.dumps({"id": id, "label": competences()[id].label(), "nearness": near}) + "\n")
        else:
            print(f"{near:4.2f}  {id:16}  {competences()[id].label()}")


def _found(phrase: str, top: int) -> list[tuple[str, float]]:
    """The name itself where it is one, else what is nearest in meaning. UnknownTerm where neither can be told."""
    try:
        return [(known_competence(phrase), 1.0)]
    except UnknownTerm as unknown:
        if not words_of(phrase) or len(phrase) > _LONGEST:
            raise
        try:
            encode = many_languages()
        except NoEncoder as fault:
            say(f"Searched by name alone: {fault}")
            raise unknown from None
    ids, names = zip(*names_of_competences(), strict=True)
    vectors = encode([phrase, *names])
    return [(id, round(near, 4)) for id, near in nearest(vectors[0], vectors[1:], ids, top)]
