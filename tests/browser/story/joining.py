"""The first room: somebody joins with a document, and a registrar admits them and verifies a claim with it."""

from tests.browser.story.somebody import PASSWORD, STRANGE, TURNED, Somebody

COMPETENCE = "BRD.IBM"
DOCUMENT = {"name": "a <b>sample {{7*7}}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n% a sample\n"}


def joins(new: Somebody, given: str, family: str, email: str) -> None:
    """Three steps: an account, the least of a profile, consents."""
    new.open("/")
    new.follow("/join")
    new.fill(name=f"{TURNED}{given} {family}", email=STRANGE, password=PASSWORD)
    new.send("/join", 422)
    new.fill(email=email, password=PASSWORD)
    new.send("/join")
    new.fill(given=given, family=family, organisation=f"Sample Service {STRANGE}")
    new.choose("residence", "GEO")
    new.choose("skill", COMPETENCE)
    new.choose("level", "4")
    new.choose("language", "rus")
    new.choose("speaking", "C1")
    new.send("/join/profile")
    assert new.page.locator("#family").count() == 0
    for box in new.page.locator("input[name=purpose]").all():
        box.check()
    new.send("/join/consent")
    assert new.page.url.endswith("/cabinet")


def hands_in_a_document(new: Somebody) -> None:
    """From the cabinet to the documents, by its links."""
    new.follow("/cabinet/documents")
    new.page.locator("input[name=file]").set_input_files(DOCUMENT)
    new.choose("claim", f"skills {COMPETENCE}")
    new.send("/cabinet/documents")
    assert DOCUMENT["name"] in new.said


def says_when_free(new: Somebody, first: str, last: str) -> None:
    """A period in the calendar."""
    new.follow("/cabinet/times")
    new.fill(start=first, end=last)
    new.tick("kind", "free")
    new.send("/cabinet/times")


def admits(registrar: Somebody, name: str) -> None:
    """Review and admit whoever waits."""
    registrar.follow("/applications")
    registrar.press("main th a")
    assert registrar.page.locator("h1").inner_text() == name
    for step in ("review", "admit"):
        registrar.follow(f"/vetting/{step}")
        registrar.send(f"/vetting/{step}")


def verifies(registrar: Somebody) -> None:
    """Look at the document, and verify the claim with it."""
    registrar.follow(f"/verify/skills/{COMPETENCE}")
    with registrar.page.expect_download() as taken:
        registrar.page.locator("main a[href*='/documents/']").first.click()
    assert taken.value.path().read_bytes() == DOCUMENT["buffer"]
    registrar.page.locator("input[name=document]").first.check()
    registrar.fill(comment=STRANGE)
    registrar.send(f"/verify/skills/{COMPETENCE}")
    assert registrar.page.locator(".tag.verified").count() == 1
