"""The views of the board somebody has kept: theirs alone, told and forgotten."""

from typing import Any

from sqlalchemy import delete, select

from portal.accounts.belongings import Belongings, Person
from portal.board.models import SavedView
from portal.kernel.work import Work


def _tell(work: Work, person: Person) -> Any:
    own = select(SavedView).where(SavedView.account_id == person.account_id).order_by(SavedView.id)
    return [
        {"name": view.name, "query": view.query, "saved": view.saved_at.isoformat()}
        for view in work.session.scalars(own)
    ]


def _forget(work: Work, person: Person) -> None:
    work.session.execute(delete(SavedView).where(SavedView.account_id == person.account_id))


BELONGINGS = Belongings("views", _tell, _forget)
