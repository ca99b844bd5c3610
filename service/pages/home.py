"""The first page: what this service is, and the one place where somebody's work begins."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.auth.access import PUBLIC
from service.pages.page import Page, PageDep

router = APIRouter()

# Where the work of an office begins, those with the most to do first.
_BEGINNINGS = (
    "/cabinet",
    "/desk",
    "/requests",
    "/approvals",
    "/applications",
    "/certifying",
    "/organisation",
    "/explore",
    "/accounts",
)


@router.get("/", dependencies=[PUBLIC])
def home(page: PageDep) -> HTMLResponse:
    """What this service is, and where to go from here."""
    return page.render("home.html", beginning=_beginning(page))


def _beginning(page: Page) -> str:
    """The first of their places; whoever has none yet joins the network."""
    own = {entry.path for entry in page.navigation}
    return next((path for path in _BEGINNINGS if path in own), "/join/profile")
