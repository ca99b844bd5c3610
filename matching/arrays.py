"""Array types of the matcher."""

from typing import Any

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint8]  # up to eight flags in one
Rows = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
Column = npt.NDArray[Any]  # of whatever type the noun has
