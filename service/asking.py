"""What is asked of the matcher where whoever asks leaves it out, the same for the command line and HTTP."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from matching import Policy
from matching.errors import BadPolicy
from registry.domain import Mission
from registry.vocabulary import competences, countries
from service.policies import known_policy

# The languages of RTCM's trainings.
LANGUAGES = ("eng", "rus", "aze", "tur")
AHEAD = timedelta(days=365)
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)


def with_narrower(asked: Sequence[str]) -> list[str]:
    """The competences asked for, each with those right below it; the top groups where none is."""
    known = competences().values()
    if not asked:
        return [each.id for each in known if each.depth == 1]
    return unique(id for one in asked for id in (one, *(each.id for each in known if each.broader == one)))


def hosts(missions: Sequence[Mission]) -> list[str]:
    """The countries that missions are for; RTCM's own where there are no missions."""
    found = sorted({country for mission in missions for country in mission.host_countries})
    return found or [code for code, each in countries().items() if each.rtcm]


def unique(names: Iterable[str]) -> list[str]:
    """Each name once, in the order in which they first stand."""
    return list(dict.fromkeys(names))


def policy_of(mission: Mission) -> Policy:
    """The policy a mission names. BadPolicy, with the mission: there are many."""
    try:
        return known_policy(mission.policy)
    except BadPolicy as fault:
        raise BadPolicy(f"mission {mission.id}: {fault}") from fault
