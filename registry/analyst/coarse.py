"""Exact facts as bands wide enough to hide in."""

import pandas as pd

from registry.vocabulary import countries

_YEARS = {0: "0-4", 5: "5-9", 10: "10-14", 15: "15-19", 20: "20 or more"}
_MONTHS = {0: "under 6", 6: "6-11", 12: "12-35", 36: "36 or more"}
_DAYS = {0: "up to 7", 8: "8-30", 31: "over 30"}
# ISCED 2011.
_SCHOOLS = {0: "below bachelor", 6: "bachelor", 7: "master", 8: "doctorate"}


def experience(years: pd.Series) -> pd.Series:
    """Years of experience in bands of five."""
    return _band(years, _YEARS)


def months(number: pd.Series) -> pd.Series:
    """Months in a country."""
    return _band(number, _MONTHS)


def days(end: pd.Series, start: pd.Series, more: int = 0) -> pd.Series:
    """How long a period is; ``more`` is 1 where the last day belongs to it."""
    return _band((pd.to_datetime(end) - pd.to_datetime(start)).dt.days + more, _DAYS)


def education(level: pd.Series) -> pd.Series:
    """A level of ISCED as the degree it stands for."""
    return _band(level, _SCHOOLS)


def year(day: pd.Series) -> pd.Series:
    """The year of a day."""
    return pd.to_datetime(day).dt.year.astype("Int64")


def mark(marks: pd.DataFrame) -> pd.Series:
    """The mean of some marks to the nearest half."""
    return (marks.astype("float64").mean(axis=1) * 2).round() / 2


def region(country: pd.Series) -> pd.Series:
    """The sub-region of a country, by UN M49."""
    return country.map({code: each.subregion for code, each in countries().items()})


def _band(values: pd.Series, bands: dict[int, str]) -> pd.Series:
    edges = [*bands, float("inf")]
    numbers = values.astype("float64")
    return pd.cut(numbers, edges, right=False, labels=list(bands.values())).astype("object")
