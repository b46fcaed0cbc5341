"""Where people arrive: the consultations, the overview of one, and the list of its measures."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from portal.catalogue import decided, queries, stamps
from portal.catalogue.queries import MeasureFilter
from portal.catalogue.stations import stations
from portal.catalogue.views.blueprint import bp
from portal.comments.policy import may_take_part
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.decisions.queries.decided import standing
from portal.web.access import anyone
from portal.web.kept_pages import KeptPages
from portal.web.languages import current_words
from portal.web.moment import current_work

LONGEST_QUESTION = 200
LATEST = 6
"""Decisions named on the overview."""


@bp.get("/", access=anyone)
def home() -> ResponseReturnValue:
    found = consultations.consultations(current_work())
    if len(found) == 1:
        return redirect(url_for(".overview", consultation=found[0].slug), 302)
    return render_template("catalogue/home.html", consultations=found)


@bp.get("/<consultation>/", access=anyone, stamp=stamps.of_overview)
def overview(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    return render_template(
        "catalogue/overview.html",
        overview=queries.overview(work, consultation),
        decisions=decided.latest(work, consultation, LATEST),
        items=consultations.structure(work, consultation).by_id,
        stations=stations(consultation, work.now, current_words()),
    )


@bp.get("/<consultation>/measures/", access=anyone, stamp=stamps.of_list)
def measures(consultation: Consultation) -> ResponseReturnValue:
    work, asked = current_work(), _asked(request.args)

    def found() -> str:
        found = queries.measures(work, consultation, asked)
        outcomes = {item_id: one.line.outcome for item_id, one in standing(work, consultation).items()}
        return render_template("catalogue/measures_found.html", asked=asked, found=found, outcomes=outcomes)

    kept_pages: KeptPages = current_app.extensions["kept_pages"]
    return render_template(
        "catalogue/measures.html",
        asked=asked,
        found=Markup(found()) if asked.silent else kept_pages.part("found", found),  # noqa: S704 - a rendered template
        choices=queries.choices(work, consultation),
        takes_part=may_take_part(work.actor, consultation),
    )


def _asked(arguments: MultiDict[str, str]) -> MeasureFilter:
    page = arguments.get("page", "1")
    return MeasureFilter(
        q=arguments.get("q", "").strip()[:LONGEST_QUESTION],
        fields=tuple(filter(None, arguments.getlist("field"))),
        goals=tuple(filter(None, arguments.getlist("goal"))),
        kinds=tuple(filter(None, arguments.getlist("kind"))),
        origins=tuple(filter(None, arguments.getlist("origin"))),
        stances=tuple(filter(None, arguments.getlist("stance"))),
        silent="silent" in arguments,
        sort=arguments.get("sort", "code"),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
    )
