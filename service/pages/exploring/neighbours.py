"""What stands around a mission or a person, in the reader's language: terms without codes, people by a short sign."""

from collections.abc import Callable, Mapping

from matching.network import Neighbourhood, Node, NodeKind
from registry.domain import CertificateLevel
from service.pages.wording import Wording
from service.pages.words import N_

# Letters of a pseudonym that are shown: enough to tell apart who stands on one page.
_SIGN = 6

# The picture's own words, as it has them in English.
PICTURED: Mapping[str, str] = {
    "The request": N_("The request"),
    "What it asks": N_("What it asks"),
    "Past missions near it": N_("Past missions near it"),
    "People they lead to": N_("People they lead to"),
    "On file": N_("On file"),
    "The person": N_("The person"),
    "Past missions": N_("Past missions"),
    "People met there": N_("People met there"),
    "asked for": N_("asked for"),
    "about, in, for": N_("about, in, for"),
    "near by what it was about": N_("near by what it was about"),
    "served on": N_("served on"),
    "was trained on": N_("was trained on"),
    "worked with its members": N_("worked with its members"),
    "trained by, or trained": N_("trained by, or trained"),
    "on file": N_("on file"),
    "request": N_("request"),
    "competence": N_("competence"),
    "language": N_("language"),
    "country": N_("country"),
    "organisation": N_("organisation"),
    "certificate": N_("certificate"),
    "past mission": N_("past mission"),
    "specialist": N_("person"),
    "numbers: nearness to the request, 1 the nearest": N_("numbers: nearness to the request, 1 the nearest"),
    "numbers: level on file, 1 the highest": N_("numbers: level on file, 1 the highest"),
}


def person_words(own: Wording, pseudonym: str) -> str:
    """Somebody without a name, by the first letters of the pseudonym that stands in addresses."""
    return own.say("Person %(sign)s", sign=pseudonym.removeprefix("p-")[:_SIGN].upper())


def in_words(own: Wording, found: Neighbourhood) -> Neighbourhood:
    """The same with every node called as the reader's language calls it; ids stay, for addresses."""
    nodes = tuple(each.model_copy(update={"label": _label(own, each)}) for each in found.nodes)
    return found.model_copy(update={"nodes": nodes})


def _certificate(own: Wording, id: str) -> str:
    module, level = id.split(" ")
    return f"{own.module(module)}: {own.called(CertificateLevel(level))}"


_WORDS: Mapping[str, Callable[[Wording, str], str]] = {
    NodeKind.COMPETENCE: Wording.competence,
    NodeKind.LANGUAGE: Wording.language_title,
    NodeKind.COUNTRY: Wording.country,
    NodeKind.COURSE: Wording.module,
    NodeKind.CERTIFICATE: _certificate,
    NodeKind.SPECIALIST: person_words,
}


def _label(own: Wording, node: Node) -> str:
    words = _WORDS.get(node.kind)
    return node.label if words is None else words(own, node.id.partition(":")[2])
