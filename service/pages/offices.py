"""The pages of registrar, certifier, focal point, administrator and analyst, each in its place."""

from fastapi import APIRouter, FastAPI

from service.kept import Kept
from service.pages import organisation
from service.pages.administering import accounts, hooks, mails, record, setup
from service.pages.administering.chain import ChainCheck
from service.pages.certifying import cases, pictures, sessions
from service.pages.exploring import coverage, decisions, fairness, network
from service.pages.registering import applications, member, members, new_member, pairs, steps, verifying

# In the order in which addresses are tried: /members/new before /members/{id}, documents before steps.
ROUTERS: tuple[APIRouter, ...] = (
    applications.router,
    members.router,
    new_member.router,
    verifying.router,
    member.router,
    steps.router,
    pairs.router,
    cases.router,
    sessions.router,
    pictures.router,
    organisation.router,
    accounts.router,
    setup.router,
    record.router,
    mails.router,
    hooks.router,
    coverage.router,
    network.router,
    fairness.router,
    decisions.router,
)


def prepare(app: FastAPI) -> None:
    """Give an application what these pages keep between requests."""
    app.state.chain = ChainCheck()
    app.state.explored = Kept()
