"""Documents that back what a person claims: kept sealed under the key of that person, like the chain."""

from sqlalchemy import Engine, delete, insert, select

from registry.domain import Document
from registry.errors import CannotKeep, NotFound
from registry.sealing import seal, unseal
from registry.store import document_rows, people
from registry.store import engine as connections
from registry.store.document_rows import ROWS
from registry.store.writing import Writing

# Of one person; what backs a claim is a diploma or two, not an archive.
MOST = 40


def add(writing: Writing, document: Document, content: bytes) -> None:
    """Keep a document of somebody who is in the pool; on record without its content. CannotKeep."""
    if document_rows.held(writing.connection, document.specialist) >= MOST:
        raise CannotKeep(f"{document.specialist} has {MOST} documents: remove one that is not needed")
    key = people.ensured(writing.connection, {document.specialist})[document.specialist].key
    row = {
        "id": document.id,
        "specialist": document.specialist,
        "sealed_for": document.specialist,
        "told": seal(key, document.model_dump_json(exclude_defaults=True).encode()),
        "content": seal(key, content),
    }
    writing.connection.execute(insert(ROWS), row)
    writing.note("document", "add", [(document.id, 1)])


def remove(writing: Writing, id: str) -> None:
    """Remove a document; NotFound."""
    if not writing.connection.execute(delete(ROWS).where(ROWS.c.id == id)).rowcount:
        raise NotFound("document", id)
    writing.note("document", "remove", [(id, 2)])


class Documents:
    """The documents of one pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, specialist: str) -> list[Document]:
        """What is told of the documents of one person, the oldest first."""
        with connections.reading(self._engine) as connection:
            return document_rows.of(connection, specialist)

    def content(self, id: str) -> tuple[Document, bytes]:
        """A document with its content; NotFound."""
        with connections.reading(self._engine) as connection:
            row = connection.execute(select(ROWS).where(ROWS.c.id == id)).first()
            if row is None:
                raise NotFound("document", id)
            key = people.known(connection, [row.sealed_for])[row.sealed_for].key
            told = Document.model_validate_json(unseal(key, row.told))
            return told.model_copy(update={"specialist": row.specialist}), unseal(key, row.content)
