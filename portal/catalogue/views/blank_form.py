"""The untouched form of an item as all of one kind get it: made once, kept, and filled with what is one person's."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from flask import current_app, render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal.catalogue.forms import CommentForm
from portal.comments.policy import own_membership, release_membership
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.actor import Actor, Membership
from portal.web.kept_pages import KeptPages

TOKEN, KEY = f"token{uuid4().hex}", f"key{uuid4().hex}"
"""Stand in the kept form where each request has its own."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """What a form says about whoever fills it in, all of it as text."""

    id: str
    organisation_name: str
    private_number: str
    releases_for: str

    @classmethod
    def of(cls, actor: Actor, consultation: Consultation) -> "Speaker | None":
        own, release = own_membership(actor, consultation), release_membership(actor, consultation)
        return None if own is None else cls(*_parts(own), release.organisation_name if release else "")


def _parts(own: Membership) -> tuple[str, str, str]:
    return str(own.id), own.organisation_name, str(own.private_number or "")


ANYBODY = Speaker(*(f"{part}{uuid4().hex}" for part in ("id", "organisation", "number", "release")))


def blank_form(
    consultation: Consultation, line: ItemLine, speaker: Speaker, takes: str, make: Callable[[], CommentForm]
) -> Markup:
    """The form for this person; `make` fills it in where nobody of this kind has asked for it before."""
    kind = Speaker(
        ANYBODY.id,
        ANYBODY.organisation_name if speaker.organisation_name else "",
        ANYBODY.private_number if speaker.private_number else "",
        ANYBODY.releases_for if speaker.releases_for else "",
    )

    def render() -> str:
        form = make()
        form.submission_key.data = KEY
        page = render_template("catalogue/item_form.html", item=line, form=form, membership=kind, takes=takes)
        return page.replace(generate_csrf(), TOKEN) if current_app.config.get("WTF_CSRF_ENABLED", True) else page

    kept: KeptPages = current_app.extensions["kept_pages"]
    has = f"{bool(kind.organisation_name)} {bool(kind.private_number)} {bool(kind.releases_for)}"
    page = kept.part(f"form {takes} {has}", render)
    for mark, own in (
        (TOKEN, generate_csrf()),
        (KEY, uuid4().hex),
        (ANYBODY.id, speaker.id),
        (ANYBODY.organisation_name, speaker.organisation_name),
        (ANYBODY.private_number, speaker.private_number),
        (ANYBODY.releases_for, speaker.releases_for),
    ):
        page = page.replace(mark, own)
    return page
