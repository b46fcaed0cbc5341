"""What is kept of one person's work on themes and on the board is told in full, and stays without a name."""

import json

from portal.accounts.belongings import erase_everything, everything
from portal.app import BELONGINGS
from portal.board.models import SavedView
from portal.board.operations import save_view
from portal.consultations.queries import structure
from portal.themes import operations
from portal.themes.models import Advice, BoardNote, ThemeChange, ThemeMark
from tests.board.voices import Wish, say
from tests.support.world import World, consultation_in
from tests.themes.coding import advise, proposal, put, theme


def work_of_editor(world: World) -> None:
    put(world, theme(world, "Mein Thema", by="editor"), say(world, Wish()), by="editor")
    advise(world, "Mein Vorschlag", wording="Mein Wortlaut", by="editor")
    with world.work("editor") as work:
        here = consultation_in(work)
        operations.write_note(work, here, structure(work, here).by_id[proposal(work, "x").item_id], "Meine Notiz")
        save_view(work, here, "Meine Ansicht", "field=B")


def test_ones_own_work_is_told(world: World) -> None:
    work_of_editor(world)
    for name in ("editor", "moderator"):
        with world.work(name) as work:
            told = json.dumps(everything(work, BELONGINGS), ensure_ascii=False)
        for mine in ("Mein Thema", "Mein Vorschlag", "Mein Wortlaut", "Meine Notiz", "Meine Ansicht"):
            assert (mine in told) == (name == "editor"), mine


def test_the_work_stays_when_its_author_is_erased_and_names_nobody(world: World) -> None:
    work_of_editor(world)
    with world.work("editor") as work:
        erase_everything(work, BELONGINGS)
    assert world.all(SavedView) == []
    rows = [(row.author_id, row.author_label) for row in world.all(Advice)]
    rows += [(row.author_id, row.author_label) for row in world.all(BoardNote)]
    rows += [(row.changer_id, row.changer_label) for row in world.all(ThemeChange)]
    rows += [(row.marker_id, row.marker_label) for row in world.all(ThemeMark)]
    assert rows == [(None, "")] * 5
    assert world.all(Advice)[0].body == "Mein Vorschlag"
