"""The same seat rules as a practised Polars user writes them: frames in memory, one lazy plan a seat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from benchmarks import facts
from benchmarks.rules import Asked, Rules
from registry.lifecycle import day_number
from registry.snapshot import Snapshot

_REPEATING = {
    "skills": ("skill", "status"),
    "languages": ("language", "status"),
    "countries": ("country", "status"),
    "certificates": ("module", "status"),
    "nationalities": ("country",),
}
_DORMANT_DAYS = 540


@dataclass(frozen=True)
class Facts:
    """One frame per noun, texts that repeat as enumerations."""

    frames: dict[str, pl.DataFrame]
    mean: float

    @property
    def nbytes(self) -> int:
        """Memory held by all frames."""
        return int(sum(frame.estimated_size() for frame in self.frames.values()))


def prepare(snapshot: Snapshot) -> Facts:
    """Frames, sorted by specialist."""
    tables = facts.tables(snapshot)
    frames = {name: pl.DataFrame(table) for name, table in tables.items()}
    for name, columns in _REPEATING.items():
        kinds = {column: pl.Enum(frames[name][column].unique().sort()) for column in columns}
        frames[name] = frames[name].with_columns(pl.col(each).cast(kind) for each, kind in kinds.items())
    return Facts(frames, facts.pool_mean(tables["people"]))


def top(prepared: Facts, rules: Rules, k: int) -> list[str]:
    """The ids of the best ``k``, in order."""
    frames = prepared.frames
    eligible = _eligible(frames, rules).collect()
    nouns = (
        ("skill", "skills", "skill", rules.skills, _skill),
        ("language", "languages", "language", rules.languages, _language),
        ("country", "countries", "country", rules.countries, _country),
        ("training", "certificates", "module", rules.training, _certificate),
    )
    joined, shares = eligible.lazy(), {}
    for criterion, noun, term, wishes, price in nouns:
        if wishes:
            joined = joined.join(_best(frames[noun], term, wishes, price, rules, eligible), "place", how="left")
            prices = [pl.col(f"{noun}{place}").fill_null(0.0) for place in range(len(wishes))]
            held = _trained(prices, rules, prepared.mean) if criterion == "training" else prices
            shares[criterion] = _mean(held, wishes)
    if rules.years:
        years = [(pl.col("years") / wish.level).clip(upper_bound=1.0) for wish in rules.years]
        shares["experience"] = _mean(years, rules.years)
    total = sum((share * rules.weights[name] for name, share in shares.items()), pl.lit(0.0))
    points = (total / sum(rules.weights[name] for name in shares) * 10_000).round(mode="half_to_even")
    scored = joined.select("id", "place", points=points)
    best = scored.top_k(k, by=["points", -pl.col("place")]).sort(["points", "place"], descending=[True, False])
    return best.collect()["id"].to_list()


def _eligible(frames: dict[str, pl.DataFrame], rules: Rules) -> pl.LazyFrame:
    window = rules.ask.window
    first, last = day_number(window.start), day_number(window.end)
    covered = pl.min_horizontal("until", last + 1) - pl.max_horizontal("first", first)
    away = frames["away"].lazy().filter((pl.col("first") <= last) & (pl.col("until") > first))
    gone = away.group_by("specialist").agg(days=covered.sum())
    gone = gone.filter(pl.col("days") > window.days - rules.ask.days_needed)
    fine = (
        frames["people"]
        .lazy()
        .filter(
            pl.col("open")
            & (pl.col("consent_from") <= first)
            & (pl.col("consent_until") > last)
            & (pl.col("closed_until") <= first)
            & (pl.col("confirmed") > first - _DORMANT_DAYS)
        )
    )
    fine = fine.join(gone, left_on="place", right_on="specialist", how="anti")
    nations = frames["nationalities"].lazy()
    if rules.any_of:
        wanted = nations.filter(pl.col("country").is_in(list(rules.any_of)))
        fine = fine.join(wanted, left_on="place", right_on="specialist", how="semi")
    if rules.none_of:
        barred = nations.filter(pl.col("country").is_in(list(rules.none_of)))
        fine = fine.join(nations, left_on="place", right_on="specialist", how="semi")
        fine = fine.join(barred, left_on="place", right_on="specialist", how="anti")
    return fine


def _best(
    frame: pl.DataFrame,
    term: str,
    wishes: Sequence[Asked],
    price: Callable[[Rules, Asked], pl.Expr],
    rules: Rules,
    eligible: pl.DataFrame,
) -> pl.LazyFrame:
    """Per person the best price for each wish."""
    kind = frame.schema[term]
    known = sorted({name for wish in wishes for name in wish.near} & set(kind.categories))  # type: ignore[attr-defined]
    counts = {f"n{place}": [wish.near.get(name, 0.0) for name in known] for place, wish in enumerate(wishes)}
    near = pl.DataFrame({term: pl.Series(known, dtype=kind), **counts})
    noun = {"skill": "skills", "language": "languages", "country": "countries", "module": "certificates"}[term]
    prices = {f"{noun}{place}": (price(rules, wish) * pl.col(f"n{place}")).max() for place, wish in enumerate(wishes)}
    held = frame.lazy().join(near.lazy(), on=term)
    if len(eligible) < len(frame) // 20:
        held = held.join(eligible.lazy().select("place"), left_on="specialist", right_on="place", how="semi")
    return held.rename({"specialist": "place"}).group_by("place").agg(**prices)


def _mean(shares: Sequence[pl.Expr], wishes: Sequence[Asked]) -> pl.Expr:
    total = sum((share * wish.weight for share, wish in zip(shares, wishes, strict=True)), pl.lit(0.0))
    return total / sum(wish.weight for wish in wishes)


def _worth(factors: dict[str, float]) -> pl.Expr:
    known = list(factors.items())
    found = pl.lit(known[-1][1])
    for status, worth in known[:-1]:
        found = pl.when(pl.col("status").cast(pl.String) == status).then(worth).otherwise(found)
    return found


def _skill(rules: Rules, wish: Asked) -> pl.Expr:
    return (pl.col("level") / wish.level).clip(upper_bound=1.0) * _worth(rules.skill_worth)


def _language(rules: Rules, wish: Asked) -> pl.Expr:
    held = pl.col("speaking" if rules.speaking_only else "best")
    return (held / wish.level).clip(upper_bound=1.0) * _worth(rules.language_worth)


def _country(rules: Rules, wish: Asked) -> pl.Expr:
    factors = rules.country
    age = rules.ask.window.start.year - pl.col("last_year")
    faded = 1 - (1 - factors.least_recency) * (age - factors.fresh_years) / (factors.old_years - factors.fresh_years)
    recency = faded.clip(factors.least_recency, 1.0).fill_null(factors.least_recency)
    return (pl.col("months") / wish.level).clip(upper_bound=1.0) * recency * _worth(rules.country_worth)


def _certificate(rules: Rules, wish: Asked) -> pl.Expr:
    first, last = day_number(rules.ask.window.start), day_number(rules.ask.window.end)
    valid = (pl.col("issued") <= first) & (pl.col("expires") > last)
    return valid * (pl.col("rank") / wish.level).clip(upper_bound=1.0) * _worth(rules.certificate_worth)


def _trained(certified: Sequence[pl.Expr], rules: Rules, mean: float) -> list[pl.Expr]:
    factors, k = rules.train, rules.train.marks.prior_count
    parts = (factors.certificate, factors.deliveries, factors.appraisals)
    trainings = pl.max_horizontal(pl.col("deliveries").cast(pl.Float64), pl.col("claimed") * factors.evidence.claimed)
    given = (trainings / factors.enough_deliveries).clip(upper_bound=1.0)
    mark = ((pl.col("marks") + k * mean) / (pl.col("mark_count") + k) - 1) / 4
    praised = pl.when(pl.col("deliveries") > 0).then(mark).otherwise(0.0)
    rest = given * parts[1] + praised * parts[2]
    return [((each * parts[0] + rest) / sum(parts)).clip(upper_bound=1.0) for each in certified]
