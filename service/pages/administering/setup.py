"""How the service is set up, without any secret, and what a backup would hold now."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Response
from pydantic import SecretStr

from registry.lifecycle import Office
from service.auth.access import allow
from service.deps import StoreDep
from service.pages.administering.meanings import GROUPS
from service.pages.page import Page, PageDep
from service.settings import Settings

router = APIRouter()


@router.get("/settings", dependencies=[allow(Office.ADMINISTRATOR)])
def settings(page: PageDep, store: StoreDep) -> Response:
    """Every setting with its value, and the state of the pool for whoever makes backups."""
    held = Settings()
    groups = [
        (page.say(part), [_row(page, held, name, *words) for name, words in settings.items()])
        for part, settings in GROUPS.items()
    ]
    epoch, revision = store.revision()
    head = store.record.head()
    facts = [
        (page.say("Revision"), page.wording.number(revision)),
        (page.say("Epoch"), epoch),
        (page.say("Entries in the record"), page.wording.number(head.entries)),
        (page.say("End of the record"), str(head)),
        (page.say("Form of the database"), store.migration()),
        (page.say("People"), page.wording.number(store.count("specialist"))),
    ]
    return page.render("administering/settings.html", groups=groups, facts=facts)


def _row(page: Page, held: Settings, name: str, called: str, meaning: str) -> tuple[str, str, str, str]:
    """(what it is called, what it means, the variable that sets it, its value)."""
    return page.say(called), page.say(meaning), f"RTCM_{name.upper()}", shown(page, name, getattr(held, name))


def shown(page: Page, name: str, value: object) -> str:
    """A value as a page may show it: of a secret only whether it is set, of an address no password."""
    if value is None:
        return page.say("not set")
    if isinstance(value, SecretStr):
        return page.say("set, and not shown")
    if isinstance(value, bool):
        return page.say("Yes") if value else page.say("No")
    if isinstance(value, tuple):
        return page.wording.together([page.wording.called(office) for office in value]) or page.say("not set")
    if name == "database_url":
        parts = urlsplit(str(value))
        return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    return str(value)
