"""The form of a mission on a page: what it is for, one more row or seat, who remains, and the page itself."""

from dataclasses import dataclass
from datetime import date

from fastapi import Response

from matching import DEFAULT, POLICIES, Index
from matching.ask import Ask
from matching.eligibility import eligible
from registry import vocabulary
from registry.domain import CertificateLevel, Mission, Role
from registry.lifecycle import Office
from service.auth.who import Who
from service.pages.casework.brief import brief
from service.pages.forms import Form
from service.pages.page import Page
from service.pages.planner import written
from service.pages.planner.folding import ABOUT, MORE, RULES, Parts, seat_part
from service.pages.planner.requirements import left_out, seat_name
from service.pages.planner.words import EDUCATION, KINDS, MODALITIES, STRENGTHS, TYPES
from service.pages.wording import Wording
from service.pages.words import N_

# The buttons that change the form and save nothing.
_SEAT, _COUNT, _ADD = "seat", "count", "add-"


@dataclass(frozen=True)
class Purpose:
    """What a form of a mission is for: its title, where it is sent, what its button says, whence one comes.

    ``leave`` is where one goes without saving, ``lead`` is said above it; ``fresh``: a new mission; ``why``: a reason
    is asked for.
    """

    title: str
    action: str
    save: str
    back: tuple[str, str] = (N_("Missions"), "/missions")
    leave: str = ""
    lead: str = ""
    fresh: bool = False
    why: bool = False


NEW = Purpose(N_("Write a mission"), "/missions/new", N_("Keep as a draft"), fresh=True)


def editing(id: str, who: Who) -> Purpose:
    """A draft is written again."""
    return Purpose(N_("Change what the mission asks"), f"/missions/{id}/edit", N_("Save"), leave=place_of(id, who))


def place_of(id: str, who: Who) -> str:
    """Where somebody goes on with a mission that they wrote: a requester has a page of their own for it."""
    return f"/missions/{id}" if who.holds(Office.PLANNER) else f"/requests/{id}"


def too_long(page: Page, mission: Mission, place: str) -> Response | None:
    """Off to ``place``, with the reason, where the form cannot hold a mission; None where it can."""
    if written.fits(mission):
        return None
    told = page.say(
        "This mission asks for more than a form can hold, and nothing of it shall be lost. "
        "Have it changed as a file, or by a program."
    )
    return page.redirect(place, told, "warning")


def amending(id: str) -> Purpose:
    """A mission in force is amended."""
    return Purpose(
        N_("Amend the request"),
        f"/approvals/{id}/amend",
        N_("Amend the request"),
        (N_("Approvals"), "/approvals"),
        f"/approvals/{id}",
        N_("A new version is made. Earlier lists no longer hold."),
        why=True,
    )


def version_of(form: Form) -> int:
    """The version that a form was opened at; 0, which none is, where it does not say."""
    told = form.value("version")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0


def conflict(page: Page, who: Who, form: Form, purpose: Purpose, version: int, theirs: Mission) -> Response:
    """What was typed, and beneath it what somebody else wrote meanwhile, which saving again replaces."""
    said = page.say(
        "Somebody else changed this mission meanwhile. What you typed stands below; saving again replaces theirs."
    )
    kept = Form({**form.typed, "version": (str(version),)}, form.files, {"title": said})
    return shown(page, who, kept, purpose, 409, theirs=theirs)


def again(page: Page, who: Who, index: Index, form: Form, today: date, purpose: Purpose) -> Response | None:
    """The form once more where a button asked for a row, a seat or a count; None where it is to be kept."""
    wanted = form.value("do")
    if wanted == _SEAT:
        seats = min(written.seats_of(form) + 1, written.MOST_SEATS)
        more = Form({**form.typed, "seats": (str(seats),)})
        return shown(page, who, more, purpose, concerned=frozenset({seat_part(seats)}))
    if wanted.startswith(_ADD) and wanted.removeprefix(_ADD).isdecimal():
        seat = int(wanted.removeprefix(_ADD))
        name, added = _added(form, seat)
        return shown(page, who, Form({**form.typed, **added}), purpose, concerned=frozenset({seat_part(seat), name}))
    if wanted == _COUNT:
        said = counted(page.wording, index, form, today) if who.holds(Office.PLANNER) else ""
        return shown(page, who, Form(form.typed), purpose, said=said)
    return None


