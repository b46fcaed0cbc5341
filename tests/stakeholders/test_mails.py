"""What the letters say, to whom and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.kernel.words import Words
from portal.outbox.models import Letter
from portal.stakeholders.mails import abilities
from portal.stakeholders.models import Organisation
from portal.stakeholders.operations import grant_extension
from tests.stakeholders.test_operations import invited
from tests.support.world import World, consultation_in


def letter(world: World, **fields: object) -> Letter:
    invited(world, **fields)  # type: ignore[arg-type]
    return world.all(Letter)[-1]


def test_an_organisation_is_asked_by_its_name_and_told_the_end(world: World) -> None:
    found = letter(world, organisation_name="Elternnetz", role=Role.RELEASER)
    assert found.subject.startswith("Einladung: Ihre Meinung zu WIR 2.0 (bis ")
    for text in (found.text, found.html):
        assert "möchten wir von Elternnetz wissen" in text
        assert "ein Entwurf mit 2 Maßnahmen" in text
        assert "Kommentieren können Sie bis" in text
        assert "Kommentare für Elternnetz freigeben" in text
        assert "Ihr eigener nicht" in text
        assert "24 Uhr" in text


def test_a_private_person_is_told_that_their_name_stays_unsaid(world: World) -> None:
    found = letter(world)
    assert "möchten wir von Ihnen wissen" in found.text
    assert "Privatperson mit einer Nummer" in found.text
    assert "Organisation" not in found.text


@pytest.mark.parametrize(
    ("role", "chair", "words"),
    [
        (Role.MODERATOR, False, "Kommentare prüfen"),
        (Role.STEERING, False, "Beschlüsse zu jeder Maßnahme festhalten"),
        (Role.STEERING, True, "die Beschlüsse veröffentlichen"),
        (Role.EDITOR, False, "den Katalog bearbeiten"),
    ],
)
def test_staff_is_told_what_to_do_and_nothing_about_own_comments(
    world: World, role: Role, chair: bool, words: str
) -> None:
    found = letter(world, role=role, chair=chair)
    assert found.subject == "Einladung zur Mitarbeit an WIR 2.0"
    assert words in found.text
    assert "Was mit Ihren Kommentaren geschieht" not in found.text


def test_after_the_end_the_letter_names_no_day_that_is_over(world: World) -> None:
    world.phase(Phase.REVIEW)
    found = letter(world)
    assert found.subject == "Einladung: Ihre Meinung zu WIR 2.0"
    assert "Kommentieren können Sie bis" not in found.text


def test_a_name_in_a_letter_is_never_markup(world: World) -> None:
    found = letter(world, organisation_name="<img src=x> & Söhne", group_key="politics")
    assert "<img" not in found.html
    assert "&lt;img src=x&gt; &amp; Söhne" in found.html
    assert "<img src=x> & Söhne" in found.text


def test_both_forms_of_the_letter_hold_the_same_link(world: World) -> None:
    found = letter(world)
    address = next(line.strip() for line in found.text.splitlines() if "portal:/invitations/" in line)
    assert found.html.count(address) == 2


@pytest.mark.parametrize("role", list(Role))
def test_every_role_can_do_something(role: Role) -> None:
    assert abilities(Words(), role, organisation="Elternnetz")


def test_the_letter_about_more_time_names_the_new_end(world: World) -> None:
    until = datetime.now(UTC) + timedelta(days=60)
    with world.work("editor") as work:
        grant_extension(work, consultation_in(work), work.session.get_one(Organisation, 1), until, "Urlaub")
    found = world.all(Letter)[0]
    end = Words().end(until)
    assert " ".join(end.split()) in found.subject
    assert end in found.text
    assert end in found.html
    assert "Urlaub" not in found.text
