"""Setting the service up: the first administrator, made by whoever can read the log of the server."""

import hmac
import logging
import uuid

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from registry.accounts import Account
from registry.errors import NotFound
from registry.lifecycle import Office
from service.auth import administering, sessions
from service.auth.access import PUBLIC
from service.auth.gate import Gate, GateDep
from service.auth.set_up import TOLD, new_code
from service.errors import WeakPassword
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.pages.recovering import WEAK
from service.pages.words import N_

router = APIRouter()

WRONG_NAME = N_("This cannot be a name.")
NO_ADDRESS = N_("Write an e-mail address, such as name@example.org.")
WRONG_CODE = N_("This is not the code. It stands in the log of the server.")
_log = logging.getLogger("service.set_up")


@router.get("/set-up", dependencies=[PUBLIC])
def set_up_page(page: PageDep, gate: GateDep) -> Response:
    """The form; NotFound once there is an account."""
    _expect_nobody(gate)
    _code(page.request)
    return _asked(page, Form())


@router.post("/set-up", dependencies=[PUBLIC])
def set_up(page: PageDep, gate: GateDep, form: FormDep) -> Response:
    """Make the administrator and sign them in; NotFound once there is an account, also for whoever came second."""
    _expect_nobody(gate)
    form.need(page.wording, "code", "name", "email", "password")
    if form.good and not hmac.compare_digest(form.value("code").encode(), _code(page.request).encode()):
        form.refuse("code", page.say(WRONG_CODE))
    account = _account(page, form) if form.good else None
    if account is None:
        return _asked(page, form)
    try:
        if not administering.add_first(gate, account, form.value("password")):
            raise NotFound("page", "/set-up")
    except WeakPassword:
        form.refuse("password", page.say(WEAK))
        return _asked(page, form)
    answer = page.redirect("/", page.say("The service is set up. You are its administrator."))
    sessions.begin(gate, page.request, answer, account)
    return answer


def _account(page: Page, form: Form) -> Account | None:
    try:
        return Account.model_validate(
            {
                "id": f"acc-{uuid.uuid4().hex[:12]}",
                "email": form.value("email"),
                "name": form.value("name"),
                "roles": (Office.ADMINISTRATOR,),
                "language": page.language,
            }
        )
    except ValidationError as fault:
        for each in fault.errors():
            said = NO_ADDRESS if each["loc"] == ("email",) else WRONG_NAME
            form.refuse(str(each["loc"][0]), page.say(said))
        return None


def _expect_nobody(gate: Gate) -> None:
    if not gate.store.accounts.none():
        raise NotFound("page", "/set-up")


def _code(request: Request) -> str:
    """The code that only whoever runs the server can read: that of the settings, or one made and logged when needed."""
    state = request.app.state
    if getattr(state, "set_up_code", None) is None:
        state.set_up_code = new_code()
        _log.warning(TOLD, state.set_up_code)
    code: str = state.set_up_code
    return code


def _asked(page: Page, form: Form) -> Response:
    return page.render("entering/set_up.html", 200 if form.good else 422, form=form)