def _added(form: Form, seat: int) -> tuple[str, dict[str, tuple[str, ...]]]:
    """One more row of the kind that was chosen, by its name; a kind that is no kind adds nothing."""
    kind, rows = form.value(f"s{seat}-new"), written.rows_of(form, seat)
    name = written.row(seat, max(rows, default=0) + 1)
    return name, {f"{name}-kind": (kind,), f"{name}-strength": (written.MUST,)} if kind in written.FIELDS else {}


def counted(words: Wording, index: Index, form: Form, today: date) -> str:
    """``Seat 1: 214 of 700; without Russian C1 −310``, seat by seat."""
    mission = written.rough(words, form, today)
    if mission is None:
        return words.say("The count follows once everything can be read.")
    return "\n".join(_counted_seat(words, Ask(mission, number), index) for number in range(1, len(mission.seats) + 1))


def _counted_seat(words: Wording, ask: Ask, index: Index) -> str:
    found = eligible(ask, index)
    musts = [each for each in found.exclusions if each.must is not None and each.count]
    worst = sorted(musts, key=lambda each: -each.count)[:2]
    remain = words.say("%(some)s of %(all)s remain", some=words.number(found.count), all=words.number(len(index)))
    removed = [f"{left_out(words, ask, each)} −{words.number(each.count)}" for each in worst]
    return f"{seat_name(words, ask.seat, ask.number)}: {'; '.join([remain, *removed])}"


def shown(
    page: Page,
    who: Who,
    form: Form,
    purpose: Purpose,
    status: int = 200,
    said: str = "",
    read_from: str | None = None,
    theirs: Mission | None = None,
    concerned: frozenset[str] = frozenset(),
) -> Response:
    """The form, whatever state it is in; ``concerned``: the parts that somebody works on, which are open."""
    words = page.wording
    hosts = max([at for at in range(1, written.MOST_COUNTRIES + 1) if form.value(f"host-{at}")], default=0)
    return page.render(
        "planner/writing.html",
        status,
        form=form,
        purpose=purpose,
        back=purpose.back if who.holds(Office.PLANNER, Office.APPROVER) else (N_("My requests"), "/requests"),
        counted=said,
        read_from=read_from,
        parts=Parts(words, form, concerned | _begun(form, purpose, read_from)),
        theirs=None if theirs is None else brief(words, theirs),
        hosts=min(max(hosts + 1, 2), written.MOST_COUNTRIES),
        seats=range(1, written.seats_of(form) + 1),
        rows=lambda seat: [(at, form.value(f"{written.row(seat, at)}-kind")) for at in written.rows_of(form, seat)],
        kinds=[(kind, words.say(text)) for kind, text in KINDS.items()],
        types=[(each.value, words.say(text)) for each, text in TYPES.items()],
        modalities=[(each.value, words.say(text)) for each, text in MODALITIES.items()],
        roles=[(each.value, words.called(each)) for each in Role],
        education=[(str(level), words.say(text)) for level, text in EDUCATION.items()],
        certificates=[(each.value, words.called(each)) for each in CertificateLevel],
        modules=[(id, words.module(id)) for id in vocabulary.modules()],
        countries=sorted(words.country(code) for code in vocabulary.countries()),
        languages=sorted(words.language_name(code) for code in vocabulary.languages()),
        cefr=[str(each) for each in vocabulary.CEFR],
        strengths=[(code, words.say(text)) for code, text in STRENGTHS.items()],
        policies=_weightings(words, form.value("policy")),
        planner=who.holds(Office.PLANNER),
    )


def _begun(form: Form, purpose: Purpose, read_from: str | None) -> frozenset[str]:
    """Where one begins: at the top, and with the first seat where nothing is asked of it; with all that was read."""
    if read_from:
        seats = (seat_part(number) for number in range(1, written.seats_of(form) + 1))
        return frozenset({ABOUT, MORE, RULES, *seats})
    if purpose.fresh:
        return frozenset({ABOUT} if written.rows_of(form, 1) else {ABOUT, seat_part(1)})
    return frozenset()


def _weightings(words: Wording, on_file: str) -> list[tuple[str, str, str]]:
    """(name, in words, its weights): the usual ones first, by name where they stand so on file; others are kept."""
    usual = on_file if on_file == DEFAULT.name else ""
    known = [(usual, DEFAULT.name), *((name, name) for name in POLICIES if name != DEFAULT.name)]
    found = [(value, words.weights(name), _weights(words, name)) for value, name in known]
    strange = on_file and on_file not in POLICIES
    return [*found, *([(on_file, on_file, words.say("As it stands on file."))] if strange else [])]


def _weights(words: Wording, name: str) -> str:
    weights = POLICIES[name].weights
    return ", ".join(f"{words.called(criterion)} {words.number(weight)}" for criterion, weight in weights.items())
