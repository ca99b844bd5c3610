"""Appraisals after the work: asked of requester, planner, peers and the specialist, and given once each."""

from datetime import datetime

from registry.domain import Appraisal, AppraisalForm, AppraisedBy, Candidacy, CandidacyState, Ratings
from registry.errors import NotFound
from registry.store import Store
from service.auth.who import Who
from service.casework.work import Work
from service.errors import NotPossible

_JUDGED = (CandidacyState.COMPLETED, CandidacyState.CURTAILED)


def ask(work: Work) -> list[AppraisalForm]:
    """Ask for an appraisal of everybody who served: one form per judge and person."""
    served = work.candidacies(*_JUDGED)
    return [_asked(work, person, by, author) for person in served for by, author in _judges(work, person, served)]


def forms(store: Store, who: Who) -> list[AppraisalForm]:
    """The forms that somebody is asked to fill, in the order in which they were asked."""
    own = {who.account, who.specialist}
    found = store.cases.find(AppraisalForm, states=["asked"])
    return [each for each in found if each.author in own]


def given(store: Store, who: Who, id: str) -> bool:
    """Whether somebody gave this appraisal before."""
    found = store.cases.find(AppraisalForm, states=["given"])
    return any(each.id == id and each.author in (who.account, who.specialist) for each in found)


def give(
    store: Store, who: Who, id: str, now: datetime, ratings: Ratings, again: bool | None = None, text: str = ""
) -> AppraisalForm:
    """Hand in an appraisal; NotFound when it was asked of somebody else, NotPossible when it was given."""
    with store.writing(who.account, "appraise") as writing:
        form = writing.cases.get(AppraisalForm, id)
        if form.author not in (who.account, who.specialist):
            raise NotFound("appraisal", id)
        if form.appraisal is not None:
            raise NotPossible("this appraisal was given; it stays as it is")
        said = Appraisal(
            specialist=form.specialist,
            by=form.by,
            on=now.date(),
            ratings=ratings,
            would_use_again=again,
            text=text or None,
        )
        given = form.model_copy(update={"appraisal": said})
        writing.cases.put(given)
        return given


def _judges(work: Work, person: Candidacy, served: list[Candidacy]) -> list[tuple[AppraisedBy, str]]:
    """Who is asked about one person; peers and the specialist by their profile."""
    peers = sorted({each.specialist for each in served} - {person.specialist})
    return [
        (AppraisedBy.REQUESTER, work.case.requester),
        (AppraisedBy.PLANNER, work.case.planner or work.who.account),
        *((AppraisedBy.PEER, peer) for peer in peers),
        (AppraisedBy.SPECIALIST, person.specialist),
    ]


def _asked(work: Work, person: Candidacy, by: AppraisedBy, author: str) -> AppraisalForm:
    form = AppraisalForm(
        id=work.writing.cases.next_id(AppraisalForm),
        mission=work.case.id,
        specialist=person.specialist,
        by=by,
        author=author,
        asked=work.now,
    )
    work.writing.cases.add(form)
    return form
