"""Whatever goes wrong below /api is told as a problem, never as a page."""

import json
from http import HTTPStatus

from flask import Flask, Response, request

from portal.api.document import PROBLEM
from portal.kernel.errors import Sentence

BELOW = "/api/"


def init_app(app: Flask) -> None:
    app.after_request(_told)


def problem(status: int, detail: str = "") -> Response:
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(said), status, mimetype=PROBLEM)


def refused(error: Sentence) -> Response:
    """What cannot be asked for, in the words of whoever refused it."""
    return problem(422, error.sentence % error.values if error.values else error.sentence)


def _told(response: Response) -> Response:
    """An error page of the site becomes a problem with the same status and headers."""
    if request.path.startswith(BELOW) and response.status_code >= 400 and response.mimetype != PROBLEM:
        told = problem(response.status_code)
        response.set_data(told.get_data())
        response.mimetype = PROBLEM
    if request.path.startswith(BELOW):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
