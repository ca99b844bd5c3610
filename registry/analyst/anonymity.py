"""Nobody alone in a table: how many people share a row, rows made alike, and small counts suppressed."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

# Usual in official statistics, and that of the report on fairness.
LEAST = 5

Mask = npt.NDArray[np.bool_]


def smallest_class(frame: pd.DataFrame, columns: Sequence[str], people: pd.Series | None = None) -> int | None:
    """How many people share the values of ``columns`` where the fewest do (the k of k-anonymity); None without rows.

    ``people``: whose row each is; without it every row is somebody else's. Unknown is a value like any other.
    """
    return int(_sizes(frame, columns, people).min()) if len(frame) else None


def alike(frame: pd.DataFrame, people: pd.Series, least: int = LEAST) -> pd.DataFrame:
    """The rows, with values blanked until at least ``least`` people share each; other rows are left out.

    Columns are blanked from the last to the first, each only where people are still too few: the first column is what
    the table is about. Local suppression, after Samarati and Sweeney (1998).
    """
    made = frame.astype("object")
    for column in reversed(list(frame.columns)):
        few = _sizes(made, list(frame.columns), people) < least
        made.loc[few, column] = None
    enough = _sizes(made, list(frame.columns), people) >= least
    kept = made.loc[enough]
    return kept.astype({name: kind for name, kind in frame.dtypes.items() if kept[name].notna().all()})


def _sizes(frame: pd.DataFrame, columns: Sequence[str], people: pd.Series | None) -> npt.NDArray[np.int64]:
    """(n_rows,): how many different people share the values of each row."""
    if not len(frame):
        return np.zeros(0, np.int64)
    who = pd.Series(np.arange(len(frame)), frame.index) if people is None else people.loc[frame.index]
    values = [frame[column].astype("object").map(_written) for column in columns]
    return who.groupby(values).transform("nunique").to_numpy(np.int64)


def _written(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else f"={value}"


def suppressed(counts: pd.DataFrame | pd.Series, least: int = LEAST) -> pd.DataFrame:
    """Counts of people as they may be published: 1 to ``least - 1`` is left open, and enough others with it.

    Wherever something is left open, no sum of a row or a column gives it away: at least two cells,
    and ``least`` people, are, the smallest first. Expects counts without sums; a series is a frame of one column.
    """
    frame = counts.to_frame() if isinstance(counts, pd.Series) else counts
    numbers = frame.to_numpy(np.float64, na_value=np.nan)
    if (numbers < 0).any() or (numbers % 1 > 0).any():
        raise ValueError("expected counts: whole numbers of 0 or more")
    open_cells = (numbers > 0) & (numbers < least)
    while (line := next(_giving_away(numbers, open_cells, least), None)) is not None:
        shown = line & ~open_cells & (numbers > 0)
        smallest = np.argmin(np.where(shown, numbers, np.inf))
        open_cells[np.unravel_index(smallest, numbers.shape)] = True
    told = frame.astype("Int64")
    return told.mask(pd.DataFrame(open_cells, frame.index, frame.columns))


def _giving_away(numbers: npt.NDArray[np.float64], open_cells: Mask, least: int) -> Iterator[Mask]:
    """The rows and columns whose sum would tell what is left open in them, and in which something is still shown."""
    for line in _lines(numbers.shape):
        hidden = line & open_cells
        enough = hidden.sum() >= 2 and np.nansum(numbers[hidden]) >= least
        if hidden.any() and not enough and (line & ~open_cells & (numbers > 0)).any():
            yield line


def _lines(shape: tuple[int, ...]) -> Iterator[Mask]:
    """Each row and each column of a table as a mask; of a single column no rows, for these have no sum."""
    for axis, length in enumerate(shape):
        if shape[1 - axis] > 1:
            for at in range(length):
                line = np.zeros(shape, bool)
                line[(at, slice(None)) if axis == 0 else (slice(None), at)] = True
                yield line
