"""Where an id stands in a document of casework, and putting another one back there alone."""

import pytest

from registry.casework import places_of, put_back

DOCUMENT = {"by": "a", "ranking": [{"of": "a"}, {"of": "b"}], "text": "a and b", "n": 1}


def test_only_whole_values_are_places():
    assert list(places_of(DOCUMENT, "a")) == [("by",), ("ranking", 0, "of")]
    assert list(places_of(DOCUMENT, "c")) == []


def test_putting_back_leaves_other_places_alone():
    document = {"by": "a", "ranking": [{"of": "a"}, {"of": "a"}, {"of": "a"}]}
    put_back(document, [("ranking", 1, "of")], "a", "b")
    assert document == {"by": "a", "ranking": [{"of": "a"}, {"of": "b"}, {"of": "a"}]}


@pytest.mark.parametrize("place", [("ranking", 0, "of"), ("ranking", 7, "of"), ("gone",)])
def test_what_has_changed_since_is_refused(place):
    with pytest.raises(LookupError):
        put_back({"by": "a", "ranking": [{"of": "c"}]}, [place], "a", "b")
