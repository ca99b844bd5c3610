"""The one stylesheet: legible colours, no sides, no size beyond its limit, colours that mean one thing everywhere."""

import re

import pytest

from matching.criteria import CRITERIA
from service.pages.assets import HERE
from service.rendering.palette import COLOURS

CSS = (HERE / "pages.css").read_text(encoding="utf-8")
JS = (HERE / "pages.js").read_text(encoding="utf-8")
LIGHT, DARK = 0, 1
# (what, on what, least contrast): 4.5 for text, 3 for what is drawn and for the edges of fields (WCAG 1.4.3, 1.4.11).
PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "soft", "link") for ground in ("paper", "ground", "accent-soft")),
    *((f"{look}", ground, 4.5) for look in ("good", "warn", "bad") for ground in ("paper", f"{look}-soft")),
    *(("ink", f"{look}-soft", 4.5) for look in ("good", "warn", "bad")),
    ("accent", "accent-soft", 4.5),
    ("accent-ink", "accent", 4.5),
    ("accent-ink", "accent-deep", 4.5),
    ("soft", "track", 4.5),
    *(("ink", f"heat-{step}", 4.5) for step in (0, 1, 2)),
    *(("paper", f"heat-{step}", 3) for step in (3,)),
    ("paper", "heat-4", 4.5),
    *(("edge", ground, 3) for ground in ("paper", "ground")),
    *(("focus", ground, 3) for ground in ("paper", "ground", "accent-soft")),
    *((criterion.replace("_", "-"), ground, 3) for criterion in CRITERIA for ground in ("paper", "track")),
]


def tokens(css):
    """The colours by name, light and dark."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.S)[:2]
    )
    return light, dark


def contrast(one, other):
    """How far two colours are apart, 1 to 21, as WCAG counts."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faint(css):
    """Pairs of colours that are too near each other."""
    for scheme, colours in zip(("light", "dark"), tokens(css), strict=True):
        for what, ground, least in PAIRS:
            found = contrast(colours[what], colours[ground])
            if found < least:
                yield f"{scheme}: {what} on {ground} {found:.2f} < {least}"


def test_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert list(faint(CSS)) == []
    assert list(faint(CSS.replace("--soft: #52606e", "--soft: #9aa6b2"))) != []


def test_light_and_dark_have_the_same_colours():
    light, dark = tokens(CSS)
    assert light.keys() == dark.keys()


def test_every_token_that_is_used_exists():
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_sides_are_logical():
    physical = re.compile(
        r"(?<![\w-])((margin|padding|border)-(left|right)|left|right|float|text-align: (left|right))\s*:"
    )
    assert not physical.search(CSS)
    assert physical.search("a { margin-left: 1px; }")


def test_it_is_small():
    assert len(CSS.encode()) < 30_720
    assert len(JS.splitlines()) < 200


def test_a_criterion_has_one_colour_everywhere():
    for criterion in CRITERIA:
        assert f".c-{criterion} {{ fill: var(--{criterion.replace('_', '-')}); }}" in CSS
    shared = {"skill": "competence", "language": "language", "country": "country"}
    for scheme, colours in enumerate(tokens(CSS)):
        assert {name: colours[name] for name in shared} == {name: COLOURS[of][scheme] for name, of in shared.items()}
    light, _ = tokens(CSS)
    assert len({light[criterion.replace("_", "-")] for criterion in CRITERIA}) == len(CRITERIA)


def test_nothing_is_loaded():
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert not re.search(r"https?://", JS)
