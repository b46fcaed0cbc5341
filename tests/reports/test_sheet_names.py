"""Names of Excel sheets."""

from hypothesis import given
from hypothesis import strategies as st

from portal.reports.sheet_names import SheetNames
from tests.reports.building import any_text


def test_a_title_is_kept_as_far_as_excel_allows() -> None:
    names = SheetNames()
    given = ("Kommentare", "Kommentare", "KOMMENTARE", "Ziele/Maßnahmen: [alle]", "'History'", "", "x" * 40)
    expected = ["Kommentare", "Kommentare (2)", "KOMMENTARE (3)", "Ziele Maßnahmen alle", "History (2)", "-", "x" * 31]
    assert [names.new(title) for title in given] == expected


@given(st.lists(any_text, max_size=5))
def test_every_name_is_safe_and_its_own(titles: list[str]) -> None:
    names = SheetNames()
    found = [names.new(title) for title in titles * 2]
    assert len({name.casefold() for name in found}) == len(found)
    assert all(name and len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\") for name in found)
    assert not any(name.startswith("'") or name.endswith("'") for name in found)
