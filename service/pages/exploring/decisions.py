"""The way of candidacies from proposed to completed, and how decisions are made: counts alone."""

from fastapi import APIRouter, Response

from registry.domain.states import CandidacyState
from service.casework.oversight import oversight as looked_over
from service.casework.reached import reached
from service.deps import StoreDep
from service.pages import charts
from service.pages.charts import Picture, Stage, Told
from service.pages.exploring.asked import ANALYST, LEAST, as_file, few
from service.pages.page import Page, PageDep

router = APIRouter()


@router.get("/explore/funnel", dependencies=ANALYST)
def funnel_page(page: PageDep, store: StoreDep) -> Response:
    """How many candidacies came how far."""
    return page.render("exploring/funnel.html", picture=funnel(page, store))


@router.get("/explore/funnel.{kind}", dependencies=ANALYST)
def funnel_file(page: PageDep, store: StoreDep, kind: str) -> Response:
    """The funnel as a file."""
    return as_file(kind, funnel(page, store))


@router.get("/explore/oversight", dependencies=ANALYST)
def oversight(page: PageDep, store: StoreDep) -> Response:
    """How often the first rank is taken, and how fast; reasons and names stay with those who decide."""
    found, own = looked_over(store), page.wording
    enough = found.decisions >= LEAST
    facts = [(page.say("Decisions on record"), own.number(found.decisions) if enough or not found.decisions else few())]
    if enough:
        facts += [
            (page.say("Exactly the best ranked chosen"), _share(page, found.first_rank)),
            (page.say("Lower ranks chosen, each with a reason"), own.number(len(found.overrides))),
            (
                page.say("Median minutes from the list to the decision"),
                "–" if found.minutes is None else own.number(found.minutes),
            ),
            (page.say("Decided within a minute"), _share(page, found.quick)),
            (page.say("People who decide"), own.number(len(found.by_planner))),
        ]
    return page.render("exploring/oversight.html", facts=facts, enough=enough, least=LEAST)


def funnel(page: Page, store: StoreDep) -> Picture:
    """The steps of the main line; small counts are not told."""
    own, counts = page.wording, reached(store)
    first, last = counts[CandidacyState.PROPOSED], counts[CandidacyState.COMPLETED]
    shown = [_stage(page, step, count, first) for step, count in counts.items()]
    if first >= LEAST and (last == 0 or last >= LEAST):
        summary = page.say("Of all proposed, %(share)s complete a mission.", share=own.percent(last / first))
    else:
        summary = page.say("Too few to tell a share.")
    told = Told("funnel", page.say("From proposed to completed"), summary)
    return charts.funnel(told, shown, (page.say("Step"), page.say("Candidacies"), page.say("Share")))


def _stage(page: Page, step: CandidacyState, count: int, first: int) -> Stage:
    label = page.wording.called(step)
    if 0 < count < LEAST:
        return Stage(label, LEAST - 1, "–", few())
    return Stage(label, count, page.wording.percent(count / first) if first >= LEAST else "–")


def _share(page: Page, share: float | None) -> str:
    return "–" if share is None else page.wording.percent(share)
