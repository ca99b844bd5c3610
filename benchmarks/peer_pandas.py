"""The same seat rules as a practised pandas user writes them: claims grouped by term beforehand; map, groupby, max."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.rules import ABILITIES, NOT_HELD, RANKS, Asked, Rules
from registry.snapshot import Snapshot

Frames = dict[str, pd.DataFrame]
Parts = dict[str, pd.DataFrame]  # term -> its claims; "" -> none

# Noun -> its term, then what else a seat may ask of it.
TERMS = {
    "skills": ("skill", "level", "status"),
    "languages": ("language", "speaking", "best", "status"),
    "countries": ("country", "months", "last_year", "status"),
}


@dataclass(frozen=True)
class Facts:
    """Everything that no seat changes: frames keyed by row number, and the claims of three nouns by term."""

    frames: Frames
    parts: dict[str, Parts]

    @property
    def nbytes(self) -> int:
        """Memory held by all frames."""
        held = (*self.frames.values(), *(part for parts in self.parts.values() for part in parts.values()))
        return int(sum(frame.memory_usage(deep=True).sum() for frame in held))


def prepare(snapshot: Snapshot) -> Facts:
    """Categories for codes, claims grouped by term, and everything that no seat changes worked out."""
    people = snapshot.tables["specialists"].to_pandas()
    frames = {
        noun: snapshot.tables[noun].to_pandas()
        for noun in ("skills", "languages", "countries", "certificates", "availability", "nationalities", "consents")
    }
    for noun in TERMS:
        frames[noun]["status"] = frames[noun]["status"].astype("category")
    for code in ("vetting", "referral"):
        people[code] = people[code].astype("category")
    frames["nationalities"]["country"] = frames["nationalities"]["country"].astype("category")
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
    for code in ("module", "status"):
        held[code] = held[code].astype("category")
    frames["certificates"] = held[["specialist", "module", "status", "rank", "issued", "expires"]]
    away = frames["availability"].query("kind == 'away'")
    frames["availability"] = away.assign(start=pd.to_datetime(away["start"]), end=pd.to_datetime(away["end"]))
    search = frames["consents"].query("purpose == 'search'").set_index("specialist")
    people["given"] = pd.to_datetime(search["given"]).reindex(people.index)
    ends = pd.concat([pd.to_datetime(search["until"]), pd.to_datetime(search["withdrawn"])], axis=1).min(axis=1)
    people["consent_ends"] = ends.reindex(people.index)
    for day in ("paused_until", "confirmed_on"):
        people[day] = pd.to_datetime(people[day])
    people["deliveries"], people["claimed"] = _deliveries(snapshot, len(people))
    people["marks"], people["mark_count"] = _marks(snapshot, len(people))
    parts = {noun: _by_term(frames.pop(noun), term, columns) for noun, (term, *columns) in TERMS.items()}
    return Facts({**frames, "people": people}, parts)


def _by_term(frame: pd.DataFrame, term: str, columns: list[str]) -> Parts:
    """The claims of each term on their own."""
    kept = frame[["specialist", *columns]]
    return {"": kept.iloc[:0], **dict(iter(kept.groupby(frame[term])))}


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


def top(facts: Facts, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    frames, parts, people = facts.frames, facts.parts, facts.frames["people"]
    eligible = _eligible(frames, rules)
    shares = {
        "skill": _mean(rules.skills, lambda wish: _skill(parts["skills"], wish, rules), people),
        "language": _mean(rules.languages, lambda wish: _language(parts["languages"], wish, rules), people),
        "experience": _mean(rules.years, lambda wish: _years(people, wish), people),
        "country": _mean(rules.countries, lambda wish: _country(parts["countries"], wish, rules), people),
        "training": _mean(rules.training, lambda wish: _training(frames, wish, rules), people),
    }
    used = [name for name, share in shares.items() if share is not None]
    total = sum(shares[name] * rules.weights[name] for name in used)  # type: ignore[operator]  # None is left out
    points = (total / sum(rules.weights[name] for name in used) * 10_000).round()
    # People stand in the order of their ids, and the first of equals is kept: ties go by id.
    best = points[eligible].nlargest(k, keep="first").index
    ids: list[str] = people["id"].loc[best].tolist()
    return ids


def _eligible(frames: Frames, rules: Rules) -> pd.Series:
    people, window = frames["people"], rules.ask.window
    start, end = pd.Timestamp(window.start), pd.Timestamp(window.end)
    consent = (people["given"] <= start) & ~(people["consent_ends"] <= end)
    paused = (people["referral"] == "paused") & ~(people["paused_until"] <= start)
    dormant = (start - people["confirmed_on"]).dt.days >= 540
    fine = (people["vetting"] == "admitted") & consent & ~paused & (people["referral"] != "blocked") & ~dormant
    periods = frames["availability"]
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


def _near(parts: Parts, wish: Asked) -> tuple[pd.DataFrame, npt.NDArray[np.float64]]:
    """The claims that count for a wish, with the closeness of each."""
    terms = [term for term in wish.near if term in parts] or [""]
    found = [parts[term] for term in terms]
    near = np.repeat([wish.near.get(term, 0.0) for term in terms], [len(each) for each in found])
    return pd.concat(found, ignore_index=True), near


def _skill(parts: Parts, wish: Asked, rules: Rules) -> pd.Series:
    found, near = _near(parts, wish)
    backed = found["status"].map(rules.skill_worth).astype(float)
    return _best(found, (found["level"] / wish.level).clip(upper=1) * backed * near)


def _language(parts: Parts, wish: Asked, rules: Rules) -> pd.Series:
    found, near = _near(parts, wish)
    held = found["speaking" if rules.speaking_only else "best"]
    backed = found["status"].map(rules.language_worth).astype(float)
    return _best(found, (held / wish.level).clip(upper=1) * backed * near)


def _years(people: pd.DataFrame, wish: Asked) -> pd.Series:
    return (people["experience_years"].fillna(0) / wish.level).clip(upper=1)


def _country(parts: Parts, wish: Asked, rules: Rules) -> pd.Series:
    found, near = _near(parts, wish)
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
    backed = valid["status"].map(rules.certificate_worth).astype(float)
    share = (valid["rank"] / wish.level).clip(upper=1) * backed * valid["module"].map(wish.near).astype(float)
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
