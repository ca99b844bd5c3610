"""A plan as pictures and tables: who is where when, who is wanted twice, which seats stay empty, what rules cost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.plan import Plan
from registry.domain import Mission
from service.pages import charts
from service.pages.charts import Picture, Span, Told
from service.pages.wording import Wording
from service.pages.words import N_

# What each rule of a plan is called.
RULES: Mapping[str, str] = {
    "fixed": N_("Accepted offers stand"),
    "fair": N_("No mission is left behind"),
    "most_missions": N_("A limit of missions for each person"),
    "filled": N_("Places are filled where they can be"),
    "rotation": N_("Newcomers get a turn"),
    "balance": N_("Women and men are balanced"),
    "priority": N_("Some missions count more"),
}


@dataclass(frozen=True)
class Planned:
    """What a page shows of a plan; ``titles``: missions by id."""

    plan: Plan
    by_mission: Picture
    by_person: Picture
    unfilled: tuple[tuple[str, str, int, int, str], ...]  # mission, role, missing, eligible, reason
    contention: tuple[tuple[str, str], ...]  # name, missions
    prices: tuple[tuple[str, float, bool], ...]  # rule, points, whether proved

    @property
    def places(self) -> int:
        """How many places are taken."""
        return sum(len(seat.chosen) for mission in self.plan.missions for seat in mission.seats)

    @property
    def missing(self) -> int:
        """How many places stay empty."""
        return sum(each.missing for each in self.plan.unfilled)


def planned(
    words: Wording, plan: Plan, missions: Mapping[str, Mission], names: Mapping[str, str], today: date
) -> Planned:
    """A plan in a language; ``names`` of everybody whom it mentions."""
    seats = [
        (missions[each.mission], seat) for each in plan.missions if each.mission in missions for seat in each.seats
    ]
    wanted = {each.specialist for each in plan.contention}
    spans = [
        (mission, one.name, "good" if one.fixed else "warn" if one.specialist in wanted else "accent")
        for mission, seat in seats
        for one in seat.chosen
    ]
    rows = [
        (
            _title(missions, each.mission),
            _role(words, missions, each.mission, each.seat),
            each.missing,
            each.eligible,
            each.reason,
        )
        for each in plan.unfilled
    ]
    return Planned(
        plan,
        _picture(words, "missions", words.say("Missions and their people"), _spans(spans, by_person=False), today),
        _picture(words, "people", words.say("People and their missions"), _spans(spans, by_person=True), today),
        tuple(rows),
        tuple(
            (
                names.get(each.specialist, each.specialist),
                words.together([_title(missions, id) for id in each.missions]),
            )
            for each in plan.contention
        ),
        tuple((words.say(RULES[each.rule]), each.points, each.proof == "optimum") for each in plan.prices),
    )


def _title(missions: Mapping[str, Mission], id: str) -> str:
    return missions[id].title if id in missions else id


def _role(words: Wording, missions: Mapping[str, Mission], id: str, seat: int) -> str:
    return words.called(missions[id].seats[seat - 1].role) if id in missions else str(seat)


def _spans(found: Sequence[tuple[Mission, str, str]], by_person: bool) -> list[Span]:
    """Bars in the order in which they begin: a row for each person, or for each place of a mission."""
    ordered = sorted(found, key=lambda each: (each[1] if by_person else "", each[0].window.start, each[0].id, each[1]))
    places: Counter[str] = Counter()
    spans = []
    for mission, name, look in ordered:
        places[mission.id] += 1
        place = f" ({places[mission.id]})" if places[mission.id] > 1 else ""
        row, label = (name, mission.title) if by_person else (f"{mission.title}{place}", name)
        spans.append(Span(row, label, mission.window.start, mission.window.end, look))
    return spans


def _picture(words: Wording, name: str, title: str, spans: list[Span], today: date) -> Picture:
    summary = words.say_many("%(count)s place is taken.", "%(count)s places are taken.", len(spans))
    first, second = (words.say("Mission"), words.say("Name"))
    heads = (first, second) if name == "missions" else (second, first)
    return charts.timeline(
        Told(name, title, summary), spans, words.month, words.day, (*heads, words.say("From"), words.say("To")), today
    )
