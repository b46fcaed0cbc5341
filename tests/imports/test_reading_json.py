"""JSON: a list of objects, or named lists of fields, goals and measures."""

from typing import Any

import pytest

from portal.imports.reading import Unreadable, read_table
from tests.imports.files import as_json


def test_named_lists_become_one_table_that_says_what_each_row_is() -> None:
    data = {
        "measures": [{"code": "B 1.1", "title": "Eins", "goals": ["B 1", "B 2"], "sections": {"costs": "wenig"}}],
        "fields": [{"code": "B", "title": "Bildung"}],
        "goals": [{"code": "B 1", "title": "Ziel"}, {"code": "B 2", "title": "Ziel 2"}],
    }
    table = read_table("a.json", as_json(data))
    assert table.columns == ("type", "code", "title", "goals", "costs")
    assert [row.cells for row in table.rows] == [
        ("field", "B", "Bildung", "", ""),
        ("goal", "B 1", "Ziel", "", ""),
        ("goal", "B 2", "Ziel 2", "", ""),
        ("measure", "B 1.1", "Eins", "B 1\nB 2", "wenig"),
    ]
    assert [(row.part, row.number) for row in table.rows][-2:] == [("goals", 2), ("measures", 1)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.10, "1.1"),
        (5, "5"),
        (None, ""),
        (True, "ja"),
        ([{"code": "B 1", "title": "x"}], "B 1"),
        (["a", None, 2], "a\n2"),
    ],
)
def test_values_become_text(value: Any, text: str) -> None:
    assert read_table("a.json", as_json([{"code": "B 1", "value": value}])).rows[0].cells == ("B 1", text)


def test_a_number_keeps_the_digits_it_was_written_with() -> None:
    assert read_table("a.json", b'[{"code": 1.10}]').rows[0].cells == ("1.10",)


def test_inner_objects_become_columns_with_both_names() -> None:
    table = read_table("a.json", as_json([{"code": "B 1", "origin": {"name": "AG"}, "sections": {"code": "x"}}]))
    assert table.columns == ("code", "origin.name", "sections.code")


def test_a_fault_in_the_syntax_is_told_with_its_place() -> None:
    with pytest.raises(Unreadable, match="Zeile 2, Zeichen 3"):
        read_table("a.json", b"[\n  }")


@pytest.mark.parametrize("content", [b"1", b'"a"', b"null", b"{}", b'{"a": [], "b": []}', b"[1]", b'[{"a": 1}, []]'])
def test_json_of_another_shape_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_table("a.json", content)


def test_a_name_that_occurs_twice_in_an_object_is_refused() -> None:
    with pytest.raises(Unreadable, match="„code“ in einem Objekt zweimal"):
        read_table("a.json", b'[{"code": "1", "code": "2"}]')


def test_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(Unreadable, match="UTF-8"):
        read_table("a.json", '[{"code": "Ü"}]'.encode("cp1252"))


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        assert read_table("a.json", '[{"code": "Ü"}]'.encode(encoding)).rows[0].cells == ("Ü",)


def test_signs_that_no_database_stores_are_left_out() -> None:
    assert read_table("a.json", rb'[{"code": "B\u0000 1\ud800"}]').rows[0].cells == ("B 1",)


def test_lists_beside_the_catalogue_are_named_as_skipped() -> None:
    data = {"meta": {"edition": "public"}, "items": [{"type": "goal", "code": "B 1"}], "comments": [{"number": "X"}]}
    table = read_table("a.json", as_json(data))
    assert table.columns == ("type", "code")
    assert table.skipped == ("comments",)


def test_empty_objects_are_left_out() -> None:
    assert len(read_table("a.json", b'[{}, {"code": "1"}]').rows) == 1
