"""Who may call which address. A route that does not say so cannot be registered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, NoReturn
from urllib.parse import quote

from flask import abort, redirect, request, url_for
from werkzeug.routing import IntegerConverter, Map, Rule

from portal.kernel.actor import Actor

Access = Callable[[Actor, Any], bool]
"""Asked with the actor and the consultation the address names, None where it names none."""


class Stamp(NamedTuple):
    """Everything a public page depends on; the catalogue revision is named, because it saves a look later."""

    parts: tuple[object, ...]
    catalogue_revision: int | None = None


FindStamp = Callable[[Any, dict[str, Any], datetime], Stamp | None]
"""Asked with a cursor of the driver, the arguments of the address and now; None for what is not public."""


def anyone(actor: Actor, consultation: object) -> bool:
    return True


def signed_in(actor: Actor, consultation: object) -> bool:
    return actor.account_id is not None


def admin(actor: Actor, consultation: object) -> bool:
    return actor.is_admin


class GuardedRule(Rule):
    """`stamp` makes the page one that is kept for visitors until the stamp changes.

    `largest` is how many bytes a form may have here, where files or large tables are sent.
    """

    def __init__(
        self,
        string: str,
        *,
        access: Access | None = None,
        stamp: FindStamp | None = None,
        largest: int | None = None,
        **options: Any,
    ) -> None:
        if access is None and options["endpoint"] != "static":
            raise TypeError(f"{options['endpoint']} does not say who may call it")
        super().__init__(string, **options)
        self.access = access or anyone
        self.stamp = stamp
        self.largest = largest


class RowNumber(IntegerConverter):
    """A number of a row in an address; one that no table can have leads nowhere."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


def turn_away(actor: Actor) -> NoReturn:
    """A visitor is shown the way in; for everybody else, forbidden and missing answer alike."""
    if actor.account_id is not None:
        abort(404)
    if request.method in ("GET", "HEAD"):
        abort(redirect(url_for("accounts.sign_in", next=_here()), 303))
    abort(401)


def _here() -> str:
    """The address asked for, written as a browser sends it: codes have blanks, and `own_path` takes none."""
    query = quote(request.query_string, safe="%=&+,;:@/?!$'()*")
    return quote(request.path) + (f"?{query}" if query else "")
