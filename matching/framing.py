"""Answers as pandas frames, for notebooks."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, object]


def framed(rows: Iterable[Row], columns: Iterable[str]) -> "pd.DataFrame":
    """A frame of rows; ``columns`` stand first, and also without rows. Further ones come as rows bring them."""
    # Loaded here: a shortlist on the command line needs no pandas, which takes longer to load than to rank.
    import pandas as pd

    told = list(rows)
    names = dict.fromkeys([*columns, *(name for row in told for name in row)])
    return pd.DataFrame(told, columns=list(names))
