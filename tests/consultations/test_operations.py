"""Operations of the office on a consultation and its catalogue."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditLine
from portal.consultations import operations, queries
from portal.consultations.models import Consultation, Field, FormerCode, Item, ItemType, Origin, Phase, Section
from portal.consultations.operations import Profile, Rendered
from portal.kernel.errors import Conflict, Invalid, Refused
from portal.kernel.markup import render_sheet
from portal.kernel.work import Work
from portal.search import queries as search
from portal.search.models import Subject
from tests.support.world import World, consultation_in


def field_codes(world: World) -> list[str]:
    with world.work() as work:
        return [field.code for field in queries.structure(work, consultation_in(work)).fields]


def section_keys(world: World) -> list[str]:
    with world.work() as work:
        return [section.key for section in queries.structure(work, consultation_in(work)).sections]


def add_fields(world: World, *codes: str) -> None:
    with world.work("editor") as work:
        for code in codes:
            operations.add_field(work, consultation_in(work), code, f"Feld {code}")


def field_in(work: Work, code: str) -> Field:
    return work.session.scalars(select(Field).filter_by(consultation_id=consultation_in(work).id, code=code)).one()


def section_in(work: Work, key: str) -> Section:
    return work.session.scalars(select(Section).filter_by(consultation_id=consultation_in(work).id, key=key)).one()


def item_in(work: Work) -> Item:
    return work.session.scalars(select(Item).filter_by(consultation_id=consultation_in(work).id, code="B 1.2")).one()


def events(world: World) -> list[str]:
    return [line.event for line in world.all(AuditLine)]


def profile(**said: str) -> Profile:
    texts = dict.fromkeys(("plan_name", "city", "question", "review_note", "decided_note", "adopted_note"), "")
    texts |= dict.fromkeys(("council_resolution", "contact_name", "contact_email", "contact_phone"), "")
    return Profile.of(**{"title": "WIR 2.0", "lead": "", "decides": "", **texts, **said})


def test_a_moved_field_changes_places_with_its_neighbour(world: World) -> None:
    add_fields(world, "S", "W")
    with world.work("editor") as work:
        operations.move_field(work, consultation_in(work), field_in(work, "W"), -1)
    assert field_codes(world) == ["B", "W", "S"]
    assert "field.moved" in events(world)


def test_a_field_at_the_end_stays_there(world: World) -> None:
    add_fields(world, "S")
    with world.work("editor") as work:
        before = consultation_in(work).catalogue_revision
        operations.move_field(work, consultation_in(work), field_in(work, "S"), 1)
        operations.move_field(work, consultation_in(work), field_in(work, "B"), -1)
        assert consultation_in(work).catalogue_revision == before
    assert field_codes(world) == ["B", "S"]


def test_a_renamed_field_is_called_so_everywhere(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        before = here.catalogue_revision
        operations.rename_field(work, here, field_in(work, "B"), code="BI", title=" Bildung \n für alle", summary="Neu")
        assert here.catalogue_revision == before + 1
    with world.work() as work:
        field = queries.structure(work, consultation_in(work)).fields[0]
    assert (field.code, field.title, field.summary) == ("BI", "Bildung für alle", "Neu")
    assert "field.changed" in events(world)


@pytest.mark.parametrize(
    ("code", "title", "about"), [("B", "Noch eins", "code"), ("", "Ohne", "code"), ("X", " ", "title")]
)
def test_a_field_needs_a_free_code_and_a_title(world: World, code: str, title: str, about: str) -> None:
    with world.work("editor") as work, pytest.raises(Invalid) as refusal:
        operations.add_field(work, consultation_in(work), code, title)
    assert refusal.value.field == about


def test_a_renamed_field_does_not_take_the_code_of_another(world: World) -> None:
    add_fields(world, "S")
    with world.work("editor") as work, pytest.raises(Invalid) as refusal:
        operations.rename_field(
            work, consultation_in(work), field_in(work, "S"), code="B", title="Soziales", summary=""
        )
    assert refusal.value.field == "code"


def test_sections_are_added_renamed_and_moved(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        operations.add_section(work, here, "risks", "Risiken")
        operations.rename_section(work, here, section_in(work, "risks"), "Was schiefgehen kann", "Risks")
        operations.move_section(work, here, section_in(work, "risks"), -10)
    assert section_keys(world)[:2] == ["risks", "situation"]
    with world.work() as work:
        section = queries.structure(work, consultation_in(work)).sections[0]
    assert (section.name("de"), section.name("en")) == ("Was schiefgehen kann", "Risks")
    assert {"section.added", "section.changed", "section.moved"} <= set(events(world))


@pytest.mark.parametrize("key", ["title", "comments", "steps", "Groß", "a b", "", "x" * 41])
def test_a_section_needs_a_key_of_its_own(world: World, key: str) -> None:
    with world.work("editor") as work, pytest.raises(Invalid) as refusal:
        operations.add_section(work, consultation_in(work), key, "Abschnitt")
    assert refusal.value.field == "key"


def test_a_renamed_origin_is_called_so_on_its_measures(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        made = operations.add_origin(work, here, "AG  Bildung")
        item = item_in(work)
        item.origin_id = made.id
        operations.rename_origin(work, here, made, "Expert*innengruppe Bildung")
    with world.work() as work:
        line = queries.item(work, consultation_in(work), ItemType.MEASURE, "B 1.2")
    assert line is not None and line.origin == "Expert*innengruppe Bildung"


def test_two_origins_have_two_names(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        operations.add_origin(work, here, "AG Bildung")
        other = operations.add_origin(work, here, "AG Soziales")
        with pytest.raises(Invalid):
            operations.rename_origin(work, here, other, "AG Bildung")
    assert len(world.all(Origin)) == 2


def test_a_changed_code_is_found_by_the_search(world: World) -> None:
    with world.work("editor") as work:
        here, item = consultation_in(work), item_in(work)
        operations.change_core(
            work,
            here,
            item,
            code="Neu9",
            field_id=item.field_id,
            kind=item.kind,
            recommended_to="",
            origin_id=None,
            goal_ids=(),
        )
    with world.work() as work:
        here = consultation_in(work)
        assert list(work.session.scalars(search.found(work, Subject.ITEM, here.id, "Neu9"))) == [item.id]
    assert world.one(FormerCode).code == "B 1.2"


def test_a_new_version_needs_a_note(world: World) -> None:
    with world.work("editor") as work, pytest.raises(Invalid) as refusal:
        item = item_in(work)
        operations.add_version(work, consultation_in(work), item, Rendered.of("Neu", {}), " ")
    assert refusal.value.field == "note"


def test_changed_settings_are_rendered_and_named_in_the_audit_log(world: World) -> None:
    said = profile(title="WIR 3.0", decides="Der **Rat**", contact_email="Office@Example.org", city="Lindenfurt")
    with world.work("editor") as work:
        here = consultation_in(work)
        before = here.revision
        operations.change_settings(work, here, said)
        assert here.revision > before
    here = world.one(Consultation, slug="wir")
    assert (here.title, here.contact_email) == ("WIR 3.0", "office@example.org")
    assert here.decides_html == render_sheet("Der **Rat**")
    line = world.one(AuditLine, event="consultation.settings")
    assert "title" in line.detail and "decides_html" not in line.detail


@pytest.mark.parametrize(
    ("said", "about"), [({"title": " "}, "title"), ({"contact_email": "so nicht"}, "contact_email")]
)
def test_settings_need_a_title_and_a_good_address(world: World, said: dict[str, str], about: str) -> None:
    with world.work("editor") as work, pytest.raises(Invalid) as refusal:
        operations.change_settings(work, consultation_in(work), profile(**said))
    assert refusal.value.field == about


def test_a_page_somebody_else_has_saved_is_not_overwritten(world: World) -> None:
    html = render_sheet("Text")
    with world.work("editor") as work:
        first = operations.write_page(work, "imprint", "de", "Impressum", "Text", html, seen=None).changed_at
    with world.work("editor", at=datetime.now(UTC) + timedelta(minutes=1)) as work:
        operations.write_page(work, "imprint", "de", "Impressum", "Neuer", html, seen=first)
    with world.work("editor") as work, pytest.raises(Conflict):
        operations.write_page(work, "imprint", "de", "Impressum", "Anderer", html, seen=first)
    with world.work("editor") as work, pytest.raises(Conflict):
        operations.write_page(work, "imprint", "de", "Impressum", "Anderer", html, seen=None)


Change = Callable[[Work, Consultation], object]
CHANGES: list[Change] = [
    lambda work, here: operations.add_field(work, here, "X", "X"),
    lambda work, here: operations.rename_field(work, here, field_in(work, "B"), code="X", title="X", summary=""),
    lambda work, here: operations.move_field(work, here, field_in(work, "B"), 1),
    lambda work, here: operations.add_section(work, here, "x", "X"),
    lambda work, here: operations.rename_section(work, here, section_in(work, "steps"), "X", ""),
    lambda work, here: operations.move_section(work, here, section_in(work, "steps"), 1),
    lambda work, here: operations.add_origin(work, here, "X"),
    lambda work, here: operations.rename_origin(work, here, Origin(name="Y"), "X"),
    lambda work, here: operations.change_settings(work, here, profile()),
    lambda work, here: operations.set_dates(work, here, work.now, work.now + timedelta(days=1)),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["member", "moderator", "steering", "outsider"])
def test_only_editors_change_the_catalogue(world: World, change: Change, name: str) -> None:
    with world.work(name) as work, pytest.raises(Refused):
        change(work, consultation_in(work))


@pytest.mark.parametrize("change", CHANGES)
def test_an_archived_consultation_is_not_changed(world: World, change: Change) -> None:
    world.phase(Phase.ARCHIVED)
    with world.work("editor") as work, pytest.raises(Refused):
        change(work, consultation_in(work))


def test_an_archived_consultation_can_be_opened_again(world: World) -> None:
    world.phase(Phase.ARCHIVED)
    with world.work("editor") as work:
        operations.set_stage(work, consultation_in(work), Phase.ADOPTED)
    assert world.one(Consultation, slug="wir").stage is Phase.ADOPTED


def test_only_the_administration_creates_consultations(world: World) -> None:
    with world.work("editor") as work, pytest.raises(Refused):
        operations.create_consultation(work, "neu", "Neu")
    with world.work("admin") as work:
        operations.create_consultation(work, "neu", "Neu")
    assert world.one(Consultation, slug="neu").title == "Neu"
