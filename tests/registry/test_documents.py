"""Stored documents on both databases: sealed, moved by a merge and back, erased, and in a backup."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from registry.domain import Document, Duplicate, MediaType, MemberCase
from registry.errors import CannotKeep
from registry.store import Store, documents
from registry.store import duplicates as deciding
from registry.store import engine as connections
from registry.store.document_rows import ROWS
from tests.builders import a_specialist

NOW = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
CONTENT = b"%PDF-1.7 a quite particular diploma"


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as store:
        with store.writing("registrar", "test") as writing:
            writing.put_specialists([a_specialist("a"), a_specialist("b")])
        yield store


def keep(store, id="d1", specialist="b"):
    told = Document(
        id=id,
        specialist=specialist,
        name="Qxdiploma.pdf",
        media=MediaType.PDF,
        size=len(CONTENT),
        sha256="0" * 64,
        by="registrar",
        at=NOW,
    )
    with store.writing("registrar", "document handed in") as writing:
        documents.add(writing, told, CONTENT)
    return told


def rows(store):
    with connections.reading(store._engine) as connection:
        return connection.execute(select(ROWS)).all()


def test_a_document_is_sealed_and_opens_again(store, tmp_path):
    told = keep(store)
    assert store.documents.content("d1") == (told, CONTENT)
    (row,) = rows(store)
    assert CONTENT not in row.content
    assert b"Qxdiploma" not in row.told
    store.backup(tmp_path / "pool.backup")
    store.erase("b", "registrar")
    assert rows(store) == []
    assert list(store.record.faults(facts=True)) == []


def test_a_backup_brings_documents_back_but_not_of_the_erased(store, tmp_path):
    keep(store, "d1", "b")
    keep(store, "d2", "a")
    store.backup(tmp_path / "pool.backup")
    store.erase("b", "registrar")
    url = store._url.render_as_string(hide_password=False)
    store.close()
    assert Store.restore(url, tmp_path / "pool.backup", "administrator") == ["b"]
    with Store.open(url) as restored:
        assert [each.id for each in rows(restored)] == ["d2"]
        assert restored.documents.content("d2")[1] == CONTENT


def test_a_merge_takes_documents_and_the_diary_along_and_undo_gives_them_back(store):
    keep(store)
    with store.writing("registrar", "test") as writing:
        writing.cases.add(MemberCase(id="m1", specialist="b"))
    pair = Duplicate(first="a", second="b", score=90)
    with store.writing("registrar", "one person") as writing:
        deciding.merge(writing, pair, "a", NOW)
    assert [each.specialist for each in store.documents.of("a")] == ["a"]
    assert store.documents.content("d1")[1] == CONTENT
    assert [each.id for each in store.cases.find(MemberCase, specialist="a")] == ["m1"]
    with store.writing("registrar", "a mistake") as writing:
        deciding.undo(writing, "a", "b")
    assert [each.id for each in store.documents.of("b")] == ["d1"]
    assert [each.id for each in store.cases.find(MemberCase, specialist="b")] == ["m1"]
    assert list(store.record.faults(facts=True)) == []


def test_the_documents_of_a_merged_person_are_erased_with_them(store):
    keep(store)
    with store.writing("registrar", "one person") as writing:
        deciding.merge(writing, Duplicate(first="a", second="b", score=90), "a", NOW)
    store.erase("a", "registrar")
    assert rows(store) == []


def test_one_person_has_not_an_archive(store):
    for number in range(documents.MOST):
        keep(store, f"d{number}")
    with pytest.raises(CannotKeep, match="b has 40 documents"):
        keep(store, "more")
    keep(store, "of-another", "a")
