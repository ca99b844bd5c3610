"""Days as whole numbers, and the words a JSON line has for them."""

from datetime import date

# The day the sample pool "is": every other day of it lies around this one.
SAMPLE_DAY = date(2026, 11, 1)

_FIRST = date(1975, 1, 1).toordinal()
_LAST = date(2035, 12, 31).toordinal()
_WORDS = tuple(date.fromordinal(day).isoformat() for day in range(_FIRST, _LAST + 1))


def day(year: int, month: int, of_month: int) -> int:
    """The number of a day."""
    return date(year, month, of_month).toordinal()


def words(number: int) -> str:
    """A day as YYYY-MM-DD; 1975 to 2035."""
    return _WORDS[number - _FIRST]


def year_of(number: int) -> int:
    """The year of a day."""
    return int(_WORDS[number - _FIRST][:4])


def years_after(number: int, years: int) -> int:
    """The same day of a later year; 1 March for a leap day."""
    of = date.fromordinal(number)
    if of.month == 2 and of.day == 29:
        return date(of.year + years, 3, 1).toordinal()
    return of.replace(year=of.year + years).toordinal()


TODAY = SAMPLE_DAY.toordinal()
