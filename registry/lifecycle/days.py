"""Days as numbers, and periods that hold all of a window: what membership and certificates are reckoned with."""

from datetime import date

import numpy as np
import numpy.typing as npt

from registry.domain import Window

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]  # whole days since 1970
NEVER = date(1, 1, 1)
FOREVER = date(9999, 12, 31)
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Whole days since 1970, negative before."""
    return day.toordinal() - _EPOCH


def covers(first: Days, until: Days, window: Window) -> Flags:
    """Whether periods ``first <= day < until`` hold every day of the window."""
    covered: Flags = (first <= day_number(window.start)) & (until > day_number(window.end))
    return covered
