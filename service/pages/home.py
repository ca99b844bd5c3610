"""The first page."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.auth.access import PUBLIC
from service.pages.page import PageDep

router = APIRouter()


@router.get("/", dependencies=[PUBLIC])
def home(page: PageDep) -> HTMLResponse:
    """What this service is, and where to go from here."""
    return page.render("home.html")
