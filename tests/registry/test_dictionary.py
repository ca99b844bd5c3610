"""The data dictionary: the page says what the code says."""

from pathlib import Path

import pytest

from registry.analyst.dictionary import BEGIN, END, dictionary, main, put_into
from registry.analyst.meanings import MEANINGS, NOUNS
from registry.analyst.published import PUBLISHED
from registry.snapshot import SCHEMAS

PAGE = Path(__file__).parents[2] / "docs/reference/tables.md"


def test_the_page_is_up_to_date(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    assert put_into(text) == text
    stale = tmp_path / "tables.md"
    stale.write_text(text.replace("years of practice", "years in practice"), encoding="utf-8")
    assert main([str(stale)]) == 0
    assert stale.read_text(encoding="utf-8") == text


def test_every_column_has_a_meaning():
    assert {noun: list(schema.names) for noun, schema in SCHEMAS.items()} == {
        noun: list(columns) for noun, columns in MEANINGS.items()
    }
    assert SCHEMAS.keys() == NOUNS.keys() == PUBLISHED.keys()
    published = dictionary().split("Published, at least 5 people a row:")[1:]
    for noun, section in zip(SCHEMAS, published, strict=True):
        assert [name for name in PUBLISHED[noun] if f"| `{name}` |" not in section.split("## ")[0]] == []


@pytest.mark.parametrize("page", ["", BEGIN, f"{END}\n{BEGIN}"])
def test_a_page_without_its_place_is_refused(page):
    with pytest.raises(ValueError, match="expected the lines"):
        put_into(page)
