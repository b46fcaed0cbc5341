"""The texts a consultation writes for each reason, and the words it wants pointed out."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from portal.audit import operations as audit
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import policy
from portal.moderation.models import Reason, ReasonText, WatchList
from portal.moderation.pipeline.patterns import HOUSE_LIST, words_in
from portal.moderation.verdict import LONGEST

MOST_WORDS, LONGEST_WORD = 1_000, 60

NOT_YOU = N_("Das können nur das Prüfteam und die Geschäftsstelle dieses Verfahrens.")
TOO_LONG = N_("Dieser Text ist länger als 4.000 Zeichen. Bitte kürzen Sie ihn.")
TOO_MANY = N_("Die Wortliste nimmt bis zu 1.000 Wörter mit je höchstens 60 Zeichen.")


def set_up(work: Work, consultation: Consultation, texts: Mapping[tuple[Reason, str], str], words: str) -> None:
    """Keep the texts by reason and language, and the list; an empty text, or the house's own list, is the house's."""
    require(policy.may_set_up(work.actor, consultation), NOT_YOU)
    listed = words_in(words)
    if len(listed) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in listed):
        raise Invalid(TOO_MANY, field="words")
    for (reason, language), text in texts.items():
        if len(plain(text).strip()) > LONGEST:
            raise Invalid(TOO_LONG, field=f"{reason}_{language}")
    for (reason, language), text in texts.items():
        _keep(work, consultation, reason, language, plain(text).strip())
    work.session.execute(delete(WatchList).where(WatchList.consultation_id == consultation.id))
    if listed != list(HOUSE_LIST):
        work.session.add(WatchList(consultation_id=consultation.id, words="\n".join(listed), changed_at=work.now))
    work.session.flush()
    audit.record(work, "moderation.set_up", consultation.slug, consultation_id=consultation.id)


def _keep(work: Work, consultation: Consultation, reason: Reason, language: str, text: str) -> None:
    place = ReasonText.consultation_id == consultation.id, ReasonText.reason == reason, ReasonText.language == language
    row = work.session.scalar(select(ReasonText).where(*place))
    if row is not None and not text:
        work.session.delete(row)
    elif row is not None:
        row.body = text
    elif text:
        work.session.add(ReasonText(consultation_id=consultation.id, reason=reason, language=language, body=text))
