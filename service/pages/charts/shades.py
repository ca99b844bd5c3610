"""How strongly a value is shaded: five steps, the first for nothing at all."""

STEPS = 5


def shade(value: float, highest: float) -> int:
    """0 for nothing, 1 to 4 in equal parts up to the highest value."""
    if value <= 0 or highest <= 0:
        return 0
    return min(1 + int(value / highest * (STEPS - 1)), STEPS - 1)
