"""All visible comments in one list, as somebody asks for them."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import queries, stamps
from portal.catalogue.queries import SORTS
from portal.catalogue.views.blueprint import bp
from portal.comments import naming
from portal.comments.asking import PUBLIC_PARTS, filter_asked_for, filter_query, known, page_asked_for
from portal.comments.filters import CommentFilter
from portal.comments.listing import Sort
from portal.consultations.models import Consultation
from portal.web.access import anyone
from portal.web.languages import current_words
from portal.web.moment import current_work


@bp.get("/<consultation>/comments/", access=anyone, stamp=stamps.of_list)
def comments(consultation: Consultation) -> ResponseReturnValue:
    values, work, words = request.args.getlist, current_work(), current_words()
    asked = filter_asked_for(values, PUBLIC_PARTS)
    sort = known(Sort, values("sort"), Sort.NEWEST)
    sort = sort if sort in SORTS else Sort.NEWEST

    return render_template(
        "catalogue/comments.html",
        asked=asked,
        sort=sort,
        said=queries.said(work, consultation, asked, words, sort=sort, page=page_asked_for(values)),
        wishes=naming.wishes(work, consultation, asked, words),
        to=partial(_address, consultation, sort=sort),
    )


def _address(consultation: Consultation, asked: CommentFilter, sort: Sort, page: int = 1) -> str:
    query: dict[str, Any] = {}
    for name, value in filter_query(asked):
        query.setdefault(name, []).append(value)
    order = None if sort is Sort.NEWEST else sort.value
    return url_for(".comments", consultation=consultation.slug, sort=order, page=page if page > 1 else None, **query)
