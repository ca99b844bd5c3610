"""How functions are compiled; only what is itself worth compiling imports this, for numba takes half a second."""

import numba


def compiled(function):
    """A function as compiled code, that is kept between runs wherever there is a place to keep it."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        # Neither beside the function's file nor in the user's cache can anything be written: anew in every run.
        return numba.njit(nogil=True)(function)
