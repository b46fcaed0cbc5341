"""Files of the catalogue that are made ahead: anew when something visible has changed, and not all the time."""

import os
from pathlib import Path

import pytest

from portal.catalogue.files import AHEAD, REST, renew
from portal.moderation.models import Outcome
from tests.moderation.deciding import settle_as
from tests.support.world import SLUG, World


@pytest.fixture
def made(world: World, tmp_path: Path) -> Path:
    """The files of both consultations."""
    assert renew(world.engine, tmp_path) == 2 * len(AHEAD)
    return tmp_path


def rest(data_dir: Path) -> None:
    for mark in data_dir.rglob("*.revision"):
        earlier = mark.stat().st_mtime - REST.total_seconds()
        os.utime(mark, (earlier, earlier))


def test_they_are_made_anew_for_what_everybody_sees_once_they_have_rested(world: World, made: Path) -> None:
    settle_as(world, world.comment(), Outcome.APPROVE)
    assert renew(world.engine, made) == 0
    rest(made)
    assert renew(world.engine, made) == len(AHEAD)


def test_they_stay_while_nothing_visible_has_changed(world: World, made: Path) -> None:
    world.comment()
    rest(made)
    assert renew(world.engine, made) == 0


def test_a_file_that_is_gone_does_not_rest(world: World, made: Path) -> None:
    (made / "catalogue" / f"{SLUG}.docx").unlink()
    assert renew(world.engine, made) == 1
