"""What the matcher refuses.

MatchingError
    BadPolicy           weights or factors that cannot be used
    NoSuchSeat          a mission has no seat of that number
    NoSuchSpecialist    an index does not hold that specialist
    NothingToCover      an empty pool, or days out of order
    NothingToAsk        nobody to invite, or a chance, time or history that means nothing
    BadPlan             missions, offers, rules or a limit that no plan can be made from
    BadRules            a rule of a team that cannot be held as it was asked for
    OutOfTime           the time limit passed before anything was found or ruled out
    NothingToEvaluate   too few past decisions to hold a ranking against
    LeakFound           a pool as it stood holds facts that came later: the figures would be worth nothing
    TooThin             past choices say too little to learn from
    DamagedIndex        an index file is not as it was written: build the index anew
"""


class MatchingError(Exception):
    """Base of all errors of the matcher; its text is fit to be shown."""


class BadPolicy(MatchingError):
    """Weights or factors that cannot be used."""


class NoSuchSeat(MatchingError):
    """A mission has no seat of that number."""


class NoSuchSpecialist(MatchingError):
    """An index does not hold that specialist."""


class NothingToCover(MatchingError):
    """An empty pool, or days out of order."""


class NothingToAsk(MatchingError):
    """Nobody to invite, or a chance, time or history that means nothing."""


class BadPlan(MatchingError):
    """Missions, offers, rules or a limit that no plan can be made from."""


class TooThin(MatchingError):
    """Past choices say too little to learn from."""


class DamagedIndex(MatchingError):
    """An index file of another format, cut short, or changed since it was written."""


class BadRules(MatchingError):
    """A rule of a team that cannot be held as it was asked for."""


class OutOfTime(MatchingError):
    """The time limit passed before anything was found or ruled out."""


class NothingToEvaluate(MatchingError):
    """Too few past decisions to hold a ranking against."""


class LeakFound(MatchingError):
    """A pool as it stood holds facts that came later."""
