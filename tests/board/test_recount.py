"""Whatever is asked for: page, matrix and every file count what an independent count of the tables says."""

import csv
import html
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from urllib.parse import urlencode

import pytest
from docx import Document
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.board.answers import Answered
from portal.board.contest import Standing
from portal.board.narrowing import NO_THEME
from portal.comments.asking import filter_query
from portal.comments.filters import NOBODY, OUTSIDE, CommentFilter
from portal.comments.models import Arrival, Comment, Redaction, Revision, Stance, Voice
from portal.consultations.models import Item, Section
from portal.decisions.models import Answer, Response
from portal.kernel.city_time import day_of
from portal.kernel.codes import fold
from portal.stakeholders.models import Organisation, StakeholderGroup
from portal.themes.models import Theme, ThemeMark
from tests.board.voices import CANARY, crowd
from tests.support.world import World

FILTERS = st.builds(
    CommentFilter,
    fields=st.sampled_from(((), ("B",), ("Z",))),
    items=st.sampled_from(((), ("B 1.2",), ("B 1", "B 1.10"))),
    groups=st.sampled_from(((), ("civil-society",), (OUTSIDE,), ("politics", OUTSIDE))),
    organisations=st.sampled_from(((), (1,), (1, NOBODY), (99,))),
    stances=st.lists(st.sampled_from(Stance), unique=True, max_size=3).map(tuple),
    voices=st.sampled_from(((), (Voice.ORGANISATION,), (Voice.INDIVIDUAL,))),
    sections=st.sampled_from(((), ("description",))),
    themes=st.sampled_from(((), ("MONEY000",), (NO_THEME,), ("LENGTH00", NO_THEME))),
    answered=st.sampled_from(((), (Answered.YES,), (Answered.NO,))),
    without=st.sampled_from(((), (1,), (1, 2))),
    since=st.sampled_from((None, None, date(2020, 1, 1), date(2120, 1, 1))),
    text=st.sampled_from(("", "eltern", "strasse vormitt", CANARY)),
)
FIGURE = re.compile(r'<dd><a href="([^"]+)">(\d+)<span')
CODE_FIGURE = re.compile(r': <a href="([^"]+)">(\d+)<span')
NUMBERED = re.compile(r'<a href="([^"]+)">(\d+) (?:Kommentar|Organisation|Einzel)')
NUMBER = re.compile(r"<strong>(\d+) Kommentare?</strong>")
PRINTED = re.compile(r"\b([0-9A-Z]{4})\s([0-9A-Z]{4})\s+\d\d\.\d\d\.20")
RECEIPT = re.compile(r'href="/wir/comments/(\w{8})"')

Recount = Callable[[CommentFilter], set[str]]


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(asked=CommentFilter(answered=(Answered.YES,), since=date(2020, 1, 1)))
@example(asked=CommentFilter(themes=("MONEY000",), without=(1,)))
@given(asked=FILTERS)
def test_all_forms_agree_with_a_recount(world: World, steering: FlaskClient, asked: CommentFilter) -> None:
    if not world.all(Comment):
        crowd(world)
        order(world)
    expected = recount(world, asked)
    query = urlencode(filter_query(asked))
    assert on_comments_page(steering, query) == expected
    assert in_matrix(steering, query) == len(expected)
    for edition in ("public", "internal"):
        assert in_csv(steering, f"{query}&edition={edition}") == expected
    assert in_json(steering, query) == expected
    assert in_xlsx(steering, query) == expected
    assert in_docx(steering, query) == expected
    assert in_pdf(steering, query) == expected


def test_every_figure_opens_exactly_what_it_counts(world: World, steering: FlaskClient) -> None:
    crowd(world)
    order(world)
    asked = "stance=object&stance=support"
    queries = [f"rows={rows}&{asked}" for rows in ("measures", "goals", "fields")]
    for query in (*queries, "view=themes", f"view=themes&{asked}"):
        shown = page(steering, query)
        figures = [*FIGURE.findall(shown), *CODE_FIGURE.findall(shown), *NUMBERED.findall(shown.partition("<table")[2])]
        assert len(figures) > 2
        for address, number in figures:
            opened = html.unescape(address).partition("?")[2]
            assert len(on_comments_page(steering, opened)) == len(in_csv(steering, opened)) == int(number)


@pytest.mark.parametrize("rows", ["measures", "goals", "fields"])
def test_a_file_of_the_contested_alone_has_what_its_rows_count(world: World, steering: FlaskClient, rows: str) -> None:
    crowd(world)
    order(world)
    found = []
    for standing in Standing:
        query = f"rows={rows}&standing={standing}"
        found.append(sum(int(number) for _, number in FIGURE.findall(page(steering, query))))
        assert len(in_csv(steering, query)) == found[-1], standing
    assert sum(found) > max(found) or rows != "measures"


