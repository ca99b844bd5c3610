"""How a name sounds, whatever its script and spelling: Əliyev, Алиев, Aliyev and Alieff are one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from anyascii import anyascii

from registry.vocabulary.lookup import read_rows

# Letters that a plain transliteration would strip of their sound; the hamza, the ayn and a closing ة are silent.
_LETTERS = str.maketrans({row["letter"]: row["spelled"] for row in read_rows("name_letters.csv")})
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_OTHER = re.compile(r"[^a-z]")
_WORDS = re.compile(r"[\s\-‌.,]+")

# What stands beside a name and is none: articles, and the words for son and daughter.
_ARTICLES = ("al", "el", "ul", "as", "ash", "an", "ar", "at", "az", "ad", "de", "van", "der", "den", "di", "la", "le")
_CHILD_OF = (
    "bin",
    "bn",
    "ibn",
    "bint",
    "ben",
    "oglu",
    "oghlu",
    "ogly",
    "uly",
    "uulu",
    "qizi",
    "kizi",
    "gizi",
    "kyzy",
    "qyzy",
)
_BESIDE = frozenset((*_ARTICLES, *_CHILD_OF, "von"))
# Of a family: the ending of a woman or man, in the spellings of every neighbour.
_FAMILY_END = re.compile(r"(?<=..)(?:ov|ev|off|eff|ow|ew|ou|eu)a?$")
# A father's name; it is put in or left out at will.
_FATHER = re.compile(r"(?:ovich|evich|ovna|evna|ovych|ivna)$")
# The h of Fatemeh is not heard; that of Shah is, in the sound before it.
_SILENT_END = re.compile(r"(?<=..)(?<![cdgkstz])h$")
_LONGEST_WORD = 40
MOST_WAYS = 8

# Spellings of one sound, longest first. A vowel has none; where a letter stands for different sounds in different
# languages (c of Azerbaijani and of Polish), the word sounds in several ways.
_SOUNDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tsch", ("C",)),
    ("dzh", ("J",)),
    ("sch", ("S",)),
    ("tch", ("C",)),
    ("ch", ("C",)),
    ("sh", ("S",)),
    ("zh", ("J",)),
    ("dj", ("J",)),
    ("kh", ("G",)),
    ("gh", ("G",)),
    ("ph", ("F",)),
    ("th", ("T", "S")),
    ("dh", ("T", "S")),
    ("dz", ("S",)),
    ("ts", ("S",)),
    ("c", ("J", "G", "S", "C")),
    ("j", ("J", "")),
    ("w", ("V", "")),
    *((letter, ("G",)) for letter in "gkqxh"),
    *((letter, ("P",)) for letter in "bp"),
    *((letter, ("T",)) for letter in "dt"),
    *((letter, ("S",)) for letter in "sz"),
    *((letter, (letter.upper(),)) for letter in "flmnrv"),
)
_SOUND = re.compile("|".join(spelling for spelling, _ in _SOUNDS) + "|[aeiouy]")
_WAYS = dict(_SOUNDS)
# The spelling of one language in place of that of another.
_SPELLINGS = (("ch", "C"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("iy", "i"), ("ye", "e"))
_ALIKE = str.maketrans({"e": "a", "o": "u", "y": "i", "x": "h", "q": "g", "c": "j", "w": "v"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: the ways it may sound, its spelling in plain letters, whether that shows its vowels."""

    ways: tuple[str, ...]
    plain: str
    vowels: bool
    father: bool


def words(name: str) -> tuple[Word, ...]:
    """The words of a name; without articles, and without a father's name where enough is left."""
    found = [each for part in _WORDS.split(name.lower().replace("\u0307", "")) if (each := word(part)) is not None]
    own = [each for each in found if not each.father]
    return tuple(own if len(own) >= 2 else found)


@lru_cache(maxsize=200_000)
def word(text: str) -> Word | None:
    """One word; None for what is no name."""
    arabic = bool(_ARABIC.search(text))
    if arabic:
        text = text.removeprefix("ال")
    plain = _OTHER.sub("", anyascii(text[:_LONGEST_WORD].translate(_LETTERS)).lower())
    if not plain or plain in _BESIDE:
        return None
    ways = _ways(plain)
    if arabic and plain.endswith(("yf", "wf")):
        # A family of the neighbours in Arabic letters, or a name like Sharif.
        ways = tuple(dict.fromkeys((*ways, *_ways(f"{plain[:-1]}v"))))
    return Word(ways, _plain(plain), not arabic, bool(_FATHER.search(plain)))


def _ways(plain: str) -> tuple[str, ...]:
    stem = _FAMILY_END.sub("v", plain)
    stem = _SILENT_END.sub("", stem)
    spelled = _SOUND.findall(stem)
    options = [_WAYS.get(each, ("",)) for each in spelled]
    ways = [_joined(each) for each, _ in zip(product(*options), range(MOST_WAYS), strict=False)]
    return tuple(dict.fromkeys(ways))


def _joined(sounds: tuple[str, ...]) -> str:
    """Sounds in a row; one that is doubled counts once, unless a vowel stands between."""
    kept = [each for at, each in enumerate(sounds) if at == 0 or each != sounds[at - 1]]
    return "".join(kept) or "A"


def _plain(plain: str) -> str:
    """The spelling with those letters made one that languages use for each other."""
    text = _FAMILY_END.sub("av", plain)
    for spelling, one in _SPELLINGS:
        text = text.replace(spelling, one)
    return re.sub(r"(.)\1", r"\1", text.translate(_ALIKE))
