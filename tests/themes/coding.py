"""Themes and comments under them, made as moderators make them."""

from portal.consultations.models import ItemType
from portal.consultations.queries import item, sheet
from portal.kernel.work import Work
from portal.themes import operations
from portal.themes.proposal import Proposal
from tests.support.world import World, consultation_in


def theme(world: World, title: str = "Dauer", *, code: str = "B 1.2", parent: str = "", by: str = "moderator") -> str:
    """A theme on that measure, or across measures without a code; its public id."""
    with world.work(by) as work:
        here = consultation_in(work)
        about = item(work, here, ItemType.MEASURE, code) if code else None
        return operations.create_theme(work, here, title, item=about, parent=parent).public_id


def put(world: World, into: str, *comments: str, quote: str = "", by: str = "moderator") -> None:
    with world.work(by) as work:
        operations.assign_many(work, consultation_in(work), into, comments, quote)


def advise(
    world: World, body: str = "Wir folgen dem.", *, wording: str = "", release: bool = False, by: str = "moderator"
) -> int:
    with world.work(by) as work:
        said = proposal(work, body, wording)
        return operations.write_advice(work, consultation_in(work), said, release=release).id


def proposal(work: Work, body: str, wording: str = "") -> Proposal:
    here = consultation_in(work)
    line = item(work, here, ItemType.MEASURE, "B 1.2")
    assert line is not None
    text = sheet(work, here, line)
    assert text is not None
    return Proposal.of(text, body, {"description": wording} if wording else {})
