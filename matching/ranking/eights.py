"""Eight numbers of seven bits in one of 64, as compiled code."""

import numpy as np

from matching.compiling import compiled

# The bit above each, how far down it goes, every second number, their sum.
_ABOVE = np.uint64(0x8080808080808080)
_SEVEN, _EIGHT = np.uint64(7), np.uint64(8)
_EVERY_SECOND = np.uint64(0x00FF00FF00FF00FF)
_SUM, _TOP = np.uint64(0x0001000100010001), np.uint64(48)


@compiled
def larger(one, other):
    """Eight numbers of seven bits: of each the larger."""
    kept = ((one | _ABOVE) - other) & _ABOVE
    kept -= kept >> _SEVEN
    return (one & kept) | (other & ~kept)


@compiled
def added(eight):
    """The sum of eight numbers."""
    pairs = (eight & _EVERY_SECOND) + ((eight >> _EIGHT) & _EVERY_SECOND)
    return np.int64((pairs * _SUM) >> _TOP)
