"""What the pool can serve on a day, and on whom that depends."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import Response

from matching.coverage import RULES, Coverage, cover, published, seats_of
from registry import vocabulary
from registry.lifecycle import Office
from service.api.asked import IN_TURN, ready
from service.asking import AHEAD, FIRST_DAY, LANGUAGES, LAST_DAY, hosts, policy_of, unique, with_narrower
from service.auth.access import WhoDep, allow
from service.deps import IndexDep, StoreDep, TodayDep
from service.people.listing import Terms

# They see who it is that something depends on; the others see counts, and none that is small.
NAMES = (Office.PLANNER, Office.REGISTRAR, Office.CERTIFIER, Office.ADMINISTRATOR)
router = APIRouter(
    prefix="/coverage", tags=["coverage"], dependencies=[allow(*NAMES, Office.APPROVER, Office.ANALYST), IN_TURN]
)
Day = Annotated[date | None, Field(ge=FIRST_DAY, le=LAST_DAY)]


class CoverageAsked(BaseModel):
    """Days, and what to count; what is left out is chosen as the command line does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Annotated[Day, Field(description="The day, today when left out.")] = None
    until: Annotated[Day, Field(description="The later day, a year after it when left out.")] = None
    competence: Terms = []
    country: Terms = []
    language: Terms = []
    level: Annotated[int, Field(ge=1, le=5)] = RULES.level
    months: Annotated[int, Field(ge=1, le=960)] = RULES.months
    publish: Annotated[bool, Field(description="Suppress counts below 5, and name nobody.")] = False

    @model_validator(mode="after")
    def _in_order(self) -> "CoverageAsked":
        if self.on and self.until and self.until < self.on:
            raise ValueError("until lies before on")
        return self


@router.get("", response_model=Coverage)
def get_coverage(
    asked: Annotated[CoverageAsked, Query()], who: WhoDep, store: StoreDep, index: IndexDep, today: TodayDep
) -> Response:
    """Who serves what on a day, what is left of that later, and how the missions on file would be served."""
    missions = list(store.missions())
    first = asked.on or today
    answer = cover(
        index,
        seats_of(missions, policy_of),
        first,
        asked.until or min(first + AHEAD, LAST_DAY),
        with_narrower([vocabulary.competence(each) for each in asked.competence]),
        unique(vocabulary.country(each) for each in asked.country) or hosts(missions),
        unique(vocabulary.language(each) for each in asked.language or LANGUAGES),
        RULES.model_copy(update={"level": asked.level, "months": asked.months}),
    )
    return ready(published(answer) if asked.publish or not who.holds(*NAMES) else answer)
