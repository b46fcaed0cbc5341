"""What is kept of one person's work on themes, advice and notes: told in full; it stays, without a name."""

from typing import Any

from sqlalchemy import select, update

from portal.accounts.belongings import Belongings, Person
from portal.consultations.models import Item, Section
from portal.kernel.work import Work
from portal.themes.models import Advice, AdviceWording, BoardNote, Theme, ThemeChange, ThemeMark


def _tell(work: Work, person: Person) -> Any:
    advice = select(Advice, Item.code).join(Item, Item.id == Advice.item_id)
    notes = select(BoardNote, Item.code).join(Item, Item.id == BoardNote.item_id)
    changes = select(ThemeChange, Theme.public_id).join(Theme, Theme.id == ThemeChange.theme_id)
    own = work.session.execute
    wordings = own(
        select(AdviceWording.advice_id, Section.key, AdviceWording.wording)
        .join(Advice, Advice.id == AdviceWording.advice_id)
        .join(Section, Section.id == AdviceWording.section_id)
        .where(Advice.author_id == person.account_id)
        .order_by(Section.position, Section.id)
    ).all()
    return {
        "advice": [
            {
                "item": code,
                "written": row.written_at.isoformat(),
                "text": row.body,
                "wordings": {key: text for owner, key, text in wordings if owner == row.id},
                "released": row.is_released,
            }
            for row, code in own(advice.where(Advice.author_id == person.account_id).order_by(Advice.id))
        ],
        "notes": [
            {"item": code, "written": row.written_at.isoformat(), "text": row.body}
            for row, code in own(notes.where(BoardNote.author_id == person.account_id).order_by(BoardNote.id))
        ],
        "themes": [
            {"theme": public_id, "did": row.verb, "at": row.changed_at.isoformat(), "detail": row.detail}
            for row, public_id in own(
                changes.where(ThemeChange.changer_id == person.account_id).order_by(ThemeChange.id)
            )
        ],
    }


def _forget(work: Work, person: Person) -> None:
    """The office's work goes on without its author's name."""
    for table, owner, label in (
        (Advice, Advice.author_id, "author"),
        (BoardNote, BoardNote.author_id, "author"),
        (ThemeChange, ThemeChange.changer_id, "changer"),
        (ThemeMark, ThemeMark.marker_id, "marker"),
    ):
        nobody: dict[str, Any] = {f"{label}_id": None, f"{label}_label": ""}
        work.session.execute(update(table).where(owner == person.account_id).values(**nobody))


BELONGINGS = Belongings("themes", _tell, _forget)
