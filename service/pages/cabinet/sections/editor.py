"""What every section of the profile knows: its fields, how it is filled and read, and the mark of what is on file."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from registry.domain import Specialist
from service.pages.cabinet.sections.fields import Field
from service.pages.forms import Form
from service.pages.wording import Wording


@dataclass(frozen=True)
class Line:
    """One group of fields as a page shows it.

    ``suffix`` ends the names of its fields. What is ``told`` (name, value) is shown and cannot be changed; ``title``
    names it, ``status`` says what backs it; ``locked`` is read-only as a whole, ``drops`` can be taken away.
    """

    suffix: str
    fields: Sequence[Field] = ()
    title: str = ""
    status: str = ""
    told: Sequence[tuple[str, str]] = ()
    kept: Sequence[tuple[str, str]] = field(default_factory=tuple)
    locked: bool = False
    drops: bool = False


class Editor(Protocol):
    """One section: ``holds`` names the fields of the profile that it replaces."""

    @property
    def name(self) -> str:
        """What stands in its address."""
        ...

    @property
    def title(self) -> str:
        """How it is called; translated where it is shown."""
        ...

    @property
    def lead(self) -> str:
        """What is good to know before one fills it in."""
        ...

    @property
    def holds(self) -> tuple[str, ...]:
        """The fields of the profile that it replaces."""
        ...

    def lines(self, wording: Wording, profile: Specialist) -> list[Line]:
        """Its groups of fields, with one for what is new where something can be added."""
        ...

    def filled(self, profile: Specialist) -> Form:
        """Its form as the profile has it."""
        ...

    def read(self, wording: Wording, form: Form, profile: Specialist) -> dict[str, Any]:
        """What the form says, by field of the profile; what is wrong is refused in the form."""
        ...

    def told(self, wording: Wording, profile: Specialist) -> list[str]:
        """What is on file, one line for each."""
        ...


def mark(editor: Editor, profile: Specialist) -> str:
    """What is on file of a section, as a short hash: a form that brings another one was opened on older words."""
    held = profile.model_dump(mode="json", include=set(editor.holds))
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]
