"""What the pool knows: specialists, missions, what was done; kept with revisions."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.analyst import Pool, open_pool, suppressed

__all__ = ["Pool", "open_pool", "suppressed"]


def __getattr__(name: str) -> Any:
    """What notebooks ask for, loaded when they do: the confined parsers come by here too, and need no database."""
    if name in __all__:
        return getattr(import_module("registry.analyst"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
