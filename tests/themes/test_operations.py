"""Keeping themes and putting comments under them: who may, when, and what stays true whatever is done."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.audit.models import AuditLine
from portal.comments.models import Comment
from portal.consultations.models import ItemType, Phase
from portal.consultations.queries import item
from portal.kernel.errors import Conflict, Invalid, Missing, Refused
from portal.kernel.work import Work
from portal.themes import operations, queries
from portal.themes.models import Advice, Theme, ThemeChange, ThemeMark, ThemeVerb
from tests.board.voices import Wish, say
from tests.support.world import DESCRIPTION, PEOPLE, World, consultation_in
from tests.themes.coding import advise, proposal, put, theme

CODERS = {"moderator", "moderator2", "editor"}


def under(world: World, public_id: str) -> set[str]:
    """Public ids of the comments that stand directly under a theme, from the table alone."""
    row = world.one(Theme, public_id=public_id)
    names = {comment.id: comment.public_id for comment in world.all(Comment)}
    return {names[mark.comment_id] for mark in world.all(ThemeMark) if mark.theme_id == row.id}


def verbs(world: World, public_id: str) -> list[ThemeVerb]:
    row = world.one(Theme, public_id=public_id)
    return [change.verb for change in world.all(ThemeChange) if change.theme_id == row.id]


DEEDS: dict[str, Callable[[Work, str, str], object]] = {
    "create": lambda work, one, comment: operations.create_theme(work, consultation_in(work), "Neu"),
    "rename": lambda work, one, comment: operations.rename_theme(work, consultation_in(work), one, "Anders"),
    "move": lambda work, one, comment: operations.move_theme(work, consultation_in(work), one, ""),
    "merge": lambda work, one, comment: operations.merge_theme(work, consultation_in(work), one, one),
    "split": lambda work, one, comment: operations.split_theme(work, consultation_in(work), one, "Neu", [comment]),
    "close": lambda work, one, comment: operations.close_theme(work, consultation_in(work), one),
    "reopen": lambda work, one, comment: operations.reopen_theme(work, consultation_in(work), one),
    "assign": lambda work, one, comment: operations.assign(work, consultation_in(work), one, comment),
    "unassign": lambda work, one, comment: operations.unassign(work, consultation_in(work), one, comment),
    "advise": lambda work, one, comment: operations.write_advice(work, consultation_in(work), proposal(work, "Ja")),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_only_moderators_and_editors_order_themes_and_advise(world: World, deed: str) -> None:
    one, comment = theme(world), say(world, Wish())
    for name in PEOPLE:
        if name not in CODERS:
            with pytest.raises(Refused), world.work(name) as work:
                DEEDS[deed](work, one, comment)


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED, Phase.ARCHIVED])
@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed != "merge"])
def test_an_archive_takes_no_more_work(world: World, deed: str, phase: Phase) -> None:
    one, comment = theme(world), say(world, Wish())
    put(world, one, comment)
    world.phase(phase)
    with world.work("moderator") as work:
        if phase is Phase.ARCHIVED:
            with pytest.raises(Refused):
                DEEDS[deed](work, one, comment)
        else:
            DEEDS[deed](work, one, comment)


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"steering", "chair", "editor"}))
def test_only_those_who_decide_and_the_office_write_notes(world: World, name: str) -> None:
    with pytest.raises(Refused), world.work(name) as work:
        here = consultation_in(work)
        line = item(work, here, ItemType.MEASURE, "B 1.2")
        assert line is not None
        operations.write_note(work, here, line, "Notiz")


def test_a_theme_needs_a_name_of_its_own(world: World) -> None:
    theme(world, "Geld")
    for title, code in (("", "B 1.2"), ("  ", "B 1.2"), (" geld ", "B 1.2"), ("x" * 121, "B 1.2")):
        with pytest.raises(Invalid) as refusal:
            theme(world, title, code=code)
        assert refusal.value.field == "title"
    theme(world, "Geld", code="B 1.10")
    theme(world, "Geld", code="")


def test_themes_have_two_levels_and_no_more(world: World) -> None:
    top = theme(world, "Geld", code="")
    lower = theme(world, "Aufwandsentschädigung", parent=top)
    with pytest.raises(Invalid):
        theme(world, "Höhe", parent=lower)
    other = theme(world, "Personal", code="")
    for moved, parent in ((top, other), (top, top), (other, lower)):
        with pytest.raises(Invalid), world.work("editor") as work:
            operations.move_theme(work, consultation_in(work), moved, parent)
    with world.work("editor") as work:
        operations.move_theme(work, consultation_in(work), lower, other)
        operations.move_theme(work, consultation_in(work), top, other)
    assert verbs(world, lower) == [ThemeVerb.CREATED, ThemeVerb.MOVED]


def test_a_theme_of_one_measure_is_not_moved_beneath_that_of_another(world: World) -> None:
    parent, child = theme(world, "Geld", code="B 1.10"), theme(world, "Dauer")
    with pytest.raises(Invalid), world.work("moderator") as work:
        operations.move_theme(work, consultation_in(work), child, parent)


def test_merging_moves_every_comment_once_and_the_former_address_leads_on(world: World) -> None:
    both, only = say(world, Wish(body="Beides")), say(world, Wish(body="Nur dies"))
    first, second, third = theme(world, "Dauer"), theme(world, "Länge"), theme(world, "Zeit")
    put(world, first, both, only)
    put(world, second, both)
    with world.work("moderator") as work:
        here = consultation_in(work)
        operations.merge_theme(work, here, first, second)
        operations.merge_theme(work, here, second, third)
        assert queries.successor(work, here, first) == third
        assert queries.theme_named(work, here, first) is None
        assert [line.public_id for line in queries.themes(work, here)] == [third]
    assert under(world, third) == {both, only}
    assert len(world.all(ThemeMark)) == 2
    assert verbs(world, first)[-1] is verbs(world, third)[-1] is ThemeVerb.MERGED
    with pytest.raises(Conflict), world.work("moderator") as work:
        operations.rename_theme(work, consultation_in(work), first, "Zu spät")


def test_lower_themes_go_along_and_stay_on_two_levels(world: World) -> None:
    top, other = theme(world, "Geld", code=""), theme(world, "Mittel", code="")
    lower, child = theme(world, "Höhe", code="", parent=top), theme(world, "Antrag", code="", parent=other)
    with world.work("moderator") as work:
        operations.merge_theme(work, consultation_in(work), top, child)
    rows = {row.public_id: row for row in world.all(Theme)}
    assert rows[lower].parent_id == rows[other].id
    with world.work("moderator") as work:
        operations.merge_theme(work, consultation_in(work), other, lower)
    rows = {row.public_id: row for row in world.all(Theme)}
    assert rows[lower].parent_id is None
    assert rows[child].parent_id == rows[lower].id


def test_a_wider_theme_does_not_merge_into_a_narrower_one(world: World) -> None:
    wide, narrow = theme(world, "Geld", code=""), theme(world, "Dauer")
    for into in (narrow, wide):
        with pytest.raises(Invalid) as refusal, world.work("moderator") as work:
            operations.merge_theme(work, consultation_in(work), wide, into)
        assert refusal.value.field == "into"


def test_splitting_takes_the_chosen_comments_into_a_new_theme(world: World) -> None:
    stays, goes = say(world, Wish(body="Bleibt")), say(world, Wish(body="Geht"))
    one = theme(world, "Dauer", parent=theme(world, "Zeit"))
    put(world, one, stays, goes)
    with world.work("editor") as work:
        new = operations.split_theme(work, consultation_in(work), one, "Länge", [goes, "NOTHING0"]).public_id
    assert (under(world, one), under(world, new)) == ({stays}, {goes})
    rows = {row.public_id: row for row in world.all(Theme)}
    assert (rows[new].item_id, rows[new].parent_id) == (rows[one].item_id, rows[one].parent_id)
    assert verbs(world, one)[-1] is verbs(world, new)[-1] is ThemeVerb.SPLIT
    for chosen, title in (([], "Nichts"), ([goes], "Nicht mehr hier"), ([stays], "")):
        with pytest.raises(Invalid), world.work("editor") as work:
            operations.split_theme(work, consultation_in(work), one, title, chosen)


def test_a_closed_theme_takes_nothing_until_it_is_opened_again(world: World) -> None:
    one, comment = theme(world), say(world, Wish())
    with world.work("moderator") as work:
        operations.close_theme(work, consultation_in(work), one)
    with pytest.raises(Refused):
        put(world, one, comment)
    with world.work("moderator") as work:
        operations.reopen_theme(work, consultation_in(work), one)
    put(world, one, comment)
    expected = [ThemeVerb.CREATED, ThemeVerb.CLOSED, ThemeVerb.REOPENED, ThemeVerb.MARKED]
    assert verbs(world, one) == expected


def test_who_put_a_comment_there_is_kept_and_twice_is_once(world: World) -> None:
    one, comment = theme(world), say(world, Wish())
    put(world, one, comment, by="moderator")
    put(world, one, comment, by="editor")
    (mark,) = world.all(ThemeMark)
    assert (mark.marker_label, mark.quote) == ("Moderator", "")
    with world.work("editor") as work:
        operations.unassign(work, consultation_in(work), one, comment)
        operations.unassign(work, consultation_in(work), one, comment)
    assert world.all(ThemeMark) == []
    assert verbs(world, one) == [ThemeVerb.CREATED, ThemeVerb.MARKED, ThemeVerb.UNMARKED]


def test_a_quoted_part_has_to_stand_in_the_one_comment_chosen(world: World) -> None:
    one = theme(world)
    comment = say(world, Wish(body="Ein Jahr ist zu kurz.\nZwei wären gut."))
    other = say(world, Wish(body="Zu kurz."))
    put(world, one, comment, quote="Jahr ist zu kurz. Zwei")
    for chosen, quote in (((comment,), "drei wären gut"), ((comment, other), "zu kurz")):
        with pytest.raises(Invalid) as refusal:
            put(world, one, *chosen, quote=quote)
        assert refusal.value.field == "quote"
    assert [mark.quote for mark in world.all(ThemeMark)] == ["Jahr ist zu kurz. Zwei"]


def test_several_are_put_under_a_theme_together_or_not_at_all(world: World) -> None:
    one, fine = theme(world), say(world, Wish())
    elsewhere = say(world, Wish(code="B 1.10"))
    with pytest.raises(Invalid) as refusal:
        put(world, one, fine, elsewhere)
    assert refusal.value.field == "theme"
    with pytest.raises(Missing):
        put(world, one, fine, "NOTHING0")
    with pytest.raises(Invalid):
        put(world, one)
    assert world.all(ThemeMark) == []
    put(world, theme(world, "Überall", code=""), fine, elsewhere)
    assert len(world.all(ThemeMark)) == 2


@pytest.mark.parametrize(
    ("fate", "is_codable"),
    [
        ("approved", True),
        ("submitted", True),
        ("returned", True),
        ("redacted", True),
        ("late", True),
        ("declined", False),
        ("withdrawn", False),
    ],
)
def test_what_arrived_and_stands_can_be_put_under_a_theme(world: World, fate: str, is_codable: bool) -> None:
    one, comment = theme(world), say(world, Wish(), fate)
    if is_codable:
        put(world, one, comment)
        return
    with pytest.raises(Missing):
        put(world, one, comment)


def test_figures_count_what_is_visible_and_each_comment_once(world: World) -> None:
    top = theme(world, "Geld", code="")
    lower = theme(world, "Höhe", parent=top)
    seen, hidden = say(world, Wish()), say(world, Wish(body="Wartet"), "submitted")
    put(world, top, seen, hidden)
    put(world, lower, seen, hidden)
    put(world, lower, seen, quote="Mehr")
    with world.work("steering") as work:
        here = consultation_in(work)
        ids = {line.id: line.public_id for line in queries.themes(work, here)}
        counted = {ids[tally.theme_id]: tally.number for tally in queries.tallies(work, here)}
    assert counted == {top: 1, lower: 1}


@pytest.mark.parametrize("name", PEOPLE)
def test_themes_are_read_by_staff_of_this_consultation_alone(world: World, name: str) -> None:
    one = theme(world)
    with world.work(name) as work:
        here = consultation_in(work)
        found = queries.theme_named(work, here, one), queries.themes(work, here)
    expected = name in CODERS | {"steering", "chair"}
    assert (found[0] is not None, bool(found[1])) == (expected, expected)


@pytest.mark.parametrize("name", PEOPLE)
def test_advice_is_read_before_its_release_by_those_who_write_it(world: World, name: str) -> None:
    with world.work("moderator") as work:
        item_id = proposal(work, "Nein").item_id
    for release, readers in ((False, CODERS), (True, CODERS | {"steering", "chair"})):
        advise(world, f"Veröffentlicht: {release}", release=release)
        with world.work(name) as work:
            found = queries.advice(work, consultation_in(work), item_id)
        assert (found is not None) == (name in readers)
    advise(world, "Neuer Entwurf")
    with world.work(name) as work:
        found = queries.advice(work, consultation_in(work), item_id)
        released = queries.advice_released(work, [item_id])
    assert released[item_id].body == "Veröffentlicht: True"
    if found is not None:
        assert found.body == ("Neuer Entwurf" if name in CODERS else "Veröffentlicht: True")


def test_only_wordings_that_change_their_section_are_proposed(world: World) -> None:
    with world.work("moderator") as work:
        assert proposal(work, "Ja", f" {DESCRIPTION} ").wordings == ()
        assert [new.text for new in proposal(work, "Ja", "Ganz anders.").wordings] == ["Ganz anders."]
        with pytest.raises(Invalid) as refusal:
            proposal(work, "  ")
        assert refusal.value.field == "body"


def test_what_is_released_proposes_the_wordings_of_the_draft(world: World) -> None:
    draft = advise(world, wording="Ganz anders.")
    with world.work("moderator") as work:
        released = operations.release_advice(work, consultation_in(work), draft)
        item_id = released.item_id
    with world.work("steering") as work:
        found = queries.advice_released(work, [item_id])[item_id]
    assert found.id != draft
    assert [new.text for new in found.wordings] == ["Ganz anders."]


def test_two_who_advise_notice_each_other(world: World) -> None:
    first = advise(world)
    with world.work("editor") as work:
        operations.write_advice(work, consultation_in(work), proposal(work, "Anders"), after=first)
    with pytest.raises(Conflict), world.work("moderator") as work:
        operations.write_advice(work, consultation_in(work), proposal(work, "Noch anders"), after=first)
    with pytest.raises(Conflict), world.work("moderator") as work:
        operations.release_advice(work, consultation_in(work), first)
    assert [row.body for row in world.all(Advice)] == ["Wir folgen dem.", "Anders"]


def test_the_audit_log_names_no_theme_by_its_words(world: World) -> None:
    one = theme(world, "Kanarienvogel")
    put(world, one, say(world, Wish()))
    advise(world, "Kanarienvogel")
    with world.work() as work:
        lines = work.session.scalars(select(AuditLine)).all()
        assert {"theme.created", "theme.marked", "advice.drafted"} <= {line.event for line in lines}
        assert [line for line in lines if "Kanarienvogel" in line.subject + line.detail] == []
