"""What the actor has said, and where the actor could still say “no objection”."""

from dataclasses import dataclass

from portal.comments import queries as comments
from portal.comments.models import Voice
from portal.comments.no_objection import silence
from portal.comments.policy import release_membership
from portal.comments.queries import CommentLine, DraftLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import FieldLine
from portal.kernel.differences import Run
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class FieldSilence:
    """How many items of a field somebody has said nothing about, and to how many a click said “no objection”."""

    field: FieldLine
    open: int
    clicked: int


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The same for one voice: field by field and together. `speaker` is the organisation, "" for oneself."""

    voice: Voice
    speaker: str
    fields: list[FieldSilence]

    @property
    def open(self) -> int:
        return sum(line.open for line in self.fields)

    @property
    def clicked(self) -> int:
        return sum(line.clicked for line in self.fields)


@dataclass(frozen=True, slots=True)
class Mine:
    drafts: list[DraftLine]
    comments: list[CommentLine]
    wordings: dict[int, list[Run]]


def mine(work: Work, here: Consultation) -> Mine:
    said = comments.mine(work, here)
    return Mine(comments.drafts(work, here), said, comments.wordings(work, said))


def unsaid(work: Work, here: Consultation) -> list[Unsaid]:
    """Where the actor could still say “no objection”: for the organisation if it is theirs to say, and for oneself."""
    skeleton = consultations.structure(work, here)
    release = release_membership(work.actor, here)
    voices = [(Voice.ORGANISATION, release.organisation_name)] if release else []
    found = []
    for voice, speaker in [*voices, (Voice.INDIVIDUAL, "")]:
        silent = silence(work, here, skeleton.items, voice)
        fields = []
        for field in skeleton.fields:
            items = {item.id for item in skeleton.items if item.field_id == field.id}
            fields.append(FieldSilence(field, len(items & silent.open), len(items & silent.clicked)))
        found.append(Unsaid(voice, speaker, fields))
    return found