def test_the_number_of_themes_opens_exactly_these_themes(world: World, steering: FlaskClient) -> None:
    crowd(world)
    order(world)
    figures = re.findall(r'<a class="figure" href="([^"]+)">(\d+) Them', page(steering, ""))
    assert figures
    for address, number in figures:
        shown = page(steering, html.unescape(address).partition("?")[2])
        assert shown.count('scope="row"') == int(number)


def test_figures_of_a_measure_open_what_they_count(world: World, steering: FlaskClient) -> None:
    crowd(world)
    order(world)
    for by in ("themes", "groups"):
        answer = steering.get(f"/wir/board/measures/B 1.2?by={by}").text
        figures = NUMBERED.findall(answer)
        assert len(figures) > 2
        for address, number in figures:
            opened = html.unescape(address).partition("?")[2]
            assert len(on_comments_page(steering, opened)) == int(number)


def test_figures_of_a_theme_are_those_of_its_own_page(world: World, moderator: FlaskClient) -> None:
    crowd(world)
    order(world)
    shown = moderator.get("/wir/board/themes/").text
    figures = [*FIGURE.findall(shown), *CODE_FIGURE.findall(shown), *NUMBERED.findall(shown)]
    assert len(figures) > 6
    for address, number in figures:
        public = moderator.get(html.unescape(address)).text.partition("Noch nicht öffentlich")[0]
        assert len(set(re.findall(r'id="comment-(\w{8})"', public))) == int(number), address


def order(world: World) -> None:
    """Two themes with every second and third comment, those nobody may see among them; the lower one is answered."""
    now = datetime.now(UTC)
    money = world.add(Theme(consultation_id=1, title="Geld", public_id="MONEY000", created_at=now))
    length = world.add(
        Theme(consultation_id=1, title="Dauer", public_id="LENGTH00", parent_id=money.id, created_at=now)
    )
    for comment in world.all(Comment):
        for theme, every in ((money, 2), (length, 3)):
            if comment.id % every == 0:
                world.add(ThemeMark(theme_id=theme.id, comment_id=comment.id, marked_at=now, marker_label=""))
    for about in ({"theme_id": length.id}, {"comment_id": world.all(Comment)[0].id}):
        answer = {"answer": Answer.NOTED, "reason": "Gelesen", "recorded_at": now, "recorder_label": ""}
        world.add(Response(consultation_id=1, **about, **answer))


def test_text_nobody_may_see_is_in_no_page_and_no_file(world: World, steering: FlaskClient) -> None:
    crowd(world)
    addresses = ["", "?view=comments", "?view=organisations", "?rows=fields", "measures/B 1.2", "goals/B 1", "exports"]
    addresses += [f"?view=comments&page={number}" for number in (2, 3)]
    for address in addresses:
        answer = steering.get(f"/wir/board/{address}")
        assert answer.status_code == 200
        assert CANARY not in answer.text
    for form in ("csv", "json"):
        for edition in ("public", "internal"):
            assert CANARY not in steering.get(f"/wir/board/synopsis.{form}?edition={edition}").text
    assert CANARY not in str(sheet_rows(steering, "edition=internal"))
    assert CANARY not in Document(BytesIO(fetched(steering, "docx", "edition=internal"))).element.xml


