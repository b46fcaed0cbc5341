"""A file that was sent with a comment: to take along, never to be opened inside the site."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from portal.catalogue.views.blueprint import bp
from portal.comments.queries.attachments import attachment_named
from portal.consultations.models import Consultation
from portal.web.access import anyone
from portal.web.moment import current_work

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@bp.get("/<consultation>/attachments/<public_id>", access=anyone)
def attachment(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    found = attachment_named(current_work(), consultation, public_id.upper()) or abort(404)
    file = BytesIO(found.content)
    answer = send_file(file, found.media_type, as_attachment=True, download_name=found.name, etag=found.digest)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
