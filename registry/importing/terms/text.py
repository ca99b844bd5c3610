"""The text of terms of reference with its positions: passages, sentences and words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from registry.errors import BadInput
from registry.importing.archives import OLD_OFFICE, ZIP, names_inside
from registry.importing.child import parsed
from registry.importing.reading import LARGEST_DOCUMENT, Unreadable, text_of
from registry.vocabulary import fold

LARGEST_PDF = 20_000_000  # bytes
LARGEST_TEXT = 200_000  # characters; terms of reference have some ten thousand
_LONGEST_PASSAGE = 2_000
# A letter may carry its accent apart.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_SHORT = 40  # letters
_BULLET = re.compile(r"^\s*(?:[-–—•*▪●◦·]|\(?[0-9a-z]{1,2}[.)])\s+")
# A full stop ends a sentence before a capital letter; figures and short forms have theirs inside.
_SENTENCE_END = re.compile(r"(?<=[^\s.][.!?;])\s+(?=[^\W\d_a-zа-яёəğıöüşç]|[-–•])|\n+|;\s*")


@dataclass(frozen=True)
class Word:
    """A word of a passage: folded (no case, accents, script), and where it stands in the passage."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A paragraph: its number from 1, its page where the file has pages, its offset in the whole text, its language."""

    number: int
    page: int | None
    offset: int
    text: str
    lang: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words in order."""
        return tuple(Word(*found) for found in words_in(self.text))

    @cached_property
    def found(self) -> dict[Any, list[Any]]:
        """What was looked for here already, kept: every extractor asks for the same few cues again and again."""
        return {}

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of every sentence."""
        ends = [*((found.start(), found.end()) for found in _SENTENCE_END.finditer(self.text)), (len(self.text),) * 2]
        starts = [0, *(after for _, after in ends[:-1])]
        return tuple((start, end) for start, (end, _) in zip(starts, ends, strict=True) if end > start)

    def sentence_at(self, at: int) -> tuple[int, int]:
        """The sentence around a place."""
        return next(((start, end) for start, end in self.sentences if start <= at <= end), (0, len(self.text)))


def read_terms(path: Path) -> list[Passage]:
    """The passages of a .docx, .pdf or .txt file, told by content. BadInput when it cannot be read or says nothing."""
    try:
        found = list(_numbered(list(_paragraphs(path))))
        if not found:
            raise Unreadable(None, "expected a file with text; a scanned page has none")
        if found[-1].offset > LARGEST_TEXT:
            raise Unreadable(None, f"expected at most {LARGEST_TEXT:,} characters of text")
    except Unreadable as fault:
        raise BadInput([fault.at(path)]) from None
    except OSError as fault:
        raise BadInput([Unreadable(None, f"cannot be read: {fault.strerror or fault}").at(path)]) from None
    return found


def _paragraphs(path: Path) -> Iterator[tuple[int | None, str]]:
    with path.open("rb") as file:
        start = file.read(5)
    if start.startswith(ZIP):
        if "word/document.xml" not in names_inside(path):
            raise Unreadable(None, "expected a Word file (.docx), a PDF or a text file")
        for found in parsed("docx", path):
            yield from ((None, text) for text in found["text"].splitlines())
    elif start == b"%PDF-":
        _refuse_size(path, LARGEST_PDF)
        for found in parsed("pdf", path):
            yield from ((found["page"], text) for text in joined(found["text"].splitlines()))
    elif start.startswith(OLD_OFFICE):
        raise Unreadable(None, "expected a document saved as .docx, without a password")
    else:
        _refuse_size(path, LARGEST_DOCUMENT)
        raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        yield from ((None, text) for text in joined(text_of(raw).splitlines()))


def _refuse_size(path: Path, limit: int) -> None:
    size = path.stat().st_size
    if size > limit:
        raise Unreadable(None, f"expected a file of at most {limit:,} bytes", f"{size:,} bytes")


def joined(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs of lines that were broken at the width of a page: a line that begins small goes on the one before."""
    whole = ""
    for line in (each.strip() for each in lines):
        goes_on = whole and line and line[0].islower() and not _BULLET.match(line) and whole[-1] not in ".!?:;"
        if goes_on:
            whole += f" {line}"
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _numbered(paragraphs: Sequence[tuple[int | None, str]]) -> Iterator[Passage]:
    number, offset = 0, 0
    usual = language_of(" ".join(text for _, text in paragraphs), "en")
    for page, text in paragraphs:
        # What cannot be printed comes from the drawing of a page and says nothing.
        whole = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
        for plain in _pieces(whole):
            number += 1
            yield Passage(number, page, offset, plain, language_of(plain, usual))
            offset += len(plain) + 1


def _pieces(text: str) -> Iterator[str]:
    """A paragraph in pieces of readable length, cut behind sentences where there are any."""
    while len(text) > _LONGEST_PASSAGE:
        cut = max(text.rfind(end, 0, _LONGEST_PASSAGE) for end in (". ", "; ", " ")) + 1 or _LONGEST_PASSAGE
        yield text[:cut].strip()
        text = text[cut:].strip()
    if text:
        yield text


def without_bullet(text: str) -> str:
    """A line of a list without its mark."""
    return _BULLET.sub("", text)


# Shares of letters that only one of the Latin languages has; a name or two in another language stays below.
_AZERBAIJANI, _TURKISH = 0.02, 0.02


def language_of(text: str, usual: str) -> str:
    """Which interface language a text is in, by its letters; ``usual`` is that of the whole."""
    letters = [letter for letter in text if letter.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if letters and cyrillic > (0 if usual == "ru" else len(letters) / 2):
        return "ru"
    if usual != "en":
        return "en" if usual == "ru" else usual
    if sum(letter in "əƏ" for letter in letters) > _AZERBAIJANI * len(letters) and len(letters) > _SHORT:
        return "az"
    turkish = sum(letter in "ğĞıİşŞçÇöÖüÜ" for letter in letters) > _TURKISH * len(letters)
    return "tr" if turkish and len(letters) > _SHORT else "en"


def words_in(text: str) -> Iterator[tuple[str, int, int]]:
    """(folded word, where it begins, where it ends)."""
    for found in _WORD.finditer(text):
        folded = fold(found.group()).replace(" ", "")
        if folded:
            yield folded, found.start(), found.end()
