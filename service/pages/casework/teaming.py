"""The best team of a mission as a page asks for it: rules from its form, people exchanged, what that loses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import ValidationError

from matching import Index
from matching.protected import Protected
from matching.teams import Rules, Team, form
from matching.teams.answer import Chosen, Objective
from registry.domain import Mission
from service.api.asked import protected_of
from service.deps import AllFactsDep, IndexDep
from service.facts import Facts
from service.kept import Kept
from service.pages.forms import Form
from service.pages.wording import Wording
from service.pages.words import N_
from service.policies import known_policy

# A page is worth waiting for so long; what is not proved then, it says.
SECONDS = 8.0
MOST_SWAPS = 10

# Rule -> (what its field is called, what it is counted in); shares are typed in hundredths.
RULES: Mapping[str, tuple[str, str]] = {
    "women": (N_("Women at least"), N_("percent of the team")),
    "men": (N_("Men at least"), N_("percent of the team")),
    "per_organisation": (N_("From one organisation at most"), N_("people")),
    "per_nationality": (N_("Of one nationality at most"), N_("people")),
    "lead_years": (N_("Experience of the team lead at least"), N_("years")),
    "newcomers": (N_("Newcomers at least"), N_("people who never served before")),
    "budget": (N_("Fees at most"), N_("euros, without travel")),
}
TERMS: Mapping[str, str] = {
    "seats": N_("Points in their seats"),
    "coverage": N_("Wished competences covered together"),
    "languages": N_("Wished languages covered together"),
    "together": N_("Worked together before"),
    "same_organisation": N_("Lost for coming from one organisation"),
}
BAD_NUMBER = N_("This is not a number that this rule can have.")
_SHARES = ("women", "men")


@dataclass(frozen=True)
class Swap:
    """Somebody who takes the place of a member of the best team."""

    seat: int
    out: str
    into: str

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return f"{self.seat}:{self.out}:{self.into}"


@dataclass(frozen=True)
class Teams:
    """The pool that teams are formed from, and the teams that were formed and proved at its revision."""

    index: Index
    facts: Callable[[], Facts]
    kept: Kept

    def of(self, mission: Mission, rules: Rules, objective: Objective, swaps: tuple[Swap, ...]) -> tuple[Team, Team]:
        """(The best team, the one with people exchanged); OutOfTime, NoSuchSpecialist."""
        index, protected = protected_of(self.facts, self.index, rules.about_gender)

        def formed() -> tuple[Team, Team]:
            team = best(mission, index, rules, objective, protected)
            if not swaps or team.status == "infeasible":
                return team, team
            return team, exchanged(team, swaps, mission, index, rules, team.objective, protected)

        asked = (mission.model_dump_json(), rules, objective, swaps)
        return self.kept.get((index.epoch, index.revision), asked, formed, _proved)


def get_teams(request: Request, index: IndexDep, facts: AllFactsDep) -> Teams:
    """Teams of the pool as the request found it."""
    return Teams(index, facts, request.app.state.teams)


TeamsDep = Annotated[Teams, Depends(get_teams)]


def rules_of(words: Wording, typed: Form) -> Rules | None:
    """The rules that are switched on; None when one cannot be read, which the form says."""
    given: dict[str, Any] = {}
    for name in RULES:
        number = _number(typed.value(name))
        if typed.value(name) and number is None:
            typed.refuse(name, words.say(BAD_NUMBER))
        elif number is not None:
            given[name] = number / 100 if name in _SHARES else number
    if not typed.good:
        return None
    try:
        return Rules.model_validate(given)
    except ValidationError as fault:
        for each in fault.errors():
            typed.refuse(str(each["loc"][0]), words.say(BAD_NUMBER))
        return None


def swaps_of(typed: Form, mission: Mission) -> list[Swap]:
    """The exchanges of an address; what does not name a seat of the mission is left out."""
    found = []
    for text in typed.values("swap")[:MOST_SWAPS]:
        seat, out, into = (*text.split(":"), "", "")[:3]
        if seat.isdecimal() and seat.isascii() and len(seat) < 4 and 1 <= int(seat) <= len(mission.seats):
            found.append(Swap(int(seat), out, into))
    return found


def best(mission: Mission, index: Index, rules: Rules, objective: Objective, protected: Protected | None) -> Team:
    """The team with the most points; OutOfTime."""
    return _formed(mission, index, rules, objective, protected, {})


def exchanged(
    team: Team,
    swaps: Sequence[Swap],
    mission: Mission,
    index: Index,
    rules: Rules,
    objective: Objective,
    protected: Protected | None,
) -> Team:
    """The team with some members exchanged and all others where they are; NoSuchSpecialist, OutOfTime."""
    fixed = {seat.seat: [each.specialist for each in seat.chosen] for seat in team.seats}
    for swap in swaps:
        fixed[swap.seat] = [swap.into if each == swap.out else each for each in fixed[swap.seat]]
    return _formed(mission, index, rules, objective, protected, fixed)


def members(team: Team) -> Iterator[tuple[int, Chosen]]:
    """Everybody with the number of their seat."""
    for seat in team.seats:
        for each in seat.chosen:
            yield seat.seat, each


def _proved(teams: tuple[Team, Team]) -> bool:
    """Whether more time would find nothing else."""
    return all(each.status == "optimal" for each in teams)


def _formed(
    mission: Mission,
    index: Index,
    rules: Rules,
    objective: Objective,
    protected: Protected | None,
    fixed: Mapping[int, Sequence[str]],
) -> Team:
    policy = known_policy(mission.policy)
    return form(mission, index, policy, rules, objective, SECONDS, protected, fixed, alternates=3, clock=monotonic)


def _number(typed: str) -> float | None:
    text = typed.replace(",", ".", 1)
    plain = text.replace(".", "", 1)
    if not plain.isdecimal() or not plain.isascii() or len(text) > 12:
        return None
    return float(text)
