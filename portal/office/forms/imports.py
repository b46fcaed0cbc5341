"""What the office fills in about a file: the file itself, and what its columns mean."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from pathlib import PurePath

from flask_wtf.file import FileField

from portal.consultations.models import Kind
from portal.imports.mapping import Core, Mapping, Source
from portal.imports.reading import DEFAULT, Table, Unreadable, read_table
from portal.kernel.words import N_
from portal.web.forms import Form

NO_FILE = N_("Bitte wählen Sie eine Datei.")
NEW_SECTION = "+"
"""What the choice of a column says when it becomes a section that is not there yet."""
DEFAULTS = (Core.FIELD, Core.KIND, Core.ORIGIN)
"""What can be said for rows or files that do not say it."""
FLAGS = ("field_from_code", "new_fields", "new_goals", "skip_without_code")
LONGEST = 200


class UploadForm(Form):
    file = FileField(N_("Datei"), render_kw={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt,.docx,.json"})

    def read(self) -> tuple[str, bytes, Table] | None:
        """Name, content and the table in it; None, with what is wrong beneath the field."""
        sent = self.file.data
        try:
            if not sent:
                raise Unreadable(NO_FILE)
            name, content = PurePath(sent.filename.replace("\\", "/")).name, sent.read(DEFAULT.size + 1)
            return name, content, read_table(name, content)
        except Unreadable as refusal:
            self.complain("file", refusal.sentence, **refusal.values)
            return None


def mapping_from(sent: Dictionary[str, str], columns: Sequence[str], before: Mapping) -> Mapping:
    """What was chosen for the columns; what the page does not show (translated values) stays as it was."""
    known = {source.column: source for source in before.sources}
    sources = tuple(_source(sent, place, known.get(column, Source(column))) for place, column in enumerate(columns))
    said = ((target.value, _text(sent, f"default-{target}")) for target in DEFAULTS)
    shown = {target.value for target in DEFAULTS}
    others = tuple(pair for pair in before.defaults if pair[0] not in shown)
    flags = {flag: bool(sent.get(flag)) for flag in FLAGS}
    return Mapping(
        sources, defaults=(*others, *((name, text) for name, text in said if text)), fields=before.fields, **flags
    )


def _source(sent: Dictionary[str, str], place: int, before: Source) -> Source:
    target = _text(sent, f"target-{place}")
    is_new = target == NEW_SECTION
    return Source(
        before.column,
        target="" if is_new else target,
        new_section=(_text(sent, f"label-{place}") or before.column) if is_new else "",
        prefix=_text(sent, f"prefix-{place}"),
        split=sent.get(f"split-{place}", "")[:5].strip("\r\n"),
        html=bool(sent.get(f"html-{place}")),
        values=before.values,
    )


def _text(sent: Dictionary[str, str], name: str) -> str:
    return " ".join(sent.get(name, "").split())[:LONGEST]


KINDS = tuple(kind.value for kind in Kind)
