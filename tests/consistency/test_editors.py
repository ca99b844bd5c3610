"""Editors of one text at the same time lose nothing, on both databases; without If-Match they would."""

import pytest

from tests.consistency.editors import run

EDITORS, EDITS = 4, 8


def test_every_acknowledged_edit_is_in_the_text(database_url):
    told = run(database_url, EDITORS, EDITS)
    assert told.acknowledged == told.final == EDITORS * EDITS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_versions_edits_are_lost(database_url):
    told = run(database_url, EDITORS, EDITS, careless=True)
    assert told.acknowledged == EDITORS * EDITS
    assert told.final < told.acknowledged
