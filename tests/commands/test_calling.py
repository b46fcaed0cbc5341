"""How commands are called: typed wrongly, on a database that is not ready, and on a consultation just created."""

from pathlib import Path

import pytest

from portal.cli import main
from portal.consultations.models import Consultation
from portal.demo import seeding
from portal.kernel import migrations
from portal.stakeholders.models import Invitation, Organisation, StakeholderGroup
from tests.support.world import World


@pytest.fixture
def deployed(world: World, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small city, as the command line works on it."""
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    return world


def test_a_consultation_just_created_takes_invitations_for_all_three_usual_groups(
    deployed: World, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "email;role;organisation;group;name\n"
        "a@example.org;releaser;Elternnetz;Zivilgesellschaft;Ada\n"
        "b@example.org;member;Ratsfraktion;politics;Ben\n"
        "c@example.org;member;;Commissioners;Cem\n",
        "utf-8",
    )
    assert main(["consultation", "create", "neu", "Neu"]) == 0
    assert main(["invite", "neu", "--csv", str(people)]) == 0
    here = deployed.one(Consultation, slug="neu").id
    assert len([one for one in deployed.all(Invitation) if one.consultation_id == here]) == 3
    groups = {group.id: group.key for group in deployed.all(StakeholderGroup) if group.consultation_id == here}
    assert list(groups.values()) == ["politics", "commissioners", "civil-society"]
    bodies = [body for body in deployed.all(Organisation) if body.consultation_id == here]
    assert {body.name: groups[body.group_id] for body in bodies} == {
        "Elternnetz": "civil-society",
        "Ratsfraktion": "politics",
    }


def test_a_database_that_is_not_migrated_is_one_sentence(
    deployed: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    migrations.downgrade(deployed.engine, "-1")
    tasks = (
        ["consultation", "create", "wir", "WIR 2.0"],
        ["invite", "wir", "--email", "a@example.org"],
        ["export", "wir", "catalogue", "--format", "csv", "-o", str(tmp_path / "a.csv")],
        ["account", "create", "a@example.org", "Ada", "--password", "ein langes Passwort"],
    )
    for task in tasks:
        assert main(task) == 1
        assert capsys.readouterr().err == "The database is not at the newest revision. Run: portal database upgrade\n"


def test_a_database_that_is_away_is_one_sentence(
    deployed: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path}")
    for task in (["consultation", "phase", "wir", "review"], ["database", "check"]):
        assert main(task) == 1
        assert capsys.readouterr().err.startswith("The database cannot be reached: ")


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("consultation dates wir --from gestern --until 2026-11-18", "gestern is no day such as 2026-11-18"),
        ("serve --port 99999", "99999 is no port"),
        ("demo --comments -5", "-5 is no whole number"),
        ("export wir catalogue --format csv --language xx", "invalid choice: 'xx'"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(
    deployed: World, capsys: pytest.CaptureFixture[str], task: str, sentence: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(task.split())
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_revision_nobody_knows_and_a_file_nobody_can_write_fail_with_a_sentence(
    deployed: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["database", "downgrade", "9999"]) == 1
    assert capsys.readouterr().err == "There is no revision 9999.\n"
    path = tmp_path / "absent" / "a.csv"
    assert main(["export", "wir", "catalogue", "--format", "csv", "-o", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: No such file or directory.\n"


def test_dates_are_told_in_the_citys_time(deployed: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["consultation", "dates", "wir", "--from", "2026-10-26", "--until", "2026-11-18"]) == 0
    assert "from 2026-10-26 00:00 until 2026-11-19 00:00 (Europe/Berlin)" in capsys.readouterr().out
    assert str(deployed.one(Consultation, slug="wir").closes_at) == "2026-11-18 23:00:00+00:00"


def test_the_folder_named_for_the_demo_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(seeding, "is_seeded", lambda work: True)
    assert main(["demo", "--no-serve", "--data", str(tmp_path / "named")]) == 0
    assert (tmp_path / "named" / "portal.db").is_file()
    assert not (tmp_path / "portal.db").exists()
