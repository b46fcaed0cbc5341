"""The words that stayed, went and came give back both texts."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.differences import Change, Run, word_diff

SENTENCES = st.lists(st.sampled_from(["Eltern", "Kinder", " ", "  ", "\n", ".", ",", "lernen", "*", "ü"])).map("".join)
TEXTS = SENTENCES | st.text(max_size=80)


@given(TEXTS, TEXTS)
def test_the_runs_rebuild_both_texts(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert "".join(run.text for run in runs if run.change is not Change.NEW) == before
    assert "".join(run.text for run in runs if run.change is not Change.GONE) == after


@given(TEXTS, TEXTS)
def test_no_run_is_empty(before: str, after: str) -> None:
    assert all(run.text for run in word_diff(before, after))


@given(TEXTS)
def test_the_same_text_has_nothing_but_the_same(text: str) -> None:
    assert word_diff(text, text) == ([Run(Change.SAME, text)] if text else [])


def test_only_the_words_that_changed_are_marked() -> None:
    assert word_diff("Eltern werden ausgebildet.", "Eltern werden bezahlt.") == [
        Run(Change.SAME, "Eltern werden "),
        Run(Change.GONE, "ausgebildet"),
        Run(Change.NEW, "bezahlt"),
        Run(Change.SAME, "."),
    ]


def test_a_sentence_that_is_another_one_is_not_cut_at_every_space() -> None:
    assert word_diff("Es gibt Geld. Die Stellen arbeiten mit Vereinen.", "Es gibt Geld. Vereine werden beteiligt.") == [
        Run(Change.SAME, "Es gibt Geld. "),
        Run(Change.GONE, "Die Stellen arbeiten mit Vereinen"),
        Run(Change.NEW, "Vereine werden beteiligt"),
        Run(Change.SAME, "."),
    ]


def test_what_only_came_takes_no_blank_away() -> None:
    runs = word_diff("im Schuljahr und danach", "im Schuljahr, auf Wunsch länger, und danach")
    assert [run.text for run in runs if run.change is Change.GONE] == []


def test_paragraphs_stay_apart() -> None:
    assert word_diff("eins\n\nzwei", "drei\n\nvier")[2] == Run(Change.SAME, "\n\n")


def test_the_same_words_again_and_again_hold_nobody_up() -> None:
    """Anybody can send such a text, and everybody who opens it would wait: some algorithms take half a minute."""
    begun = process_time()
    word_diff("x y z " * 3400, "x z y " * 3400)
    assert process_time() - begun < 3
