"""Comments in every state, for tests of what the board and its files show; what must never be seen says so itself."""

import random
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from portal.comments import operations
from portal.comments.contribution import Contribution
from portal.comments.models import Arrival, Comment, CommentState, Stance, Voice
from portal.consultations.models import ItemType, Phase
from portal.consultations.queries import item, sheet, structure
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation
from tests.support.world import DESCRIPTION, EVERYBODY, World, consultation_in

CANARY = "KANARIENVOGEL"
SPEAKERS = ("member", "releaser", "stranger", "private")
WORDS = ("Eltern", "Schule", "Straße", "Beratung", "Sprachpat*innen", "Vormittag")
FATES = ("approved",) * 7 + (
    "redacted",
    "submitted",
    "returned",
    "declined",
    "withdrawn",
    "late",
    "included",
    "revised",
)
UNSEEN = ("submitted", "returned", "declined", "withdrawn", "late", "late and waiting")


@dataclass(frozen=True)
class Wish:
    """What somebody says where; `section` also quotes from it."""

    name: str = "member"
    body: str = "Mehr Sprachpat*innen bitte"
    stance: Stance = Stance.SUPPORT
    code: str = "B 1.2"
    voice: Voice = Voice.INDIVIDUAL
    section: str = ""
    quote: str = ""
    wording: str = ""
    language: str = "de"


def say(world: World, wish: Wish, fate: str = "approved", key: str = "") -> str:
    """Hand a comment in and let it meet its fate; its public id."""
    submitted = _submit(world, wish, key or f"{wish} {fate}", late=fate in ("late", "late and waiting", "included"))
    if fate == "withdrawn":
        with world.work(wish.name) as work:
            operations.withdraw_comment(work, consultation_in(work), _row(work, submitted))
        return submitted
    state = {"returned": CommentState.RETURNED, "declined": CommentState.DECLINED, "redacted": CommentState.REDACTED}
    if fate not in ("submitted", "late and waiting"):
        with world.work() as work:
            covered = (f"{wish.body[:-1]}█", Markup("<p>█</p>")) if fate == "redacted" else None
            settled = state.get(fate, CommentState.APPROVED)
            operations.settle(work, consultation_in(work), _row(work, submitted), settled, redacted=covered)
    if fate == "included":
        with world.work() as work:
            operations.include_late(work, consultation_in(work), _row(work, submitted), "Poststreik")
    if fate == "revised":
        with world.work(wish.name) as work:
            here = consultation_in(work)
            said = _contribution(work, Wish(code=wish.code, body=f"{CANARY} in der neuen Bearbeitung"))
            operations.revise_comment(work, here, _row(work, submitted), said)
    return submitted


def crowd(world: World, number: int = 60, seed: int = 7) -> None:
    """Many comments by everybody, on measures and the goal, in all states; those nobody may see hold the canary."""
    chance = random.Random(seed)  # noqa: S311 - the same crowd every time
    fates = [FATES[place % len(FATES)] for place in range(number)]
    for place, fate in enumerate(sorted(fates, key=lambda one: one in ("late", "included", "late and waiting"))):
        name = chance.choice(SPEAKERS)
        voice = Voice.ORGANISATION if name == "releaser" and chance.random() < 0.7 else Voice.INDIVIDUAL
        words = " ".join(chance.choice(WORDS) for _ in range(3))
        about = chance.random() < 0.4
        wish = Wish(
            name=name,
            body=f"{CANARY if fate in UNSEEN else 'Offen'} {words} {place}",
            stance=chance.choice(tuple(Stance)),
            code=chance.choice(("B 1.2", "B 1.10", "B 1")),
            voice=voice,
            section="description" if about else chance.choice(("", "situation")),
        )
        say(world, wish, fate, key=f"crowd {place}")
    world.phase(Phase.COMMENTING)


def _submit(world: World, wish: Wish, key: str, *, late: bool) -> str:
    if late:
        world.phase(Phase.REVIEW)
    with world.work(wish.name) as work:
        here = consultation_in(work)
        said = _contribution(work, wish)
        comment = operations.submit_comment(work, here, said, voice=wish.voice, submission_key=key)
        assert (comment.arrival is Arrival.LATE) == late
        return comment.public_id


def _contribution(work: Work, wish: Wish) -> Contribution:
    here = consultation_in(work)
    kind = ItemType.GOAL if wish.code == "B 1" else ItemType.MEASURE
    line = item(work, here, kind, wish.code)
    assert line is not None
    text = sheet(work, here, line)
    assert text is not None
    return Contribution.of(
        text,
        wish.stance,
        wish.body,
        section=structure(work, here).section_by_key.get(wish.section),
        quote=wish.quote,
        proposed_wording=wish.wording,
        language=wish.language,
    )


def _row(work: Work, public_id: str) -> Comment:
    return work.session.scalars(select(Comment).filter_by(public_id=public_id)).one()


QUOTE = DESCRIPTION.split(". ")[1]


def stake(world: World, name: str, organisation: str) -> int:
    """Let somebody of the steering group belong to an organisation; its id."""
    row = world.one(Organisation, name=organisation, consultation_id=1)
    held = next(one for one in world.all(MembershipRow) if one.account_id == EVERYBODY.index(name))
    world.add(
        MembershipRow(
            account_id=held.account_id,
            consultation_id=1,
            role=Role.MEMBER,
            organisation_id=row.id,
            began_at=held.began_at,
        )
    )
    return row.id
