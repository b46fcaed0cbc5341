"""For machines: the feed of visible comments, the sitemap, and what crawlers may do."""

from flask import Response, current_app, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import decided, queries, stamps
from portal.catalogue.views.blueprint import bp
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.places import STATIC
from portal.web.access import anyone
from portal.web.moment import current_work

FEED_LENGTH = 50


@bp.get("/<consultation>/feed.atom", access=anyone, stamp=stamps.of_list)
def feed(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    answer = make_response(
        render_template(
            "catalogue/feed.xml",
            base=_base(),
            decisions=decided.latest(work, consultation, FEED_LENGTH),
            lines=queries.latest(work, consultation, FEED_LENGTH),
            items=consultations.structure(work, consultation).by_id,
        )
    )
    answer.mimetype = "application/atom+xml"
    return answer


@bp.get("/<consultation>/sitemap.xml", access=anyone, stamp=stamps.of_list)
def sitemap(consultation: Consultation) -> ResponseReturnValue:
    skeleton = consultations.structure(current_work(), consultation)
    answer = make_response(render_template("catalogue/sitemap.xml", base=_base(), items=skeleton.items))
    answer.mimetype = "application/xml"
    return answer


@bp.get("/robots.txt", access=anyone)
def robots() -> ResponseReturnValue:
    lines = ["User-agent: *", "Disallow: /account/", "Disallow: /invitations/", "Disallow: /sign-in"]
    maps = [
        f"Sitemap: {_base()}{url_for('.sitemap', consultation=here.slug)}"
        for here in consultations.consultations(current_work())
    ]
    return Response("\n".join([*lines, *maps, ""]), mimetype="text/plain")


@bp.get("/favicon.ico", access=anyone)
def favicon() -> ResponseReturnValue:
    return Response((STATIC / "favicon.svg").read_bytes(), mimetype="image/svg+xml")


def _base() -> str:
    base: str = current_app.config["SETTINGS"].base_url
    return base
