"""The catalogue to take along."""

from flask import Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from portal.catalogue import files
from portal.catalogue.views.blueprint import bp
from portal.consultations.models import Consultation
from portal.web.access import anyone
from portal.web.languages import current_language


@bp.get("/<consultation>/catalogue.<form>", access=anyone)
def file(consultation: Consultation, form: str) -> ResponseReturnValue:
    if form not in files.TYPES:
        abort(404)
    engine, kind, name = current_app.extensions["engine"], files.TYPES[form], f"{consultation.slug}.{form}"
    if form in files.STREAMED:
        stream = files.streamed(engine, consultation.id, form, current_language())
        return Response(stream, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
    path = files.made_ahead(engine, current_app.config["SETTINGS"].data_dir.resolve(), consultation, form)
    return send_file(path, kind, as_attachment=True, download_name=name)
