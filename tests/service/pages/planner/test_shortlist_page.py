"""The page of a shortlist: who stands on it and why, what is tried, what is hidden, and the choice with a reason."""

import csv
import io
import re
from zipfile import ZipFile

import pytest

from matching.policy import DEFAULT
from registry.domain import Decision, MissionCase, MissionState
from service.pages.planner.view import as_points, grid
from service.pages.wording import wording
from tests.service.pages.planner import story

LIST = "/missions/m1/seats/1"


def order(text):
    """The names on the list, in their order."""
    return re.findall(r'<span class="place">\d+\.</span> <a [^>]*>([^<]+)</a>', text)


def plain(text):
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_list_is_ranked_and_explained(planner):
    answer = planner.get(LIST)
    assert answer.status_code == 200
    assert order(answer.text) == [f"Given{at} {story.NAMES[at - 1]}" for at in (1, 2, 3, 4)]
    said = plain(answer.text)
    assert "4 of 7 can be proposed" in said
    assert "without Russian C1 −3" in said
    assert "not admitted to the pool −1" in said
    assert "availability unknown" in said
    assert "verified" in said
    assert "claimed" in said


@pytest.mark.parametrize(
    ("name", "status"), [("planner", 200), ("requester", 403), ("approver", 403), ("analyst", 403)]
)
def test_who_may_look(signed_in, name, status):
    assert signed_in(name).get(LIST).status_code == status
    assert signed_in(name).get(f"{LIST}/list.csv").status_code == status


@pytest.mark.parametrize("path", ["/missions/none/seats/1", "/missions/m1/seats/2", "/missions/m1/seats/0"])
def test_a_seat_that_is_not_there(planner, path):
    assert planner.get(path).status_code == 404


def test_nobody_is_hidden_in_silence(planner):
    answer = planner.get(f"{LIST}?verified=true&residence=GEO")
    assert order(answer.text) == []
    said = plain(answer.text)
    assert "Something verified: hides 2" in said
    assert "Georgia: hides 3" in said
    assert "4 people of this list are hidden by filters." in said
    assert "4 of 7 can be proposed" in said


def test_weights_show_who_moves(planner):
    answer = planner.get(f"{LIST}?w-language=100&w-skill=0")
    assert "You are trying something out." in plain(answer.text)
    assert 'name="choose"' not in answer.text
    assert answer.text.count("same place") == 4


def test_weights_that_do_not_add_up_are_kept_and_refused(planner):
    answer = planner.get(f"{LIST}?w-language=9&w-skill=10")
    assert "The points add up to 19, not to 100." in plain(answer.text)
    assert 'id="w-language" name="w-language" class="short" inputmode="numeric" value="9"' in answer.text
    assert 'name="choose"' in answer.text


def test_a_must_is_tried_without(planner):
    before = plain(planner.get(LIST).text)
    assert re.search(r"Try Russian B2 \(\+2\)", before)
    answer = planner.get(f"{LIST}?ease=1")
    assert len(order(answer.text)) == 6
    assert plain(answer.text).count(" new ") == 2
    assert "6 people can be proposed instead of 4" in plain(answer.text)


def test_side_by_side(planner):
    said = plain(planner.get(f"{LIST}?compare=s1,s3&compare=s2").text)
    assert re.search(r"Criterion 1\. Given1 Aliyev 2\. Given2 Əliyeva 3\. Given3 Sample", said)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Outside", "Given7 Outside cannot be proposed: not admitted to the pool without Russian C1"),
        ("Fifth", "Given6 Fifth cannot be proposed: without Russian C1"),
        ("Sämple", "Given3 Sample is on the list: rank 3"),
        ("Алиев", "Whom do you mean? Given1 Aliyev"),
        ("Nowhere", "Nobody of that name is in the pool."),
    ],
)
def test_why_somebody_is_not_there(planner, typed, says):
    assert says in plain(planner.get(LIST, params={"who": typed}).text)


