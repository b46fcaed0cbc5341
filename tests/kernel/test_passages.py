"""Sentences one can point at, and what becomes of a passage in a later text."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.marking import letters
from portal.kernel.passages import Across, Fate, place_of, sentences

PIECES = ("Die", "Stadt", "bildet", "Eltern", "zu", "Sprachpat*innen", "aus", "und", "hilft", "z.", "B.", "an")
TEXT = st.lists(st.sampled_from(PIECES)).map(" ".join)
BEFORE = "Eltern werden ausgebildet. Sie begleiten neue Familien im ersten Schuljahr. Das kostet wenig."
SENTENCE = "Sie begleiten neue Familien im ersten Schuljahr."


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Eins. Zwei! Drei?", ["Eins.", "Zwei!", "Drei?"]),
        ("Das gilt z. B. an Schulen. Mehr nicht.", ["Das gilt z. B. an Schulen.", "Mehr nicht."]),
        ("Ab 1. Januar. Dann Nr. 3 und ca. 40 Prozent.", ["Ab 1. Januar.", "Dann Nr. 3 und ca. 40 Prozent."]),
        ("- Erstens\n- Zweitens. Drittens.\n\n1. Viertens", ["Erstens", "Zweitens.", "Drittens.", "Viertens"]),
        ("„Ja.“ So sei es.", ["„Ja.“", "So sei es."]),
        ("Gleich. Gleich.", ["Gleich."]),
        ("\n \n---\n", []),
    ],
)
def test_a_text_has_sentences(source: str, found: list[str]) -> None:
    assert sentences(source) == found


@given(st.text())
def test_each_sentence_stands_in_the_text_word_for_word_and_no_letter_is_lost(source: str) -> None:
    found = sentences(source)
    assert all(sentence in source for sentence in found)
    assert not {sign for sign in letters(source) if sign.isalpha()} - set("".join(found))


@pytest.mark.parametrize(
    ("now", "fate"),
    [
        (BEFORE, Fate.KEPT),
        ("Ganz neu davor. " + BEFORE.replace("wenig", "viel"), Fate.KEPT),
        (BEFORE.replace("neue", "**neue**").replace(". ", ".\n\n- "), Fate.KEPT),
        (BEFORE.replace("neue Familien", "zugezogene Familien"), Fate.CHANGED),
        (BEFORE.replace("im ersten Schuljahr", "zwei Jahre lang"), Fate.CHANGED),
        ("Eltern werden ausgebildet. Das kostet wenig.", Fate.GONE),
        ("", Fate.GONE),
    ],
)
def test_a_passage_is_kept_changed_or_gone(now: str, fate: Fate) -> None:
    assert Across(BEFORE, now).fate(SENTENCE) is fate


def test_of_two_alike_the_one_after_the_same_words_is_meant() -> None:
    then = "Rot ist gut hier im Park. Blau ist gut dort am Fluss."
    now = "Rot war alles. Blau ist fein dort am Fluss."
    assert Across(then, now).fate("ist gut", "Blau ") is Fate.CHANGED
    assert Across(then, now).fate("ist gut", "Rot ") is Fate.GONE


@pytest.mark.parametrize(("now", "fate"), [("Anders.", Fate.CHANGED), ("", Fate.GONE), (BEFORE + " ", Fate.KEPT)])
def test_without_a_quote_the_whole_text_is_meant(now: str, fate: Fate) -> None:
    assert Across(BEFORE, now).fate("") is fate


@given(before=TEXT, quote=TEXT, after=TEXT, now_before=TEXT, now_after=TEXT)
def test_what_still_stands_there_is_kept_whatever_is_around_it(
    before: str, quote: str, after: str, now_before: str, now_after: str
) -> None:
    across = Across(f"{before} {quote} {after}", f"{now_before} {quote} {now_after}")
    if letters(quote):
        assert across.fate(quote, before) is Fate.KEPT


@given(then=TEXT, now=TEXT, cut=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_every_passage_has_a_fate_and_kept_means_that_it_can_be_found(
    then: str, now: str, cut: tuple[int, int]
) -> None:
    quote = then[min(cut) : max(cut)]
    fate = Across(then, now).fate(quote, then[: min(cut)])
    if letters(quote) and letters(then) != letters(now):
        assert (fate is Fate.KEPT) == (letters(quote) in letters(now))
    if not letters(now) and letters(then):
        assert fate is Fate.GONE


@given(then=TEXT, now=TEXT)
def test_a_text_that_stays_keeps_all_and_one_that_goes_keeps_nothing(then: str, now: str) -> None:
    for sentence in sentences(then):
        assert Across(then, then).fate(sentence) is Fate.KEPT
        assert Across(then, "").fate(sentence) is Fate.GONE


@pytest.mark.parametrize(
    ("source", "quote", "found"),
    [
        ("Die Stadt hilft.", "Stadt hilft", "Stadt hilft"),
        ("Die Stadt *hilft* gern. Sehr.", "Stadt hilft gern.", "Stadt *hilft* gern."),
        ("1. Eins\n2. Zwei", "Eins Zwei", "Eins\n2. Zwei"),
        ("Siehe [hier](https://example.org/stadt), dort", "hier, dort", "hier](https://example.org/stadt), dort"),
        ("Erst Stadt,\nund dann Land", "Stadt, und dann", "Stadt,\nund dann"),
        ("Die Stadt hilft.", "Die Stadt hilft nicht.", None),
        ("Die Stadt hilft.", "…", None),
    ],
)
def test_a_passage_is_found_however_it_was_copied(source: str, quote: str, found: str | None) -> None:
    place = place_of(source, quote)
    assert (source[slice(*place)] if place else None) == found


@pytest.mark.parametrize("unit", ["1. ", "Z. B. ", "Dr. ", "[", "[a](", "\n", ". "])
def test_a_text_of_abbreviations_or_signs_has_its_sentences_at_once(unit: str) -> None:
    source = "a" + unit * (50_000 // len(unit)) + "b"
    begun = process_time()
    sentences(source)
    assert process_time() - begun < 0.5


def test_two_hundred_passages_of_a_long_section_are_followed_in_a_second() -> None:
    then = "Die Stadt bildet Eltern aus. " * 1_700
    across = Across(then, then + "Neu.")
    begun = process_time()
    fates = {across.fate("Die Stadt bildet Eltern aus, und mehr", then[-100:]) for _ in range(200)}
    assert process_time() - begun < 1
    assert fates == {Fate.GONE}
