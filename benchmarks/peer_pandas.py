"""The same seat rules as a straight pandas user writes them: filter, map, groupby, max."""

import numpy as np
import pandas as pd

from benchmarks.rules import ABILITIES, NOT_HELD, RANKS, Asked, Rules
from registry.snapshot import Snapshot

Frames = dict[str, pd.DataFrame]


def prepare(snapshot: Snapshot) -> Frames:
    """Frames keyed by row number, with categories for codes and everything that no seat changes worked out."""
    people = snapshot.tables["specialists"].to_pandas()
    frames = {
        noun: snapshot.tables[noun].to_pandas()
        for noun in ("skills", "languages", "countries", "certificates", "availability", "nationalities", "consents")
    }
    for noun, term in (("skills", "skill"), ("languages", "language"), ("countries", "country")):
        frames[noun][term] = frames[noun][term].astype("category")
        frames[noun]["status"] = frames[noun]["status"].astype("category")
    spoken = frames["languages"]
    for ability in ABILITIES:
        spoken[ability] = spoken[ability].where(spoken[ability].notna() | ~spoken["native"], 6).astype(float)
    spoken["best"] = spoken[[*ABILITIES]].max(axis=1).fillna(0)
    spoken["speaking"] = spoken["speaking"].fillna(0)
    held = frames["certificates"]
    held = held[~held["status"].isin(NOT_HELD) & held["issued"].notna()].copy()
    held["issued"] = pd.to_datetime(held["issued"])
    stated = pd.to_datetime(held["expires"])
    held["expires"] = stated.fillna(held["issued"] + pd.DateOffset(years=3))
    held["rank"] = held["level"].map(RANKS).astype(int)
    frames["certificates"] = held
    for day in ("start", "end"):
        frames["availability"][day] = pd.to_datetime(frames["availability"][day])
    search = frames["consents"].query("purpose == 'search'").set_index("specialist")
    people["given"] = pd.to_datetime(search["given"]).reindex(people.index)
    ends = pd.concat([pd.to_datetime(search["until"]), pd.to_datetime(search["withdrawn"])], axis=1).min(axis=1)
    people["consent_ends"] = ends.reindex(people.index)
    for day in ("paused_until", "confirmed_on"):
        people[day] = pd.to_datetime(people[day])
    people["deliveries"], people["claimed"] = _deliveries(snapshot, len(people))
    people["marks"], people["mark_count"] = _marks(snapshot, len(people))
    return {**frames, "people": people}


def _trainers(snapshot: Snapshot, noun: str) -> pd.DataFrame:
    frame = snapshot.tables[noun].to_pandas()
    return frame[frame["role"].isin(["trainer", "co_trainer"])]


def _deliveries(snapshot: Snapshot, n: int) -> list[pd.Series]:
    """Trainings given, on record and by the profile's word."""
    counts = [_trainers(snapshot, noun)["specialist"].value_counts() for noun in ("members", "service")]
    return [count.reindex(range(n), fill_value=0) for count in counts]


def _marks(snapshot: Snapshot, n: int) -> tuple[pd.Series, pd.Series]:
    """Sum and number of mean marks by others, of work as a trainer."""
    said = snapshot.tables["appraisals"].to_pandas()
    said = said[said["by"] != "specialist"]
    said = said.merge(_trainers(snapshot, "members")[["assignment", "specialist"]], on=["assignment", "specialist"])
    marks = said.columns[4:12]
    said["rating"] = said[marks].sum(axis=1) / said[marks].notna().sum(axis=1)
    by_person = said.dropna(subset="rating").groupby("specialist")["rating"]
    return by_person.sum().reindex(range(n), fill_value=0.0), by_person.count().reindex(range(n), fill_value=0)


