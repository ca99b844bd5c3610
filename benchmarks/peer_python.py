"""The same seat rules as a plain Python loop over records."""

import heapq
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from benchmarks import peer_pandas
from benchmarks.rules import NOT_HELD, RANKS, Asked, Rules
from registry.lifecycle import expiry
from registry.snapshot import Snapshot

Record = dict[str, Any]


def prepare(snapshot: Snapshot) -> list[Record]:
    """One record per specialist with lists of what they hold."""
    records: list[Record] = snapshot.tables["specialists"].to_pylist()
    for noun in ("skills", "languages", "countries", "certificates", "availability", "nationalities", "consents"):
        held = defaultdict(list)
        for row in snapshot.tables[noun].to_pylist():
            held[row["specialist"]].append(row)
        for place, record in enumerate(records):
            record[noun] = held[place]
    marks, counts = peer_pandas._marks(snapshot, len(records))
    deliveries, claimed = peer_pandas._deliveries(snapshot, len(records))
    mean = float(marks.sum() / counts.sum()) if counts.sum() else 0.0
    for place, record in enumerate(records):
        record["deliveries"], record["claimed"], record["mean"] = int(deliveries[place]), int(claimed[place]), mean
        record["marks"], record["mark_count"] = float(marks[place]), int(counts[place])
    return records


def top(records: list[Record], rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    scored = ((-_points(record, rules), record["id"]) for record in records if _eligible(record, rules))
    return [id for _, id in heapq.nsmallest(k, scored)]


def _eligible(record: Record, rules: Rules) -> bool:
    window = rules.ask.window
    search = next((each for each in record["consents"] if each["purpose"] == "search"), None)
    if record["vetting"] != "admitted" or record["referral"] == "blocked" or search is None:
        return False
    if search["given"] > window.start or any(
        search[end] and search[end] <= window.end for end in ("until", "withdrawn")
    ):
        return False
    if record["referral"] == "paused" and not (record["paused_until"] and record["paused_until"] <= window.start):
        return False
    if record["confirmed_on"] and (window.start - record["confirmed_on"]).days >= 540:
        return False
    nations = {each["country"] for each in record["nationalities"]}
    if rules.any_of and not nations & set(rules.any_of):
        return False
    if rules.none_of and (not nations or nations & set(rules.none_of)):
        return False
    return window.days - _away(record, window.start, window.end + timedelta(days=1)) >= rules.ask.days_needed


def _away(record: Record, start: date, after: date) -> int:
    periods = (each for each in record["availability"] if each["kind"] == "away")
    return sum(max((min(each["end"], after) - max(each["start"], start)).days, 0) for each in periods)


def _points(record: Record, rules: Rules) -> int:
    shares = {
        "skill": _mean(rules.skills, lambda wish: _skill(record, wish, rules)),
        "language": _mean(rules.languages, lambda wish: _language(record, wish, rules)),
        "experience": _mean(rules.years, lambda wish: min((record["experience_years"] or 0) / wish.level, 1)),
        "country": _mean(rules.countries, lambda wish: _country(record, wish, rules)),
        "training": _mean(rules.training, lambda wish: _training(record, wish, rules)),
    }
    used = {name: share for name, share in shares.items() if share is not None}
    total = sum(share * rules.weights[name] for name, share in used.items())
    return round(total / sum(rules.weights[name] for name in used) * 10_000)


def _mean(wishes: list[Asked], share) -> float | None:  # type: ignore[no-untyped-def]
    if not wishes:
        return None
    return float(sum(share(wish) * wish.weight for wish in wishes) / sum(wish.weight for wish in wishes))


def _skill(record: Record, wish: Asked, rules: Rules) -> float:
    found = (each for each in record["skills"] if each["skill"] in wish.near)
    return max(
        (
            min(each["level"] / wish.level, 1) * rules.skill_worth[each["status"]] * wish.near[each["skill"]]
            for each in found
        ),
        default=0.0,
    )


def _language(record: Record, wish: Asked, rules: Rules) -> float:
    found = (each for each in record["languages"] if each["language"] in wish.near)
    return max(
        (
            min(_level(each, rules) / wish.level, 1)
            * rules.language_worth[each["status"]]
            * wish.near[each["language"]]
            for each in found
        ),
        default=0.0,
    )


def _level(spoken: Record, rules: Rules) -> int:
    unknown = 6 if spoken["native"] else None
    if rules.speaking_only:
        return spoken["speaking"] or unknown or 0
    levels = (spoken[ability] or unknown for ability in ("listening", "reading", "speaking", "writing"))
    return max((level for level in levels if level), default=0)


def _country(record: Record, wish: Asked, rules: Rules) -> float:
    best = 0.0
    for stay in record["countries"]:
        if stay["country"] in wish.near:
            backed = rules.country_worth[stay["status"]]
            reached = min(stay["months"] / wish.level, 1)
            best = max(best, reached * _recency(stay, rules) * backed * wish.near[stay["country"]])
    return best


def _recency(stay: Record, rules: Rules) -> float:
    factors = rules.country
    if stay["last_year"] is None:
        return factors.least_recency
    age = rules.ask.window.start.year - stay["last_year"]
    faded = 1 - (1 - factors.least_recency) * (age - factors.fresh_years) / (factors.old_years - factors.fresh_years)
    return min(max(faded, factors.least_recency), 1.0)


def _training(record: Record, wish: Asked, rules: Rules) -> float:
    factors, window = rules.train, rules.ask.window
    certified = 0.0
    for held in record["certificates"]:
        if held["status"] in NOT_HELD or held["issued"] is None or held["issued"] > window.start:
            continue
        if expiry(held["issued"], held["expires"]) > window.end:
            reached = min(RANKS[held["level"]] / wish.level, 1)
            certified = max(certified, reached * rules.certificate_worth[held["status"]] * wish.near[held["module"]])
    trainings = max(record["deliveries"], record["claimed"] * factors.evidence.claimed)
    given, praised = min(trainings / factors.enough_deliveries, 1), 0.0
    if record["deliveries"]:
        k = factors.marks.prior_count
        praised = ((record["marks"] + k * record["mean"]) / (record["mark_count"] + k) - 1) / 4
    parts = (factors.certificate, factors.deliveries, factors.appraisals)
    return min((certified * parts[0] + given * parts[1] + praised * parts[2]) / sum(parts), 1.0)
