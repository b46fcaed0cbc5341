"""The board: matrix, organisations and all comments, as they are asked for."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.board import policy
from portal.board.asking import Asked, View, asked_for
from portal.board.forms.filtering import FilterForm, SaveForm
from portal.board.matrix import Matrix, Rows, matrix, taken
from portal.board.queries import headline, hearing, last_sitting, saved_views, shown_tallies
from portal.board.themed import answering, themed
from portal.board.views.blueprint import address, bp
from portal.board.views.themes import Opens
from portal.comments import naming
from portal.comments.filters import Tally
from portal.comments.listing import comment_page
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Phase
from portal.decisions.policy import shows_decisions
from portal.decisions.queries.stakes import Stakes, stakes
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine
from portal.themes import queries as themes
from portal.themes.policy import may_code
from portal.web.languages import current_words
from portal.web.moment import current_work

NOTHING_ASKED = Asked()


@bp.get("/", access=policy.may_read_board)
def index(consultation: Consultation) -> ResponseReturnValue:
    return _page(current_work(), consultation, asked_for(request.args.getlist))


def shown(work: Work, consultation: Consultation, query: str, saving: SaveForm) -> str:
    """The board as that query string asks for it; `saving` is a form that was refused."""
    values = parse_qs(query)
    return _page(work, consultation, asked_for(lambda name: values.get(name, [])), saving)


def _page(work: Work, consultation: Consultation, asked: Asked, saving: SaveForm | None = None) -> str:
    every = shown_tallies(work, consultation)
    groups = stakeholders.groups(work, consultation)
    return render_template(
        f"board/{asked.view}.html",
        asked=asked,
        link=address(consultation),
        head=headline(work, consultation, every),
        form=_form(work, consultation, asked, groups),
        wishes=naming.wishes(work, consultation, asked.filter, current_words()),
        skeleton=consultations.structure(work, consultation),
        groups={group.id: group for group in groups},
        takes_comments=consultation.phase(work.now) is Phase.COMMENTING,
        is_answered=shows_decisions(consultation, work.now),
        views=saved_views(work, consultation),
        saving=saving or SaveForm(formdata=None),
        here=urlencode(asked.but(page=1).query),
        last_sitting=last_sitting(work, consultation),
        **_content(work, consultation, asked, every, groups),
    )


def _content(
    work: Work, consultation: Consultation, asked: Asked, every: Sequence[Tally], groups: Sequence[GroupLine]
) -> dict[str, Any]:
    """What the chosen view shows, and the filter under which it can be taken along."""
    if asked.view is View.COMMENTS:
        page = comment_page(work, consultation, asked.filter, every, sort=asked.sort, page=asked.page)
        return {"page": page, "taken": asked.filter}
    if asked.view is View.ORGANISATIONS:
        return {"hearing": hearing(work, consultation, asked.filter, groups), "taken": asked.filter}
    if asked.view is View.THEMES:
        return {
            "themed": themed(work, consultation, asked.filter, every, groups),
            "opens": board_opens(consultation, asked),
            "may_code": may_code(work.actor, consultation),
            "taken": asked.filter,
        }
    shown = matrix(
        work,
        consultation,
        asked.filter,
        every,
        groups,
        rows=asked.rows,
        only=asked.standing,
        as_catalogue=asked.as_catalogue,
    )
    about = answering(work, consultation, {line.code: line.items for line in shown.lines})
    return {
        "matrix": shown,
        "taken": taken(asked.filter, shown) if asked.standing else asked.filter,
        "answering": about or None,
        "everything": NOTHING_ASKED,
        "stakes": _stakes(work, consultation, shown),
    }


def _stakes(work: Work, consultation: Consultation, shown: Matrix) -> dict[str, Stakes]:
    """By code, who of those who decide has a stake in it; a whole field is nobody's."""
    if shown.rows is Rows.FIELDS:
        return {}
    by_id = consultations.structure(work, consultation).by_id
    items = [by_id[item_id] for line in shown.lines for item_id in line.items]
    return {by_id[item_id].code: found for item_id, found in stakes(work, consultation, items).items()}


def board_opens(consultation: Consultation, asked: Asked) -> Opens:
    """Figures of the board open all comments, filtered."""
    link = address(consultation)
    return lambda public_id, **parts: link(asked, view=View.COMMENTS, standing=None, themes=public_id, **parts)


def _form(work: Work, consultation: Consultation, asked: Asked, groups: Sequence[GroupLine]) -> FilterForm:
    speaking = asked.view is View.COMMENTS
    organisations = stakeholders.organisations(work, consultation) if speaking else []
    known = themes.themes(work, consultation) if speaking else []
    skeleton = consultations.structure(work, consultation)
    return FilterForm(asked, skeleton, groups, organisations, known, request.args.get("lang"))
