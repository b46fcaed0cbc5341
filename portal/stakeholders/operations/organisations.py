"""Stakeholder groups, organisations, and more time for one of them."""

import re
from datetime import datetime

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations import policy as consultation_policy
from portal.consultations.models import Consultation, Phase
from portal.kernel.errors import Invalid, require
from portal.kernel.names import is_one_line, tidy
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.stakeholders import mails, policy
from portal.stakeholders.models import Extension, Organisation, StakeholderGroup
from portal.stakeholders.queries import organisations
from portal.stakeholders.queries.members import members
from portal.stakeholders.roster import LONGEST_TITLE, ONE_LINE, key_of

NOT_YOU = N_("Das kann nur die Geschäftsstelle.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und wird nicht mehr geändert.")
BAD_KEY = N_("Ein Kürzel besteht aus Kleinbuchstaben, Ziffern und Bindestrichen und ist noch nicht vergeben.")
NAME_TAKEN = N_("„%(name)s“ gibt es schon.")
NO_NAME = N_("Bitte geben Sie einen Namen an.")
NO_REASON = N_("Bitte geben Sie einen Grund an.")
NOT_LATER = N_("Die Verlängerung muss nach heute und nach dem Ende der Kommentarphase liegen.")
NO_COMMENTING = N_("Eine Verlängerung gibt es nur, solange das Verfahren Kommentare annimmt oder ausgewertet wird.")


def add_group(work: Work, consultation: Consultation, key: str, name: str, name_en: str = "") -> StakeholderGroup:
    """A further stakeholder group, at the end."""
    require_manager(work, consultation)
    rows = work.session.execute(
        select(StakeholderGroup.key, StakeholderGroup.name, StakeholderGroup.position).where(
            StakeholderGroup.consultation_id == consultation.id
        )
    ).all()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", key) or key in {row.key for row in rows}:
        raise Invalid(BAD_KEY, field="key")
    name = _checked(name, {row.name for row in rows})
    group = StakeholderGroup(
        consultation_id=consultation.id,
        key=key,
        name=name,
        name_en=tidy(name_en),
        position=max((row.position for row in rows), default=-1) + 1,
    )
    work.session.add(group)
    consultations.touch_catalogue(work, consultation)
    audit.record(work, "group.added", key, detail=name, consultation_id=consultation.id)
    return group


def add_organisation(work: Work, consultation: Consultation, name: str, group_id: int) -> Organisation:
    """A further organisation; nobody is invited yet. Raise `Invalid` for a name that is taken or no name."""
    require_manager(work, consultation)
    name = _checked(name, {line.name for line in organisations(work, consultation)})
    organisation = Organisation(consultation_id=consultation.id, group_id=group_id, name=name)
    work.session.add(organisation)
    consultations.touch_catalogue(work, consultation)
    audit.record(work, "organisation.added", name, consultation_id=consultation.id)
    return organisation


def rename_organisation(work: Work, consultation: Consultation, organisation: Organisation, name: str) -> None:
    """Everywhere at once, also beside what it has said already."""
    require_manager(work, consultation)
    others = {line.name for line in organisations(work, consultation) if line.id != organisation.id}
    name = _checked(name, others)
    if name == organisation.name:
        return
    audit.record(work, "organisation.renamed", name, detail=organisation.name, consultation_id=consultation.id)
    organisation.name = name
    consultations.touch_catalogue(work, consultation)


def set_short_mode(work: Work, consultation: Consultation, organisation: Organisation, *, is_short: bool) -> None:
    """Whether each member may submit for the organisation, or only who releases for it."""
    allowed = policy.may_manage(work.actor, consultation) or organisation.id in policy.releases_for(
        work.actor, consultation
    )
    require(allowed, NOT_YOU)
    require(consultation_policy.takes_edits(consultation, work.now), ARCHIVED)
    if organisation.short_mode == is_short:
        return
    organisation.short_mode = is_short
    detail = "short" if is_short else "by releasers"
    audit.record(work, "organisation.mode", organisation.name, detail=detail, consultation_id=consultation.id)


def grant_extension(
    work: Work, consultation: Consultation, organisation: Organisation, until: datetime, reason: str
) -> Extension:
    """Its members may comment until that exclusive instant, and are told so by a letter."""
    require_manager(work, consultation)
    require(consultation.phase(work.now) in (Phase.COMMENTING, Phase.REVIEW), NO_COMMENTING)
    if consultation.closes_at is None or until <= max(work.now, consultation.closes_at):
        raise Invalid(NOT_LATER, field="until")
    reason = reason.strip()
    if not reason:
        raise Invalid(NO_REASON, field="reason")
    extension = Extension(
        organisation_id=organisation.id,
        until=until,
        reason=reason,
        granted_at=work.now,
        granter_id=work.actor.account_id,
    )
    work.session.add(extension)
    detail = f"{until.isoformat()} {reason}"
    audit.record(work, "organisation.extended", organisation.name, detail=detail, consultation_id=consultation.id)
    for account_id in dict.fromkeys(
        member.account_id for member in members(work, consultation, frozenset({organisation.id}))
    ):
        letter = mails.extended(work, consultation, organisation, account_id, until)
        if letter is not None:
            outbox.post(work, letter)
    return extension


def require_manager(work: Work, consultation: Consultation) -> None:
    require(policy.may_manage(work.actor, consultation), NOT_YOU)
    require(consultation_policy.takes_edits(consultation, work.now), ARCHIVED)
    hold(work, consultation)


def hold(work: Work, consultation: Consultation) -> None:
    """Nobody else adds organisations to this consultation or draws numbers in it until the transaction ends."""
    work.session.execute(
        select(Consultation.id).where(Consultation.id == consultation.id).with_for_update(key_share=True)
    )


def _checked(name: str, taken: set[str]) -> str:
    name = tidy(name)
    if not name:
        raise Invalid(NO_NAME, field="name")
    if not is_one_line(name, most=LONGEST_TITLE):
        raise Invalid(ONE_LINE, field="name", most=LONGEST_TITLE)
    if key_of(name) in map(key_of, taken):
        raise Invalid(NAME_TAKEN, field="name", name=name)
    return name
