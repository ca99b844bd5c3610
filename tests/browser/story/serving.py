"""The last room: the mission runs and ends, everybody is appraised, and the profile has grown."""

from tests.browser.story.somebody import STRANGE, Somebody


def confirms(planner: Somebody, mission: str) -> None:
    """Confirm whoever accepted; what the pool does not say was asked."""
    planner.open(f"/missions/{mission}/staffing")
    planner.follow("/confirm")
    for name in ("available", "without_conflict"):
        box = planner.page.locator(f"input[name={name}]")
        if box.count():
            box.check()
    planner.send("/confirm")
    planner.send("/steps/staff")
    assert planner.stage == "staffed"


def settles(planner: Somebody) -> None:
    """Release, travel, induction."""
    for box in planner.page.locator("input[name^=ready-]").all():
        box.check()
    planner.send("/ready")
    planner.send("/steps/make_ready")
    assert planner.stage == "ready"


def runs(planner: Somebody) -> None:
    """From its first day to its last."""
    planner.send("/steps/start")
    assert planner.stage == "in_progress"
    planner.send("/steps/end_work")
    assert planner.stage == "reporting"


def appraises(judge: Somebody) -> None:
    """Whoever waits to be judged."""
    judge.follow("/appraisals")
    judge.press("main a[href*='/appraisals/']")
    judge.tick("technical_quality", "5")
    judge.tick("conduct", "5")
    judge.tick("again", "yes")
    judge.fill(text=STRANGE)
    judge.press("main form[action*='/appraisals/'] button")
    assert judge.page.locator("main a[href*='/appraisals/']").count() == 0


def closes(planner: Somebody, mission: str) -> None:
    """With a report."""
    planner.open(f"/missions/{mission}/staffing")
    planner.follow("/steps/close")
    planner.fill(comment=f"Everybody was trained {STRANGE}")
    planner.send("/steps/close")
    assert planner.stage == "closed"
