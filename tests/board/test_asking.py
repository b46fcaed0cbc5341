"""A query string says what is asked for, and every address says the same again."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from portal.board.answers import Answered
from portal.board.asking import Address, Asked, View, asked_for, filter_asked_for, tidied
from portal.board.contest import Standing
from portal.board.matrix import Rows
from portal.comments.filters import CommentFilter
from portal.comments.listing import Sort
from portal.comments.models import Stance, Voice

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=8)
CODES = st.sampled_from(("B 1.2", "B5+6", "Üneu1", "I.1"))
FILTERS = st.builds(
    CommentFilter,
    fields=st.lists(CODES, unique=True, max_size=2).map(tuple),
    items=st.lists(CODES, unique=True, max_size=3).map(tuple),
    groups=st.lists(WORDS, unique=True, max_size=2).map(tuple),
    organisations=st.lists(st.integers(0, 10**6), unique=True, max_size=2).map(tuple),
    stances=st.lists(st.sampled_from(Stance), unique=True).map(tuple),
    voices=st.lists(st.sampled_from(Voice), unique=True).map(tuple),
    sections=st.lists(WORDS, unique=True, max_size=2).map(tuple),
    themes=st.lists(WORDS, unique=True, max_size=2).map(tuple),
    answered=st.lists(st.sampled_from(Answered), unique=True).map(tuple),
    without=st.lists(st.integers(0, 10**6), unique=True, max_size=2).map(tuple),
    since=st.none() | st.dates(),
    text=st.lists(WORDS, max_size=3).map(" ".join),
)
ASKED = st.builds(
    Asked,
    filter=FILTERS,
    view=st.sampled_from(View),
    rows=st.sampled_from(Rows),
    standing=st.none() | st.sampled_from(Standing),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 99),
)


def getlist(query: str) -> Callable[[str], list[str]]:
    values = parse_qs(query)
    return lambda name: values.get(name, [])


def parsed(address: str) -> Asked:
    return asked_for(getlist(urlsplit(address).query))


@given(ASKED)
def test_an_address_asks_for_what_it_was_made_of(asked: Asked) -> None:
    assert parsed(Address("/wir/board/")(asked)) == asked


@given(FILTERS)
def test_a_file_is_asked_for_with_the_same_filter(asked: CommentFilter) -> None:
    address = Address("/wir/board/", "en").file("csv", asked, "internal")
    values = getlist(urlsplit(address).query)
    assert filter_asked_for(values) == asked
    assert (values("edition"), values("lang")) == (["internal"], ["en"])


@given(FILTERS)
def test_a_filter_survives_being_kept_as_a_document(asked: CommentFilter) -> None:
    assert CommentFilter.from_document(asked.as_document()) == asked


def test_words_nobody_knows_are_left_out() -> None:
    asked = parsed(
        "?view=nonsense&rows=7&standing=x&sort=&page=-3&stance=maybe&voice=&organisation=abc&organisation=-1"
        "&answered=perhaps&since=gestern&since=2026-02-30&without=x"
    )
    assert asked == Asked()


def test_an_absurd_page_or_number_is_no_error() -> None:
    asked = parsed(f"?page={'9' * 30}&organisation={'9' * 30}&organisation=٣")
    assert asked.page == 1
    assert asked.filter.organisations == ()


def test_another_filter_begins_at_the_first_page() -> None:
    asked = Asked(view=View.COMMENTS, page=4)
    assert asked.but(stances=Stance.OBJECT).page == 1
    assert asked.but(page=5).filter == asked.filter


def test_one_wish_less_leaves_the_others() -> None:
    asked = Asked(CommentFilter(fields=("B", "S"), text="Eltern"))
    assert asked.without("fields", "B").filter == CommentFilter(fields=("S",), text="Eltern")
    assert asked.without("text", "Eltern").filter == CommentFilter(fields=("B", "S"))


def test_catalogue_order_is_carried_along() -> None:
    assert parsed("?sort=catalogue").as_catalogue
    assert Asked(as_catalogue=True).query == [("sort", "catalogue")]


@given(ASKED)
def test_a_kept_view_asks_for_the_same_from_its_first_page(asked: Asked) -> None:
    whole = urlencode([*asked.query, ("lang", "en"), ("done", "saved"), ("edition", "internal")])
    assert parsed(f"?{tidied(whole)}") == asked.but(page=1)
    assert tidied(tidied(whole)) == tidied(whole)
