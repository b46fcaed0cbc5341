"""The JSON file as programs read it."""

from datetime import date

import pytest
from hypothesis import given

from portal.reports.as_json import CHUNK, write_json
from portal.reports.model import Chapter, Column, Report, Table
from tests.reports.building import LATE_IN_THE_EVENING, any_text, bodies, json_of, report


def test_it_has_english_keys_and_iso_moments() -> None:
    assert json_of(report()) == {
        "meta": {"consultation": "wir-2-0"},
        "comments": [
            {"code": "B 1.2", "text": "Mehr Eichen", "number": 7, "date": "2026-11-17T23:30:00+00:00", "late": True}
        ],
    }


def test_meta_takes_moments_days_mappings_and_sets() -> None:
    meta = {"moment": LATE_IN_THE_EVENING, "counts": {"approved": 3}, "day": date(2026, 3, 1), "fields": {"b", "a"}}
    assert json_of(Report("", (), meta, ()))["meta"] == {
        "moment": "2026-11-17T23:30:00+00:00",
        "counts": {"approved": 3},
        "day": "2026-03-01",
        "fields": ["a", "b"],
    }


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="no form for object"):
        json_of(Report("", (), {"thing": object()}, ()))


def test_every_table_is_written_also_in_a_chapter_and_empty() -> None:
    empty = Table("goals", "Ziele", (Column("code", "Code"),), lambda: ())
    inner = Table("measures", "Maßnahmen", (Column("code", "Code"),), lambda: [("B 1",), (None,)])
    found = json_of(report((), empty, Chapter("Bildung", 1, (inner,))))
    assert (found["goals"], found["measures"]) == ([], [{"code": "B 1"}, {"code": None}])


@given(any_text)
def test_any_text_comes_back_unchanged(text: str) -> None:
    found = json_of(bodies(text))["comments"][0]["text"]
    assert found == text.encode(errors="replace").decode()


def test_it_is_sent_in_pieces() -> None:
    pieces = list(write_json(bodies(*["x" * 1000] * 1000)))
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 2 * CHUNK
