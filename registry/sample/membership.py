"""The four axes of membership (vetting, consent, referral, freshness) and the calendar of each person."""

from registry.sample.days import TODAY, day, words, years_after
from registry.sample.dice import Dice, Table
from registry.sample.people import Json, Person

# 88 % of the pool admitted (our assumption): almost everybody who was ever used, fewer of the rest.
_USED = Table([("admitted", 0.975), ("suspended", 0.015), ("removed", 0.01)])
_TRAINED = Table([("admitted", 0.99), ("suspended", 0.01)])
_NEVER_USED = Table(
    [
        ("admitted", 0.77),
        ("draft", 0.04),
        ("submitted", 0.06),
        ("under_review", 0.06),
        ("returned", 0.03),
        ("refused", 0.02),
        ("suspended", 0.01),
        ("removed", 0.01),
    ]
)
# roster_stats.yaml, EFSA: 92.5 % let their profile be shared.
_SEARCH = 0.925
_OTHERS = (("share_name", 0.93), ("transfer", 0.80), ("statistics", 0.90))
_WITHDRAWN, _ENDING = 0.03, 0.07
_TERMS = ((day(2024, 5, 1), "terms 2024"), (0, "terms 2021"))
# Open 93 %, paused with an end or without, blocked.
_REFERRAL = Table([("open", 0.93), ("paused", 0.05), ("blocked", 0.02)])
# Days since the profile was confirmed, from and to; most within a year, a tail that is stale or dormant.
_CONFIRMED = Table([((1, 89), 0.46), ((90, 179), 0.22), ((180, 365), 0.18), ((366, 539), 0.06), ((540, 1500), 0.06)])
_NEVER_CONFIRMED = 0.02
# 35 % of all say nothing of their time: every thin profile, and this share of those who are not out now.
_SILENT = 0.36
_KINDS = Table([("free", 0.62), ("tentative", 0.15), ("away", 0.23)])
_FROM, _UNTIL = day(2026, 10, 1), day(2028, 6, 30)


def vetting(dice: Dice, person: Person) -> str:
    """First axis: whoever was trained as a trainer by the centre is a member."""
    trained = any(attended.level != "participant" for attended in person.attended)
    return dice.draw(_TRAINED if trained else _USED if person.served else _NEVER_USED)


def consent(dice: Dice, joined: int) -> Json:
    """Second axis: search first; without it the other purposes were not asked for."""
    if not dice.chance(_SEARCH):
        return {}
    given = dice.whole(joined, min(TODAY - 20, joined + 400))
    purposes = ["search", *(purpose for purpose, share in _OTHERS if dice.chance(share))]
    terms = next(text for since, text in _TERMS if given >= since)
    fate = dice.roll()
    ends: Json = {}
    if fate < _WITHDRAWN:
        ends = {"withdrawn": words(dice.whole(given, TODAY - 2))}
    elif fate < _WITHDRAWN + _ENDING:
        ends = {"until": words(max(dice.whole(day(2027, 1, 1), day(2027, 12, 31)), years_after(given, 1)))}
    return {purpose: {"given": words(given), **ends, "terms": terms} for purpose in purposes}


def referral(dice: Dice) -> Json:
    """Third axis: a pause mostly knows its end."""
    state = dice.draw(_REFERRAL)
    if state == "paused" and dice.chance(0.85):
        return {"state": state, "until": words(TODAY + dice.whole(20, 420))}
    return {"state": state}


def confirmed_on(dice: Dice) -> str | None:
    """Fourth axis: the day of the last confirmation, None when there never was one."""
    if dice.chance(_NEVER_CONFIRMED):
        return None
    return words(TODAY - dice.whole(*dice.draw(_CONFIRMED)))


def availability(dice: Dice, person: Person) -> list[Json]:
    """Periods from October 2026 to June 2028; whoever is out is away until the day after the last."""
    out = [served for served in person.served if served.end >= TODAY]
    if not out and dice.chance(_SILENT):
        return []
    periods: list[Json] = []
    at = _FROM
    for served in out:
        periods.append(_period(max(_FROM, served.start), served.end + 1, "away"))
        at = served.end + 1
    if out and dice.chance(0.25):
        return periods
    while at < _UNTIL:
        kind = dice.draw(_KINDS)
        at += dice.whole(0, 40) if dice.chance(0.3) else 0
        end = min(_UNTIL, at + (dice.whole(60, 420) if kind == "free" else dice.whole(10, 120)))
        if end > at:
            periods.append(_period(at, end, kind))
        at = end
    return periods


def _period(start: int, end: int, kind: str) -> Json:
    return {"from": words(start), "to": words(end), "kind": kind}
