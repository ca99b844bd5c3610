"""Somebody new, registered on their behalf; what is written is claimed, and they confirm it themselves."""

from fastapi import APIRouter, Response
from pydantic import ValidationError

from registry.domain import EmployerType, Role
from registry.lifecycle import Office
from registry.vocabulary import countries
from service.auth.access import WhoDep, allow
from service.casework.membership import new_id
from service.casework.profile import Sections, first_profile
from service.deps import StoreDep
from service.pages.forms import Form, FormDep
from service.pages.page import Page, PageDep
from service.people import changing

router = APIRouter()
_FIELDS = {"name.given": "given", "name.family": "family", "name.native": "native", "name": "given"}


@router.get("/members/new", dependencies=[allow(Office.REGISTRAR)])
def new_page(page: PageDep) -> Response:
    """The form."""
    return _asked(page, Form())


@router.post("/members/new", dependencies=[allow(Office.REGISTRAR)])
def register(page: PageDep, form: FormDep, store: StoreDep, who: WhoDep) -> Response:
    """Add a profile that claims what the form says."""
    told = sections(page, form)
    if told is None:
        return _asked(page, form)
    profile = first_profile(new_id(), told)
    changing.add(store, who, profile)
    said = page.say(
        "%(name)s is registered. An account lets them complete the profile and apply.", name=profile.name.full
    )
    return page.redirect(f"/members/{profile.id}", said)


def sections(page: Page, form: Form) -> Sections | None:
    """What the form says of somebody; None, and the form refused, where it cannot be kept."""
    form.need(page.wording, "family")
    said = {name: form.value(name) for name in ("residence", "organisation", "employer_type") if form.value(name)}
    name = {part: form.value(part) for part in ("given", "family", "native") if form.value(part)}
    if not form.good:
        return None
    try:
        return Sections.model_validate({"name": name, "roles": form.values("roles"), **said})
    except ValidationError as fault:
        form.refuse_as(page.wording, fault, _FIELDS)
        return None


def choices(page: Page) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from, in the language of the page."""
    own = page.wording
    return {
        "countries": own.by_name({code: own.country(code) for code in countries()}),
        "employers": [(each.value, own.called(each)) for each in EmployerType],
        "roles": [(each.value, own.called(each)) for each in Role],
    }


def _asked(page: Page, form: Form) -> Response:
    return page.render("registering/new.html", 200 if form.good else 422, form=form, **choices(page))
