"""How answers look on a terminal, in JSON Lines and in CSV; one file per answer."""

from service.rendering.base import console, json_lines, safe

__all__ = ["console", "json_lines", "safe"]