def test_paths_are_drawn_for_whom_one_looks_at(planner):
    text = planner.get(f"{LIST}?look=s1").text
    assert "Paths that lead to Given1 Aliyev" in text
    assert "A test training (2025)" in text
    assert "No past mission near this one leads to this person." in planner.get(f"{LIST}?look=s4").text


def test_stability_is_told_when_it_is_asked(planner):
    assert "When weights move" not in planner.get(LIST).text
    assert plain(planner.get(f"{LIST}?stability=true").text).count("When weights move") == 4


def test_women_and_men_are_counted_for_five_and_more_alone(planner):
    assert "too few have said" in plain(planner.get(LIST).text)
    assert "3 women, 3 men" in plain(planner.get(f"{LIST}?drop=1").text)
    # A filter hides people, and never narrows the count down to them.
    assert "3 women, 3 men" in plain(planner.get(f"{LIST}?drop=1&residence=GEO").text)


def test_files_are_marked_and_on_record(planner, store):
    seen = len(list(store.record.events("s1")))
    raw = planner.get(f"{LIST}/list.csv")
    rows = list(csv.reader(io.StringIO(raw.content.decode("utf-8-sig"))))
    assert rows[0][0].startswith("Taken by Test planner (planner), 25 Nov 2026, 09:00 UTC")
    assert [row[1] for row in rows[2:]] == [f"Given{at} {story.NAMES[at - 1]}" for at in (1, 2, 3, 4)]
    book = ZipFile(io.BytesIO(planner.get(f"{LIST}/list.xlsx").content))
    assert "Taken by Test planner" in book.read("xl/worksheets/sheet1.xml").decode()
    document = planner.get(f"{LIST}/list.pdf?verified=true").content
    assert document.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in document
    assert len(list(store.record.events("s1"))) == seen + 3
    assert planner.get(f"{LIST}/list.doc").status_code == 422


def test_a_choice_needs_a_reason_and_keeps_what_was_typed(planner, store):
    sent = {"choose": ["s1", "s2"], "reason-s2": 'Said <b>"so"</b>'}
    answer = planner.post(f"{LIST}/decision", data=sent)
    assert answer.status_code == 422
    assert "Say why you choose this person" in answer.text
    assert "Said &lt;b&gt;&#34;so&#34;&lt;/b&gt;" in answer.text
    assert planner.post(f"{LIST}/decision", data={}).status_code == 422
    assert store.cases.find(Decision, mission="m1") == []


def test_people_are_chosen_and_the_list_is_locked(planner, store, gate):
    story.source(store, "m2")
    path = "/missions/m2/seats/1"
    first = planner.get(path)
    drawn = re.search(r'name="drawn" value="([^"]+)"', first.text)[1]
    gate.now.wait(minutes=7)
    later = planner.get(f"{path}?compare=s1,s2")
    assert f'name="drawn" value="{drawn}"' in later.text
    sent = {"choose": ["s2"], "reason-s2": "Knows the host", "drawn": drawn}
    assert planner.post(f"{path}/decision", data=sent).headers["location"] == path
    (decision,) = store.cases.find(Decision, mission="m2")
    assert [(each.specialist, each.rank, each.reason) for each in decision.chosen] == [("s2", 2, "Knows the host")]
    assert (decision.at - decision.drawn).total_seconds() == 7 * 60
    assert "Given2 Əliyeva" in plain(planner.get(path).text).split("4 of 7")[0]
    assert planner.post("/missions/m2/steps", data={"event": "lock"}).status_code == 303
    assert planner.get(path).text.count('name="choose"') == 0
    assert planner.post(f"{path}/decision", data=sent).status_code == 422
    assert store.cases.get(MissionCase, "m2").state is MissionState.SHORTLISTED


def test_points_add_up_to_100():
    assert as_points({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    own = grid(wording("en"), DEFAULT, {}).own
    assert sum(own.values()) == 100
    assert own["skill"] == 40
