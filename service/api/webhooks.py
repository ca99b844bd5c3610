"""Webhooks, for the administrator: who outside is told when states change."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from matching.shortlist import Answer
from registry.domain.webhook import Event, Url, Webhook
from registry.lifecycle import Office
from service.auth.access import WhoDep, allow
from service.deps import NowDep, StoreDep
from service.errors import NotPossible
from service.webhooks.delivering import new_webhook
from service.webhooks.targets import BadTarget

router = APIRouter(prefix="/webhooks", tags=["webhooks"], dependencies=[allow(Office.ADMINISTRATOR, in_person=True)])


class NewWebhook(Answer):
    """Where to tell, and of what: ``mission.approved``, ``offer.*``, ``*``."""

    url: Url
    events: Annotated[tuple[Event, ...], Field(min_length=1, max_length=50)]


class MadeWebhook(Answer):
    """A new webhook with the secret that its deliveries are signed with, which is shown once."""

    webhook: Webhook
    secret: str


@router.get("")
def list_webhooks(store: StoreDep) -> list[Webhook]:
    """Every webhook, by id, without its secret."""
    return store.webhooks.all()


@router.post("", status_code=201)
def add_webhook(body: NewWebhook, who: WhoDep, store: StoreDep, now: NowDep) -> MadeWebhook:
    """Add a webhook; its secret is in this answer, and nowhere else."""
    try:
        hook, secret = new_webhook(body.url, body.events, who.account, now)
    except BadTarget as fault:
        raise NotPossible(f"url: {fault}") from fault
    store.webhooks.add(hook, secret)
    return MadeWebhook(webhook=hook, secret=secret)


@router.post("/{id}/revive", status_code=204)
def revive_webhook(id: str, store: StoreDep) -> None:
    """Let a webhook that ended go on, with what happens from now on."""
    store.webhooks.revive(id)


@router.delete("/{id}", status_code=204)
def remove_webhook(id: str, store: StoreDep) -> None:
    """Remove a webhook with what waits for it."""
    store.webhooks.remove(id)
