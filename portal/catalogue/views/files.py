"""The catalogue to take along: tables made on the spot, booklet and workbook made ahead by the worker."""

from flask import Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from portal.catalogue import files
from portal.catalogue.views.blueprint import bp
from portal.consultations.models import Consultation
from portal.web.access import anyone
from portal.web.languages import current_language
from portal.web.moment import current_work


@bp.get("/<consultation>/catalogue.<format>", access=anyone)
def file(consultation: Consultation, format: str) -> ResponseReturnValue:
    if format not in files.TYPES:
        abort(404)
    if format in files.STREAMED:
        stream = files.streamed(
            current_app.extensions["engine"], current_work(), consultation, format, current_language()
        )
        return Response(stream, mimetype=files.TYPES[format], headers=_named(consultation, format))
    path = files.made_ahead(current_app.config["SETTINGS"], current_work(), consultation, format)
    return send_file(path, files.TYPES[format], as_attachment=True, download_name=f"{consultation.slug}.{format}")


def _named(consultation: Consultation, format: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{consultation.slug}.{format}"'}
