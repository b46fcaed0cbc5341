"""Passages are found in finished HTML by their letters, and tags are never crossed."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.kernel.marking import Quoted, letter_places, letters, mark_passages, mark_places
from portal.kernel.markup import render_comment, render_sheet


def marked(source: str, *quotes: Quoted) -> str:
    return str(mark_passages(render_sheet(source), quotes))


def test_a_passage_is_marked_with_the_punctuation_it_ends_with() -> None:
    assert marked("Eltern helfen. Schulen auch.", Quoted("Eltern helfen.")) == (
        "<p><mark>Eltern helfen.</mark> Schulen auch.</p>"
    )


def test_a_passage_that_is_gone_marks_nothing() -> None:
    assert "<mark>" not in marked("Eltern helfen.", Quoted("Großeltern helfen"), Quoted("***"), Quoted(""))


def test_the_words_before_choose_among_equal_passages() -> None:
    text = "Zuerst die Eltern. Dann die Eltern."
    assert (
        marked(text, Quoted("die Eltern", before="Dann ")) == "<p>Zuerst die Eltern. Dann <mark>die Eltern</mark>.</p>"
    )


def test_words_before_that_have_changed_fall_back_to_the_first_place() -> None:
    assert marked("Die Eltern kommen.", Quoted("Eltern", before="Alle ")) == "<p>Die <mark>Eltern</mark> kommen.</p>"


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("Eltern **helfen** gern", "Eltern **helfen** gern"),
        ("1. Eins\n2. Zwei", "1. Eins\n2. Zwei"),
        ("Siehe [hier](https://example.org/x) und dort", "Siehe [hier](https://example.org/x) und"),
        ("Rat & Tat <wirklich>", "Rat & Tat <wirklich>"),
        ("Sprachpat*innen und Expert*innen", "Sprachpat*innen und"),
    ],
)
def test_markdown_in_the_passage_makes_no_difference(source: str, quote: str) -> None:
    html = marked(source, Quoted(quote))
    assert "<mark>" in html
    assert html.replace("<mark>", "").replace("</mark>", "") == str(render_sheet(source))


def test_marks_never_cross_a_tag() -> None:
    html = marked("Erster Absatz\n\nZweiter *betonter* Absatz", Quoted("Absatz\n\nZweiter *betonter*"))
    assert html == (
        "<p>Erster <mark>Absatz</mark></p>\n<p><mark>Zweiter </mark><em><mark>betonter</mark></em> Absatz</p>"
    )


def test_nothing_inside_a_tag_is_marked() -> None:
    html = Markup('<p><a rel="nofollow" href="https://eltern.example">Eltern</a></p>')
    assert mark_passages(html, [Quoted("eltern")]) == html
    assert 'href="https://eltern.example"><mark>Eltern' in mark_passages(html, [Quoted("Eltern")])


def test_overlapping_passages_are_one_mark() -> None:
    assert marked("Eltern helfen gern", Quoted("Eltern helfen"), Quoted("helfen gern")) == (
        "<p><mark>Eltern helfen gern</mark></p>"
    )


def test_marking_leaves_an_entity_whole() -> None:
    assert marked("Rat & Tat", Quoted("Rat & Tat")) == "<p><mark>Rat &amp; Tat</mark></p>"


@pytest.mark.parametrize("number", ["+49 511 000055", "(0511) 00 00 55"])
def test_a_passage_is_marked_with_the_signs_it_begins_with(number: str) -> None:
    assert marked(f"Anruf unter {number} genügt", Quoted(number)) == f"<p>Anruf unter <mark>{number}</mark> genügt</p>"


def test_each_of_two_equal_passages_is_marked_at_its_own_place() -> None:
    source = "Frau Kilic und *Frau* Kilic, dann Frau Kilic"
    places = [(0, 10), (34, 44)]
    assert mark_places(render_comment(source), source, places) == (
        "<p><mark>Frau Kilic</mark> und <em>Frau</em> Kilic, dann <mark>Frau Kilic</mark></p>"
    )


@given(st.text(), st.lists(st.text(max_size=8)))
def test_marking_adds_nothing_but_marks(source: str, passages: list[str]) -> None:
    html = render_comment(source)
    result = mark_passages(html, map(Quoted, passages))
    assert isinstance(result, Markup)
    assert result.replace("<mark>", "").replace("</mark>", "") == html


def test_the_longest_passage_wins() -> None:
    assert marked("0000 55 51", Quoted("0000"), Quoted("0000 55")) == "<p><mark>0000 55</mark> 51</p>"


@pytest.mark.parametrize("unit", ["[", "![", "[a](", "\n", " \n", "- \n"])
def test_the_letters_of_a_text_of_signs_alone_are_found_at_once(unit: str) -> None:
    """Anybody can send one, and a section of 50,000 characters is compared whenever its page is made."""
    source = "a" + unit * (50_000 // len(unit)) + "b"
    begun = process_time()
    letters(source)
    letter_places(source)
    assert process_time() - begun < 0.5


def test_a_thousand_marked_places_take_no_longer_than_a_few() -> None:
    """Somebody can write a text of nothing but words a moderator wants pointed out."""
    source = "Frau Kilic " * 900
    html, places = render_comment(source), [(11 * number, 11 * number + 10) for number in range(900)]
    begun = process_time()
    marked = mark_places(html, source, places)
    assert process_time() - begun < 0.5
    assert marked.count("<mark>") == 900


def test_a_bracket_around_a_link_stays() -> None:
    assert letters("[siehe [hier](https://example.org/a)") == "siehehier"
