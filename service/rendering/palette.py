"""Colours and letters of pictures, light and dark; written out, for many programs know no variables in SVG."""

# What it colours -> (light, dark); every text has a contrast of at least 4.5 to 1 on its ground.
COLOURS = {
    "paper": ("#ffffff", "#12171d"),
    "ink": ("#16202c", "#e8edf2"),
    "soft": ("#5a6675", "#9aa7b5"),
    "box": ("#f6f8fa", "#1c242d"),
    "rim": ("#d3dae2", "#37434f"),
    "request": ("#1f3a5f", "#8db8ee"),
    "competence": ("#1769aa", "#64b5f6"),
    "language": ("#6b4fa0", "#b39ddb"),
    "country": ("#2e7d4f", "#81c995"),
    "organisation": ("#a05a00", "#f0b35a"),
    "certificate": ("#8a6d00", "#e0c341"),
    "mission": ("#4a5b6c", "#a9b8c6"),
    "specialist": ("#b3261e", "#f28b82"),
}
_KINDS = ("request", "competence", "language", "country", "organisation", "certificate", "mission", "specialist")
_FILLED = {
    "paper": "paper",
    "head": "ink",
    "sub": "soft",
    "column": "ink",
    "label": "ink",
    "value": "soft",
    "box": "box",
}
_DRAWN = {
    "box": "rim",
    "rule": "rim",
    "asks": "request",
    "about": "mission",
    "near": "mission",
    "served": "specialist",
    "attended": "specialist",
    "worked": "language",
    "trained": "language",
}
_SHAPES = """svg{font-family:system-ui,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}
.head{font-size:19px;font-weight:600}.sub{font-size:12.5px}.column{font-size:13.5px;font-weight:600}
.label{font-size:12.5px}.value{font-size:12px;text-anchor:end}
.line{fill:none;stroke-opacity:.62}.asks,.about,.near{stroke-width:1.2}.served{stroke-width:2.2}
.attended,.worked,.trained{stroke-width:1.6}.attended,.trained{stroke-dasharray:7 4}
.near{stroke-dasharray:1 4;stroke-linecap:round}"""


def _colours(dark: bool) -> str:
    """One rule for each class."""
    filled = {**_FILLED, **{f"{kind}-fill": kind for kind in _KINDS}}
    rules = [f".{name}{{fill:{COLOURS[colour][dark]}}}" for name, colour in filled.items()]
    rules += [f".{name}{{stroke:{COLOURS[colour][dark]}}}" for name, colour in _DRAWN.items()]
    return "".join(rules)


STYLE = f"{_SHAPES}\n{_colours(False)}\n@media (prefers-color-scheme:dark){{{_colours(True)}}}"
