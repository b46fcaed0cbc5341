"""The addresses of the interface; each asks as a visitor, whoever is signed in."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.api import problems, shapes
from portal.api.cursors import MOST, USUAL, Wish, named, page
from portal.api.document import CURSOR, LIMIT, Operation, Parameter, document
from portal.api.edition import Answerer, consultation
from portal.catalogue import stamps
from portal.comments.filters import CommentFilter
from portal.comments.models import Stance
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.structure import ItemLine
from portal.kernel.actor import VISITOR
from portal.kernel.errors import Invalid, Sentence
from portal.kernel.work import Work
from portal.web.access import FindStamp, anyone
from portal.web.moment import arrived, current_work

bp = Blueprint("api", __name__, url_prefix="/api/v1")
bp.register_error_handler(Sentence, problems.refused)

OPERATIONS: dict[str, tuple[str, Operation]] = {}
"""By the name of the view: its address and what stands there."""
FILTERS = (
    Parameter("field", "codes of fields", {"type": "string"}, is_list=True),
    Parameter("measure", "codes of measures", {"type": "string"}, is_list=True),
    Parameter("goal", "codes of goals", {"type": "string"}, is_list=True),
    Parameter("stance", "what they say", {"type": "string", "enum": [*map(str, Stance)]}, is_list=True),
    Parameter(
        "organisation",
        "numbers of organisations",
        {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
        is_list=True,
    ),
)
LISTED = (LIMIT, CURSOR)
DIGITS = 10
NOT_A_LIMIT = "limit is a number from 1 to %(most)s."
NOT_A_STANCE = "There is no stance %(stance)s."
NOT_A_NUMBER = "organisation is the number of an organisation."
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def init_app(app: Flask) -> None:
    problems.init_app(app)


def answers(
    address: str, says: str, shape: type, *parameters: Parameter, stamp: FindStamp | None = stamps.of_list
) -> Callable[[View], View]:
    """Register a view, and what the document says about it."""

    def register(view: View) -> View:
        OPERATIONS[view.__name__] = (address, Operation(says, shape, parameters))
        bp.get(address, access=anyone, stamp=stamp)(view)
        return view

    return register


@answers("/consultations", "All public consultations, the newest first", shapes.Consultations, *LISTED, stamp=None)
def consultation_list() -> ResponseReturnValue:
    work = _visiting()
    found, following = page(consultations.consultations(work), lambda here: here.slug, _wish())
    lines = tuple(consultation(work, here, _base()) for here in found)
    return _answer(shapes.Consultations(lines, following))


@answers("/consultations/<consultation>", "One consultation", shapes.Consultation)
def one_consultation(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_described(_answerer(consultation)))


@answers("/consultations/<consultation>/fields", "Its fields of action, in order", shapes.Fields, *LISTED)
def fields(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_answerer(consultation).fields(_wish()))


@answers("/consultations/<consultation>/goals", "Its goals, in order", shapes.Items, *LISTED)
def goals(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_answerer(consultation).items(ItemType.GOAL, _wish()))


@answers("/consultations/<consultation>/goals/<code>", "A goal with its text", shapes.Sheet)
def goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    here = _answerer(consultation)
    return _moved(here, ItemType.GOAL, code) or _answer(here.sheet(_item(here, ItemType.GOAL, code)))


@answers("/consultations/<consultation>/measures", "Its measures, in order", shapes.Items, *LISTED)
def measures(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_answerer(consultation).items(ItemType.MEASURE, _wish()))


@answers("/consultations/<consultation>/measures/<code>", "A measure with its text", shapes.Sheet)
def measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    here = _answerer(consultation)
    return _moved(here, ItemType.MEASURE, code) or _answer(here.sheet(_item(here, ItemType.MEASURE, code)))


@answers(
    "/consultations/<consultation>/measures/<code>/versions",
    "Every text a measure has had, the newest first",
    shapes.Versions,
    *LISTED,
)
def versions(consultation: Consultation, code: str) -> ResponseReturnValue:
    here = _answerer(consultation)
    moved = _moved(here, ItemType.MEASURE, code)
    return moved or _answer(here.versions(_item(here, ItemType.MEASURE, code), _wish()))


@answers(
    "/consultations/<consultation>/comments",
    "Visible comments, as they were first submitted; several values of one filter mean any of them",
    shapes.Comments,
    *FILTERS,
    *LISTED,
)
def comments(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_answerer(consultation).comments(_filter(), _wish()))


@answers("/consultations/<consultation>/comments/<public_id>", "One visible comment", shapes.Comment)
def comment(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    return _answer(_answerer(consultation).comment(public_id) or abort(404))


@answers("/consultations/<consultation>/decisions", "Published decisions, in order", shapes.Decisions, *LISTED)
def decisions(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_answerer(consultation).decisions(_wish()))


@answers("/consultations/<consultation>/figures", "How many visible comments say what", shapes.Figures)
def figures(consultation: Consultation) -> ResponseReturnValue:
    return _answer(_answerer(consultation).figures())


@bp.get("/openapi.json", access=anyone)
def openapi() -> ResponseReturnValue:
    operations = (
        (address.replace("<", "{").replace(">", "}"), name, one) for name, (address, one) in OPERATIONS.items()
    )
    return _answer(document("Beteiligungsportal", f"{_base()}{bp.url_prefix}", operations))


def _answer(content: Any) -> Response:
    """As JSON, with an ETag of its own where its address has no stamp."""
    text = json.dumps(content if isinstance(content, dict) else asdict(content), ensure_ascii=False, default=_spelled)
    response = Response(f"{text}\n", mimetype="application/json")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _spelled(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"JSON has no form for {type(value).__name__}.")


def _visiting() -> Work:
    return Work(current_work().session, VISITOR, arrived())


def _base() -> str:
    base: str = current_app.config["SETTINGS"].base_url
    return base


def _answerer(here: Consultation) -> Answerer:
    """For a consultation everybody may see; staff may see more, but not here."""
    work = _visiting()
    if not here.is_published(work.now):
        abort(404)
    return Answerer(work, here, _base())


def _described(here: Answerer) -> shapes.Consultation:
    return consultation(here.work, here.here, here.base)


def _item(here: Answerer, type: ItemType, code: str) -> ItemLine:
    return consultations.item(here.work, here.here, type, code) or abort(404)


def _moved(here: Answerer, type: ItemType, code: str) -> ResponseReturnValue | None:
    """A former code leads to the present one."""
    if consultations.item(here.work, here.here, type, code) is not None:
        return None
    present = consultations.new_code(here.work, here.here, type, code) or abort(404)
    values = {**(request.view_args or {}), "consultation": here.here.slug, "code": present}
    return redirect(url_for(request.endpoint or "", **values, lang=None), 301)


def _wish() -> Wish:
    limit = request.args.get("limit", str(USUAL))
    if not (limit.isascii() and limit.isdecimal() and len(limit) < DIGITS and 1 <= int(limit) <= MOST):
        raise Invalid(NOT_A_LIMIT, field="limit", most=MOST)
    return Wish(int(limit), named(request.args.get("cursor", "")))


def _filter() -> CommentFilter:
    asked = request.args.getlist
    stances, organisations = asked("stance"), asked("organisation")
    unknown = next((stance for stance in stances if stance not in set(Stance)), None)
    if unknown is not None:
        raise Invalid(NOT_A_STANCE, field="stance", stance=unknown)
    if not all(
        one.isascii() and one.isdecimal() and 0 < len(one) <= DIGITS and 0 < int(one) < 2**31 for one in organisations
    ):
        raise Invalid(NOT_A_NUMBER, field="organisation")
    return CommentFilter(
        fields=tuple(asked("field")),
        items=(*asked("measure"), *asked("goal")),
        stances=tuple(map(Stance, stances)),
        organisations=tuple(map(int, organisations)),
    )
