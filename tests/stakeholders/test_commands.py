"""Inviting from the command line: a file or one person."""

from pathlib import Path

import pytest

from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.outbox.models import Letter
from portal.stakeholders.commands import ROLE_WORDS, invite_people, invite_person, read_people
from portal.stakeholders.models import Invitation
from tests.support.world import World, consultation_in


def test_every_documented_role_is_taken() -> None:
    assert set(ROLE_WORDS) == {"member", "releaser", "moderator", "steering", "chair", "editor"}


def test_a_file_in_windows_1252_is_invited(world: World, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    said: list[str] = []
    path.write_bytes(
        "email;role;organisation;group;name\r\na@example.org;releaser;Grüne Öfen;politics;Jörg".encode("cp1252")
    )
    listed = read_people(path)
    with world.work() as work:
        assert invite_people(work, consultation_in(work), listed, said.append) == 0
    assert said == ["1 Einladung wartet auf den Versand."]
    assert world.one(Invitation).name == "Jörg"


def test_a_file_with_faults_invites_nobody_and_says_each(world: World, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    said: list[str] = []
    path.write_text("email,role,organisation,group,name\na@example.org,,,,\nb,,,,\nc@example.org,king,,,\n")
    with world.work() as work:
        assert invite_people(work, consultation_in(work), read_people(path), said.append) == 1
    assert said[0] == "Zeile 3, Spalte „email“, Wert „b“: b ist keine E-Mail-Adresse."
    assert said[1].startswith("Zeile 4, Spalte „role“, Wert „king“:")
    assert said[2] == "2 Fehler. Es wird niemand eingeladen."
    assert [*world.all(Invitation), *world.all(Letter)] == []


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="lässt sich nicht öffnen"):
        read_people(tmp_path / "nothing.csv")


def test_one_person_is_invited(world: World) -> None:
    said: list[str] = []
    with world.work() as work:
        here = consultation_in(work)
        invite_person(work, here, said.append, email="a@example.org", role="chair")
        with pytest.raises(Invalid):
            invite_person(work, here, said.append, email="b@example.org", role="king")
    assert (world.one(Invitation).role, world.one(Invitation).chair) == (Role.STEERING, True)
