"""Who is chosen and who is not: impact ratios with their intervals, women and men; small groups suppressed."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matching.fairness import RULES, Fairness, assignment_stage, offer_stage, report, shortlist_stage
from matching.fairness.answer import AttributeReport, GroupReport, Representation, StageReport
from registry.domain import Candidacy
from registry.store import Store
from service.api.asked import IN_TURN
from service.asking import policy_of
from service.deps import AllFactsDep, PeopleDep, StoreDep
from service.facts import Facts
from service.pages import charts
from service.pages.charts import Interval, Picture, Told
from service.pages.exploring.asked import ANALYST, LEAST, KeptDep, PlaceDep, as_file, few
from service.pages.exploring.words import ATTRIBUTES, STAGES, group_words
from service.pages.page import Page, PageDep
from service.people.live import LiveRoster

router = APIRouter()
Name = Annotated[str, Query(max_length=60)]
# Where both are chosen alike.
_ALIKE = 1.0
# An interval without an upper end is drawn so far.
_FARTHEST = 4.0


@router.get("/explore/fairness", dependencies=[*ANALYST, IN_TURN])
def fairness(
    page: PageDep,
    store: StoreDep,
    facts: AllFactsDep,
    people: PeopleDep,
    kept: KeptDep,
    place: PlaceDep,
    stage: Name = "",
    by: Name = "gender",
) -> Response:
    """One stage by one attribute, each at an address of its own."""
    answer = kept.get(place, "fairness", lambda: _report(store, facts(), people))
    chosen, attribute = _chosen(answer, stage, by)
    return page.render(
        "exploring/fairness.html",
        answer=answer,
        chosen=chosen,
        picture=None if chosen is None or attribute is None else intervals(page, chosen, attribute),
        rows=[] if attribute is None else [_row(page, each) for each in attribute.groups],
        stages=[(page.say(STAGES[each.stage]), each.stage) for each in answer.stages],
        attributes=[(_called(page, each.attribute), each.attribute) for each in (chosen.attributes if chosen else ())],
        by=by,
        represented=[_represented(page, each) for each in answer.representation],
        line=RULES.line,
        least=RULES.least,
    )


@router.get("/explore/fairness/intervals.{kind}", dependencies=[*ANALYST, IN_TURN])
def fairness_file(
    page: PageDep,
    store: StoreDep,
    facts: AllFactsDep,
    people: PeopleDep,
    kept: KeptDep,
    place: PlaceDep,
    kind: str,
    stage: Name = "",
    by: Name = "gender",
) -> Response:
    """The intervals as a file."""
    answer = kept.get(place, "fairness", lambda: _report(store, facts(), people))
    chosen, attribute = _chosen(answer, stage, by)
    return as_file(kind, None if chosen is None or attribute is None else intervals(page, chosen, attribute))


def intervals(page: Page, stage: StageReport, by: AttributeReport) -> Picture:
    """The impact ratio of every group that is shown, with its interval."""
    own = page.wording
    shown = [
        Interval(group_words(page, each.group), each.low, each.ratio, min(each.high or _FARTHEST, _FARTHEST))
        for each in by.groups
        if each.ratio is not None and each.low is not None
    ]
    below = sum(each.clearly is True for each in by.groups)
    summary = own.say_many(
        "%(count)s group is clearly chosen less often than the group that is chosen most.",
        "%(count)s groups are clearly chosen less often than the group that is chosen most.",
        below,
    )
    if not below:
        summary = page.say("No group is clearly chosen less often than the group that is chosen most.")
    title = f"{page.say(STAGES[stage.stage])}: {_called(page, by.attribute)}"
    heads = (page.say("Group"), page.say("Lowest"), page.say("Ratio"), page.say("Highest"))
    return charts.intervals(Told("intervals", title, summary), shown, _ALIKE, lambda each: own.number(each, 2), heads)


def _report(store: Store, facts: Facts, people: LiveRoster) -> Fairness:
    missions, index = list(store.missions()), facts.index
    stages = [
        shortlist_stage(missions, index, {each.id: policy_of(each) for each in missions}, RULES.top),
        offer_stage(store.cases.find(Candidacy), index),
        assignment_stage(store.assignments(), index),
    ]
    return _without_ids(report(stages, index, facts.known.protected, RULES, people.pseudonym))


def _without_ids(answer: Fairness) -> Fairness:
    """Who was never chosen is not the question of an analyst."""
    return answer.model_copy(update={"stages": tuple(each.model_copy(update={"never": ()}) for each in answer.stages)})


def _chosen(answer: Fairness, stage: str, by: str) -> tuple[StageReport | None, AttributeReport | None]:
    """The stage and attribute asked for, else the first stage; None where nobody was chosen yet."""
    found = next((each for each in answer.stages if each.stage == stage), next(iter(answer.stages), None))
    if found is None:
        return None, None
    return found, next((each for each in found.attributes if each.attribute == by), found.attributes[0])


def _called(page: Page, attribute: str) -> str:
    return page.wording.together([page.say(ATTRIBUTES[part]) for part in attribute.split(" x ")])


def _row(page: Page, group: GroupReport) -> tuple[str, ...]:
    own, name = page.wording, group_words(page, group.group)
    if group.suppressed:
        return name, page.say("suppressed"), "–", "–", "–", "–"
    rate = "–" if group.rate is None else own.percent(group.rate, 1)
    ratio = (
        page.say("group of comparison")
        if group.reference
        else "–"
        if group.ratio is None
        else own.number(group.ratio, 2)
    )
    if group.low is None:
        interval = "–"
    else:
        interval = f"{own.number(group.low, 2)} – {'∞' if group.high is None else own.number(group.high, 2)}"
    return name, _count(page, group.people), _count(page, group.chosen), rate, ratio, interval


def _represented(page: Page, one: Representation) -> tuple[str, ...]:
    """Women and men of a stage; of small counts neither they nor the share."""
    small = any(count is not None and 0 < count < LEAST for count in (one.women, one.men))
    counts = [few() if small else _count(page, each) for each in (one.women, one.men)]
    share = "–" if small or one.women_share is None else page.wording.percent(one.women_share)
    return page.say(STAGES[one.of]), *counts, share


def _count(page: Page, count: int | None) -> str:
    return "–" if count is None else page.wording.number(count)
