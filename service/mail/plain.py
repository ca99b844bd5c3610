"""Text of others as one harmless line: nothing in it can end a header, hide or turn around what stands beside it."""

import unicodedata

# Turning the direction of text can make one thing look like another.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ENDING = ("Cc", "Cs", "Zl", "Zp", "Co", "Cn")


def plain(text: str, longest: int = 500) -> str:
    """The text without control signs, line ends, lone surrogates and marks that turn it around, cut to a length."""
    kept = "".join(_kept(sign) for sign in text[: 4 * longest])
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def in_header(text: str, longest: int) -> str:
    """Plain text that no header takes for an encoded word (RFC 2047).

    The email package decodes those when a header is set, and writes what they hide as it is: line ends too.
    """
    return plain(text, longest).replace("=?", "= ?")


def _kept(sign: str) -> str:
    if sign in _TURNING:
        return ""
    return " " if unicodedata.category(sign) in _ENDING else sign


def all_plain(value: object) -> object:
    """A value of JSON in which every text is plain."""
    if isinstance(value, str):
        return plain(value, 2_000)
    if isinstance(value, dict):
        return {key: all_plain(each) for key, each in value.items()}
    return [all_plain(each) for each in value] if isinstance(value, list | tuple) else value
