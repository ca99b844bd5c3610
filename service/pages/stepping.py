"""Steps on pages: each has words, a page that asks before it is taken, and a message where it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Response

from registry.domain import Reason
from service.pages.forms import Form
from service.pages.page import Page
from service.pages.words import N_

NOT_FROM_HERE = N_("This cannot be done from here, or not by you. Nothing was changed.")
Asked = tuple[str, str, list[tuple[str, str]]]


@dataclass(frozen=True)
class StepWords:
    """How a step reads: on its button, as a question with ``%(name)s`` in it, and what follows from it.

    ``look`` is that of the button: "" for the one that leads on, "second", "danger".
    """

    label: str
    question: str
    consequence: str
    look: str = "second"


@dataclass(frozen=True)
class Needs:
    """What a step asks for: one of some reasons, a comment (None where it takes none), one more question."""

    reasons: tuple[Reason, ...] = ()
    comment: bool | None = False
    asked: Asked | None = None

    def refuse_gaps(self, page: Page, form: Form) -> None:
        """Say what is missing."""
        form.need(page.wording, *(["reason"] if self.reasons else []), *(["comment"] if self.comment else []))
        if self.asked is not None:
            form.need(page.wording, self.asked[0])


def ask(page: Page, form: Form, words: StepWords, name: str, needs: Needs, back: str) -> Response:
    """The page that asks; with status 422 where something is wrong with the form."""
    comment = {True: N_("What they should know"), False: N_("Comment"), None: None}[needs.comment]
    return page.render(
        "confirm.html",
        200 if form.good else 422,
        form=form,
        question=page.say(words.question, name=name),
        consequence=page.say(words.consequence),
        action=page.path,
        kept={},
        asked=needs.asked,
        reasons=[(each.value, page.wording.called(each)) for each in needs.reasons],
        comment=None if comment is None else page.say(comment),
        may_be_empty=needs.comment is False,
        yes=page.say(words.label),
        look=words.look,
        back=back,
    )


def reason_of(form: Form) -> Reason | None:
    """The reason chosen, None where there is none that we know."""
    return next((each for each in Reason if each.value == form.value("reason")), None)


def links(page: Page, words: Iterable[tuple[StepWords, str]]) -> list[tuple[str, str, str]]:
    """Steps as (label, address, look) for buttons."""
    return [(page.say(each.label), address, each.look) for each, address in words]
