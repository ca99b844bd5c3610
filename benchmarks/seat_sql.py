"""One seat as one SQL statement: claims joined to what their terms count, the best price per wish, weighted means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.rules import Asked, Rules
from registry.lifecycle import day_number

DORMANT_DAYS = 540


@dataclass(frozen=True)
class Dialect:
    """What databases spell differently."""

    least: str
    greatest: str
    whole: str  # rounds to a whole number, halves to the even one


def _n(value: float) -> str:
    """A number in double precision: left to themselves, databases would take it for a decimal."""
    return f"CAST({float(value)!r} AS double precision)"


def seat_sql(rules: Rules, mean: float, k: int, dialect: Dialect) -> str:
    """A statement that gives the ids of the best ``k``, in order; ``mean``: of all marks as trainer."""
    nouns = {
        "skills": ("skill", _skill, rules.skills),
        "languages": ("language", _language, rules.languages),
        "countries": ("country", _country, rules.countries),
        "certificates": ("module", _certificate, rules.training),
    }
    parts = {"eligible": _eligible(rules, dialect)}
    for noun, (term, price, wishes) in nouns.items():
        if wishes:
            parts[f"best_{noun}"] = _best(noun, term, [price(rules, wish, dialect) for wish in wishes], wishes)
    shares = _shares(rules, mean, dialect)
    score = " + ".join(f"{_n(rules.weights[name])} * ({share})" for name, share in shares.items())
    points = dialect.whole.format(f"({score}) / {_n(sum(rules.weights[name] for name in shares))} * {_n(10_000)}")
    joins = " ".join(f"LEFT JOIN {name} ON {name}.specialist = place" for name in parts if name != "eligible")
    named = ", ".join(f"{name} AS MATERIALIZED ({select})" for name, select in parts.items())
    return f"WITH {named} SELECT id FROM eligible {joins} ORDER BY {points} DESC, id LIMIT {k}"


def _shares(rules: Rules, mean: float, dialect: Dialect) -> dict[str, str]:
    shares = {}
    if rules.skills:
        shares["skill"] = _mean("skills", rules.skills)
    if rules.languages:
        shares["language"] = _mean("languages", rules.languages)
    if rules.years:
        each = (f"{_n(wish.weight)} * {dialect.least}(years / {_n(wish.level)}, {_n(1)})" for wish in rules.years)
        shares["experience"] = f"({' + '.join(each)}) / {_n(sum(wish.weight for wish in rules.years))}"
    if rules.countries:
        shares["country"] = _mean("countries", rules.countries)
    if rules.training:
        shares["training"] = _training(rules, mean, dialect)
    return shares


def _eligible(rules: Rules, dialect: Dialect) -> str:
    window = rules.ask.window
    first, last = day_number(window.start), day_number(window.end)
    spare, after = window.days - rules.ask.days_needed, last + 1
    away = (
        f"SELECT specialist FROM away WHERE first < {after} AND until > {first} GROUP BY specialist HAVING "
        f"sum({dialect.least}(until, {after}) - {dialect.greatest}(first, {first})) > {spare}"
    )
    rule = [
        "open",
        f"consent_from <= {first}",
        f"consent_until > {last}",
        f"closed_until <= {first}",
        f"confirmed > {first - DORMANT_DAYS}",
        f"place NOT IN ({away})",
    ]
    if rules.any_of:
        rule.append(f"place IN (SELECT specialist FROM nationalities WHERE country IN ({_listed(rules.any_of)}))")
    if rules.none_of:
        rule.append("place IN (SELECT specialist FROM nationalities)")
        rule.append(f"place NOT IN (SELECT specialist FROM nationalities WHERE country IN ({_listed(rules.none_of)}))")
    return f"SELECT * FROM people WHERE {' AND '.join(rule)}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _best(noun: str, term: str, prices: Sequence[str], wishes: Sequence[Asked]) -> str:
    """The best price of each person for each wish, by what terms count for it."""
    terms = sorted({name for wish in wishes for name in wish.near})
    rows = (f"('{name}', {', '.join(_n(wish.near.get(name, 0.0)) for wish in wishes)})" for name in terms)
    columns = ", ".join(f"n{place}" for place in range(len(wishes)))
    best = ", ".join(f"max({price} * n{place}) AS p{place}" for place, price in enumerate(prices))
    return (
        f"WITH near({term}, {columns}) AS (VALUES {', '.join(rows)}) SELECT specialist, {best} FROM {noun} "
        f"JOIN near USING ({term}) WHERE specialist IN (SELECT place FROM eligible) GROUP BY specialist"
    )


def _mean(noun: str, wishes: Sequence[Asked]) -> str:
    total = " + ".join(
        f"coalesce(best_{noun}.p{place}, {_n(0)}) * {_n(wish.weight)}" for place, wish in enumerate(wishes)
    )
    return f"({total}) / {_n(sum(wish.weight for wish in wishes))}"


def _worth(factors: Mapping[str, float]) -> str:
    return f"CASE status {' '.join(f'WHEN {status!r} THEN {_n(each)}' for status, each in factors.items())} END"


def _skill(rules: Rules, wish: Asked, dialect: Dialect) -> str:
    return f"{dialect.least}(level / {_n(wish.level)}, {_n(1)}) * {_worth(rules.skill_worth)}"


def _language(rules: Rules, wish: Asked, dialect: Dialect) -> str:
    held = "speaking" if rules.speaking_only else "best"
    return f"{dialect.least}({held} / {_n(wish.level)}, {_n(1)}) * {_worth(rules.language_worth)}"


def _country(rules: Rules, wish: Asked, dialect: Dialect) -> str:
    factors, year = rules.country, rules.ask.window.start.year
    least, span = factors.least_recency, factors.old_years - factors.fresh_years
    faded = f"1 - {_n(1 - least)} * ({year} - last_year - {factors.fresh_years}) / {_n(span)}"
    recency = f"coalesce({dialect.greatest}({_n(least)}, {dialect.least}({_n(1)}, {faded})), {_n(least)})"
    # Databases differ in what the greatest of a number and nothing is.
    known = f"CASE WHEN last_year IS NULL THEN {_n(least)} ELSE {recency} END"
    return f"{dialect.least}(months / {_n(wish.level)}, {_n(1)}) * {known} * {_worth(rules.country_worth)}"


def _certificate(rules: Rules, wish: Asked, dialect: Dialect) -> str:
    first, last = day_number(rules.ask.window.start), day_number(rules.ask.window.end)
    valid = f"CASE WHEN issued <= {first} AND expires > {last} THEN {_n(1)} ELSE {_n(0)} END"
    return f"{valid} * {dialect.least}(rank / {_n(wish.level)}, {_n(1)}) * {_worth(rules.certificate_worth)}"


def _training(rules: Rules, mean: float, dialect: Dialect) -> str:
    factors, least = rules.train, dialect.least
    k, parts = factors.marks.prior_count, (factors.certificate, factors.deliveries, factors.appraisals)
    trainings = f"{dialect.greatest}(deliveries, claimed * {_n(factors.evidence.claimed)})"
    given = f"{least}({trainings} / {_n(factors.enough_deliveries)}, {_n(1)})"
    mark = f"((marks + {_n(k * mean)}) / (mark_count + {_n(k)}) - 1) / 4"
    praised = f"CASE WHEN deliveries > 0 THEN {mark} ELSE {_n(0)} END"
    taught = f"{given} * {_n(parts[1])} + ({praised}) * {_n(parts[2])}"
    each = (
        f"{_n(wish.weight)} * {least}((coalesce(best_certificates.p{place}, {_n(0)}) * {_n(parts[0])} + {taught}) "
        f"/ {_n(sum(parts))}, {_n(1)})"
        for place, wish in enumerate(rules.training)
    )
    return f"({' + '.join(each)}) / {_n(sum(wish.weight for wish in rules.training))}"
