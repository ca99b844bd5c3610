"""QR codes as SVG, drawn here: nothing leaves the host."""

import segno
from markupsafe import Markup


def qr(text: str) -> Markup:
    """A text as a QR code that survives a fold or a stain (15 % lost); sizes and colours come from the stylesheet."""
    drawn = segno.make(text, error="m", micro=False)
    return Markup(drawn.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=4))
