"""The third room: people are found, compared and chosen, asked by mail, and accept by the link in it."""

import re
import time
from email.message import EmailMessage

from tests.browser.story.somebody import STRANGE, Somebody
from tests.service.mail.server import Postbox

# The service looks for mails to send every 15 seconds.
_MAIL_SECONDS = 60


def takes_the_mission(planner: Somebody, mission: str) -> None:
    """From the desk."""
    planner.follow("/desk")
    planner.follow(f"/missions/{mission}")
    planner.send("/steps", button="button:not(.danger)")
    assert planner.stage == "sourcing"


def compares(planner: Somebody, mission: str) -> dict[str, float]:
    """Look at the list of the seat and at its first two side by side; the score of everybody on it, by name."""
    planner.follow(f"/missions/{mission}/seats/1")
    scores = ranking(planner)
    for box in planner.page.locator("input[name=compare]").all()[:2]:
        box.check()
    with planner.page.expect_navigation():
        planner.page.locator("button[form=compare]").click()
    assert planner.page.locator("#side-by-side thead th").count() == 3
    return scores


def ranking(planner: Somebody) -> dict[str, float]:
    """The score of everybody on the list that the page shows, by name, in order."""
    people = planner.page.locator("article.person").all()
    return {each.locator("h3 a").inner_text(): _number(each.locator(".score").inner_text()) for each in people}


def _number(text: str) -> float:
    found = re.search(r"\d+([.,]\d+)?", text)
    assert found is not None, text
    return float(found[0].replace(",", "."))


def forms_the_team(planner: Somebody, mission: str) -> None:
    """Take the best team over with a reason for each, and the first alternate; then lock the list."""
    planner.open(f"/missions/{mission}")
    planner.follow(f"/missions/{mission}/team")
    planner.page.locator("details summary").first.click()
    for field in planner.page.locator("input[name^=why-]").all()[:2]:
        field.fill(f"Knows the place {STRANGE}")
    planner.send("/team")
    planner.send("/steps/lock")
    assert planner.stage == "shortlisted"


def selects(requester: Somebody, mission: str) -> None:
    """The requester chooses the first of the list."""
    requester.follow("/requests")
    requester.follow(f"/requests/{mission}")
    requester.page.locator("select[name^=place-]").first.select_option("1")
    requester.send("/seats/1")


def sends_the_offers(planner: Somebody, mission: str) -> None:
    """From the desk to the people of the mission."""
    planner.follow("/desk")
    planner.follow(f"/missions/{mission}")
    planner.follow(f"/missions/{mission}/staffing")
    planner.send("/steps/offer")
    assert planner.stage == "offered"


def offers(postbox: Postbox, email: str, title: str) -> list[EmailMessage]:
    """The mails to somebody that hold a seat out."""
    return [each for each in postbox.taken if email in str(each["To"]) and title in str(each["Subject"])]


def link_of(postbox: Postbox, email: str, title: str) -> str:
    """The link by which somebody accepts, once the mail has come."""
    limit = time.monotonic() + _MAIL_SECONDS
    while not (found := offers(postbox, email, title)):
        assert time.monotonic() < limit, [str(each["Subject"]) for each in postbox.taken]
        time.sleep(0.1)
    text = found[0].get_body(("plain",))
    assert text is not None
    return re.findall(r"https?://\S+/a/\S+", text.get_content())[0]


def accepts(browser: Somebody, link: str) -> None:
    """By the link of the mail, signed in or not."""
    browser.open(link)
    assert browser.page.locator("select[name=reason]").count() == 0, "this is the link to decline"
    browser.press("main form button")