def recount(world: World, asked: CommentFilter) -> set[str]:
    """Public ids of what is asked for, reckoned from whole tables without any query of the portal."""
    items = {item.id: item for item in world.all(Item)}
    sections = {section.id: section.key for section in world.all(Section)}
    groups = {group.id: group.key for group in world.all(StakeholderGroup)} | {0: OUTSIDE}
    revisions = {(one.comment_id, one.number): one for one in world.all(Revision)}
    covered = {one.revision_id: one.body for one in world.all(Redaction)}
    assert world.one(Organisation, name="Elternnetz", consultation_id=1).id == 1
    themes = {theme.id: theme for theme in world.all(Theme)}
    marked: dict[int, set[str]] = {}
    answered = {response.comment_id for response in world.all(Response)}
    for mark in world.all(ThemeMark):
        theme = themes[mark.theme_id]
        above = {themes[theme.parent_id].public_id} if theme.parent_id else set()
        marked.setdefault(mark.comment_id, set()).update({theme.public_id} | above)
        if theme.id in {response.theme_id for response in world.all(Response)}:
            answered.add(mark.comment_id)

    def is_asked_for(comment: Comment) -> bool:
        if comment.visible is None or comment.arrival is Arrival.LATE:
            return False
        revision = revisions[comment.id, comment.visible]
        words = re.findall(r"\w+", fold(covered.get(revision.id, revision.body)))
        return (
            (not asked.fields or asked.fields == ("B",))
            and (not asked.items or items[comment.item_id].code in asked.items)
            and (not asked.groups or groups[comment.group_id] in asked.groups)
            and (not asked.organisations or (comment.organisation_id or NOBODY) in asked.organisations)
            and (not asked.stances or revision.stance in asked.stances)
            and (not asked.voices or comment.voice in asked.voices)
            and (not asked.sections or sections.get(revision.section_id or 0) in asked.sections)
            and (not asked.themes or bool(marked.get(comment.id, {NO_THEME}) & set(asked.themes)))
            and (not asked.answered or (comment.id in answered) == (asked.answered == (Answered.YES,)))
            and comment.organisation_id not in asked.without
            and (
                asked.since is None
                or (comment.published_at is not None and day_of(comment.published_at) >= asked.since)
            )
            and all(any(word.startswith(begun) for word in words) for begun in fold(asked.text).split())
        )

    return {comment.public_id for comment in world.all(Comment) if is_asked_for(comment)}


def page(client: FlaskClient, query: str) -> str:
    answer = client.get(f"/wir/board/?{query}")
    assert answer.status_code == 200
    return answer.text


def on_comments_page(client: FlaskClient, query: str) -> set[str]:
    """Over all its pages; the number above says the same."""
    query = query if "view=comments" in query else f"{query}&view=comments"
    first = page(client, query)
    found = NUMBER.search(first)
    assert found is not None
    number, ids = int(found[1]), RECEIPT.findall(first)
    for further in range(2, -(-number // 50) + 1):
        ids += RECEIPT.findall(page(client, f"{query}&page={further}"))
    assert len(ids) == len(set(ids)) == number
    return set(ids)


def in_matrix(client: FlaskClient, query: str) -> int:
    """Measures and goals together."""
    return sum(
        int(number)
        for rows in ("measures", "goals")
        for _, number in FIGURE.findall(page(client, f"{query}&rows={rows}"))
    )


def in_csv(client: FlaskClient, query: str) -> set[str]:
    rows = list(csv.DictReader(StringIO(fetched(client, "csv", query).decode("utf-8-sig")), delimiter=";"))
    return numbers([row["Kommentar"] for row in rows])


def in_json(client: FlaskClient, query: str) -> set[str]:
    data = json.loads(fetched(client, "json", query))
    assert data["meta"]["counts"]["approved"] + data["meta"]["counts"]["redacted"] == len(data["comments"])
    assert [row["state"] for row in data["comments"]].count("redacted") == data["meta"]["counts"]["redacted"]
    return numbers([row["comment"] for row in data["comments"]])


def in_xlsx(client: FlaskClient, query: str) -> set[str]:
    head, *rows = sheet_rows(client, query)
    return numbers([row[head.index("Kommentar")] for row in rows])


def in_docx(client: FlaskClient, query: str) -> set[str]:
    head, *rows = document_rows(client, query)
    return numbers([row[head.index("Kommentar")].split("\n")[0] for row in rows])


def in_pdf(client: FlaskClient, query: str) -> set[str]:
    """As the numbers stand on the pages, each before the day of its comment."""
    pages = PdfReader(BytesIO(fetched(client, "pdf", query))).pages
    return numbers([f"{first}{last}" for page in pages for first, last in PRINTED.findall(page.extract_text())])


def sheet_rows(client: FlaskClient, query: str) -> list[list[str]]:
    book = load_workbook(BytesIO(fetched(client, "xlsx", query)))
    return [[str(value) for value in row] for row in book["Kommentare"].iter_rows(values_only=True)]


def document_rows(client: FlaskClient, query: str) -> list[list[str]]:
    """One head, then the rows of each item's table; nothing but the head of one where nothing is found."""
    tables = Document(BytesIO(fetched(client, "docx", query))).tables
    each = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    return [each[0][0], *(row for rows in each for row in rows[1:])] if each else [["Kommentar"]]


def fetched(client: FlaskClient, form: str, query: str) -> bytes:
    answer = client.get(f"/wir/board/synopsis.{form}?{query}")
    assert answer.status_code == 200
    content: bytes = answer.data
    return content


def numbers(shown: list[str]) -> set[str]:
    ids = [number.replace(" ", "") for number in shown]
    assert len(ids) == len(set(ids))
    return set(ids)