def top(frames: Frames, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    people = frames["people"]
    eligible = _eligible(frames, rules)
    shares = {
        "skill": _mean(rules.skills, lambda wish: _skill(frames["skills"], wish, rules), people),
        "language": _mean(rules.languages, lambda wish: _language(frames["languages"], wish, rules), people),
        "experience": _mean(rules.years, lambda wish: _years(people, wish), people),
        "country": _mean(rules.countries, lambda wish: _country(frames["countries"], wish, rules), people),
        "training": _mean(rules.training, lambda wish: _training(frames, wish, rules), people),
    }
    used = [name for name, share in shares.items() if share is not None]
    total = sum(shares[name] * rules.weights[name] for name in used)  # type: ignore[operator]  # None is left out
    points = (total / sum(rules.weights[name] for name in used) * 10_000).round()
    ranked = pd.DataFrame({"points": points[eligible], "id": people["id"][eligible]})
    return ranked.sort_values(["points", "id"], ascending=[False, True]).head(k)["id"].tolist()


def _eligible(frames: Frames, rules: Rules) -> pd.Series:
    people, window = frames["people"], rules.ask.window
    start, end = pd.Timestamp(window.start), pd.Timestamp(window.end)
    consent = (people["given"] <= start) & ~(people["consent_ends"] <= end)
    paused = (people["referral"] == "paused") & ~(people["paused_until"] <= start)
    dormant = (start - people["confirmed_on"]).dt.days >= 540
    fine = (people["vetting"] == "admitted") & consent & ~paused & (people["referral"] != "blocked") & ~dormant
    periods = frames["availability"].query("kind == 'away'")
    after = end + pd.Timedelta(days=1)
    days = (periods["end"].clip(upper=after) - periods["start"].clip(lower=start)).dt.days.clip(lower=0)
    away = days.groupby(periods["specialist"]).sum().reindex(people.index, fill_value=0)
    fine &= window.days - away >= rules.ask.days_needed
    nations = frames["nationalities"]
    if rules.any_of:
        fine &= people.index.isin(nations.loc[nations["country"].isin(rules.any_of), "specialist"])
    if rules.none_of:
        fine &= people.index.isin(nations["specialist"])
        fine &= ~people.index.isin(nations.loc[nations["country"].isin(rules.none_of), "specialist"])
    return fine


def _mean(wishes: list[Asked], share, people: pd.DataFrame) -> pd.Series | None:  # type: ignore[no-untyped-def]
    if not wishes:
        return None
    total = sum(share(wish).reindex(people.index, fill_value=0.0) * wish.weight for wish in wishes)
    return total / sum(wish.weight for wish in wishes)


def _best(frame: pd.DataFrame, share: pd.Series) -> pd.Series:
    return share.groupby(frame["specialist"]).max()


def _near(frame: pd.DataFrame, term: str, wish: Asked) -> tuple[pd.DataFrame, pd.Series]:
    found = frame[frame[term].isin(list(wish.near))]
    return found, found[term].map(wish.near).astype(float)


def _skill(frame: pd.DataFrame, wish: Asked, rules: Rules) -> pd.Series:
    found, near = _near(frame, "skill", wish)
    backed = found["status"].map(rules.skill_worth).astype(float)
    return _best(found, (found["level"] / wish.level).clip(upper=1) * backed * near)


def _language(frame: pd.DataFrame, wish: Asked, rules: Rules) -> pd.Series:
    found, near = _near(frame, "language", wish)
    held = found["speaking" if rules.speaking_only else "best"]
    backed = found["status"].map(rules.language_worth).astype(float)
    return _best(found, (held / wish.level).clip(upper=1) * backed * near)


def _years(people: pd.DataFrame, wish: Asked) -> pd.Series:
    return (people["experience_years"].fillna(0) / wish.level).clip(upper=1)


def _country(frame: pd.DataFrame, wish: Asked, rules: Rules) -> pd.Series:
    found, near = _near(frame, "country", wish)
    factors = rules.country
    age = rules.ask.window.start.year - found["last_year"]
    faded = 1 - (1 - factors.least_recency) * (age - factors.fresh_years) / (factors.old_years - factors.fresh_years)
    recency = faded.clip(factors.least_recency, 1).fillna(factors.least_recency)
    backed = found["status"].map(rules.country_worth).astype(float)
    return _best(found, (found["months"] / wish.level).clip(upper=1) * recency * backed * near)


def _training(frames: Frames, wish: Asked, rules: Rules) -> pd.Series:
    people, held, factors = frames["people"], frames["certificates"], rules.train
    start, end = pd.Timestamp(rules.ask.window.start), pd.Timestamp(rules.ask.window.end)
    valid = held[(held["issued"] <= start) & (held["expires"] > end)]
    backed = valid["status"].map(rules.certificate_worth)
    share = (valid["rank"] / wish.level).clip(upper=1) * backed * valid["module"].map(wish.near)
    certified = _best(valid, share).reindex(people.index, fill_value=0.0)
    trainings = np.maximum(people["deliveries"], people["claimed"] * factors.evidence.claimed)
    given = (trainings / factors.enough_deliveries).clip(upper=1)
    k = factors.marks.prior_count
    mean = people["marks"].sum() / people["mark_count"].sum()
    mark = ((people["marks"] + k * mean) / (people["mark_count"] + k) - 1) / 4
    praised = mark.where(people["deliveries"] > 0, 0.0).fillna(0.0)
    parts = (factors.certificate, factors.deliveries, factors.appraisals)
    total = certified * parts[0] + given * parts[1] + praised * parts[2]
    return np.minimum(total / sum(parts), 1.0)
