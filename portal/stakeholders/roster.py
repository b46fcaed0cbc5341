"""Who is in a consultation already; people to be invited are checked against it, all of a list before anybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.policy import LONGEST_NAME
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.kernel.names import is_one_line, tidy
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox.operations import checked_address
from portal.stakeholders.models import Invitation, MembershipRow
from portal.stakeholders.queries import GroupLine, groups, organisations
from portal.stakeholders.reading import Fault, Row

LONGEST_TITLE = 200
"""Characters in the name of an organisation."""

NO_EMAIL = N_("Bitte geben Sie eine E-Mail-Adresse an.")
ONE_LINE = N_("Ein Name steht in einer Zeile und hat höchstens %(most)s Zeichen.")
UNKNOWN_GROUP = N_("Diese Akteursgruppe gibt es nicht. Möglich sind: %(groups)s.")
GROUP_NEEDED = N_("Die Organisation „%(organisation)s“ ist neu. Bitte geben Sie ihre Akteursgruppe an.")
OTHER_GROUP = N_("Die Organisation „%(organisation)s“ gehört zur Gruppe %(group)s.")
ORGANISATION_NEEDED = N_("Wer für eine Organisation freigibt, braucht eine Organisation.")
UNKNOWN_ORGANISATION = N_("Diese Organisation gibt es hier nicht.")
TWICE = N_("Diese Person steht mit derselben Rolle schon in Zeile %(row)s.")
IS_MEMBER = N_("Diese Person nimmt mit derselben Rolle schon teil.")
IS_INVITED = N_(
    "Diese Person ist mit derselben Rolle schon eingeladen. Sie können die Einladung noch einmal verschicken."
)

Seat = tuple[str, Role, bool, str]
"""Address, role, whether it chairs, and the key of the organisation; nobody sits twice."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody who may be invited; `organisation` is a key of `Roster.organisations` or empty."""

    email: str
    name: str
    role: Role
    chair: bool
    language: str
    organisation: str
    group_id: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation; without id it is yet to be added."""

    id: int | None
    name: str
    group_id: int


@dataclass
class Roster:
    """`place` remembers whom it has placed, so that later rows of the same list are checked against them."""

    groups: list[GroupLine]
    organisations: dict[str, Body]
    members: set[Seat]
    invited: set[Seat]
    placed: dict[Seat, int] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work, consultation: Consultation) -> "Roster":
        known = organisations(work, consultation)
        keys = {line.id: key_of(line.name) for line in known}
        members = work.session.execute(
            select(Account.email, MembershipRow.role, MembershipRow.chair, MembershipRow.organisation_id)
            .join(Account, Account.id == MembershipRow.account_id)
            .where(MembershipRow.consultation_id == consultation.id, MembershipRow.ended_at.is_(None))
        )
        invited = work.session.execute(
            select(Invitation.email, Invitation.role, Invitation.chair, Invitation.organisation_id).where(
                Invitation.consultation_id == consultation.id,
                Invitation.accepted_at.is_(None),
                Invitation.revoked_at.is_(None),
                Invitation.expires_at > work.now,
            )
        )
        return cls(
            groups(work, consultation),
            {keys[line.id]: Body(line.id, line.name, line.group_id) for line in known},
            {(email, role, chair, keys.get(body or 0, "")) for email, role, chair, body in members},
            {(email, role, chair, keys.get(body or 0, "")) for email, role, chair, body in invited},
        )

    def place(self, rows: Sequence[Row]) -> tuple[list[Placed], list[Fault]]:
        """Everybody who can be invited, and what keeps the others from it."""
        self._add_new_organisations(rows)
        found = [(self._place(desk := Desk(row)), desk.faults) for row in rows]
        placed = [person for person, faults in found if person is not None and not faults]
        return placed, [fault for _, faults in found for fault in faults]

    def _add_new_organisations(self, rows: Iterable[Row]) -> None:
        """A new one needs its group in one of its rows only."""
        for row in rows:
            name = tidy(row.invitee.organisation_name)
            group = self._group(row.invitee.group_key)
            if is_one_line(name, most=LONGEST_TITLE) and group is not None and key_of(name) not in self.organisations:
                self.organisations[key_of(name)] = Body(None, name, group.id)

    def _place(self, desk: "Desk") -> Placed | None:
        invitee = desk.row.invitee
        email, name = desk.address(), tidy(invitee.name)
        if name and not is_one_line(name, most=LONGEST_NAME):
            desk.wrong("name", name, ONE_LINE, most=LONGEST_NAME)
        group = self._group(invitee.group_key)
        if invitee.group_key.strip() and group is None:
            desk.wrong("group", invitee.group_key, UNKNOWN_GROUP, groups=", ".join(line.key for line in self.groups))
        organisation = self._organisation(desk, group)
        if desk.faults:
            return None
        if invitee.role is Role.RELEASER and not organisation:
            desk.wrong("organisation", "", ORGANISATION_NEEDED)
        self._sit(desk, (email, invitee.role, invitee.chair, organisation))
        alone = group.id if group is not None and not organisation else None
        return Placed(email, name, invitee.role, invitee.chair, invitee.language, organisation, alone)

    def _organisation(self, desk: "Desk", group: GroupLine | None) -> str:
        """The key of the organisation, empty if there is none or something is wrong with it."""
        invitee = desk.row.invitee
        if invitee.organisation_id is not None:
            found = (key for key, body in self.organisations.items() if body.id == invitee.organisation_id)
            return next(found, "") or desk.wrong("organisation", "", UNKNOWN_ORGANISATION)
        name = tidy(invitee.organisation_name)
        if not name:
            return ""
        if not is_one_line(name, most=LONGEST_TITLE):
            return desk.wrong("organisation", name, ONE_LINE, most=LONGEST_TITLE)
        body = self.organisations.get(key_of(name))
        if body is None:
            return desk.wrong("group", "", GROUP_NEEDED, organisation=name) if not invitee.group_key.strip() else ""
        if group is not None and group.id != body.group_id:
            right = next(line.name for line in self.groups if line.id == body.group_id)
            return desk.wrong("group", invitee.group_key, OTHER_GROUP, organisation=body.name, group=right)
        return key_of(name)

    def _sit(self, desk: "Desk", seat: Seat) -> None:
        if seat in self.placed:
            desk.wrong("email", seat[0], TWICE, row=self.placed[seat])
        elif seat in self.members:
            desk.wrong("email", seat[0], IS_MEMBER)
        elif seat in self.invited:
            desk.wrong("email", seat[0], IS_INVITED)
        else:
            self.placed[seat] = desk.row.number

    def _group(self, said: str) -> GroupLine | None:
        """By its key or by one of its names."""
        wanted = key_of(said)
        return next(
            (line for line in self.groups if wanted and wanted in map(key_of, (line.key, line.name, line.name_en))),
            None,
        )


@dataclass
class Desk:
    """Where one row is checked, and what is wrong with it."""

    row: Row
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, column: str, value: str, sentence: str, **values: object) -> str:
        """Note a fault; the empty text stands for what could not be found."""
        self.faults.append(Fault(self.row.number, column, value, sentence, values))
        return ""

    def address(self) -> str:
        said = self.row.invitee.email.strip()
        if not said:
            return self.wrong("email", "", NO_EMAIL)
        try:
            return checked_address(said)
        except Invalid as refusal:
            return self.wrong("email", said, refusal.sentence, **refusal.values)


def key_of(name: str) -> str:
    """By which two names are the same to people: case and runs of blanks do not count."""
    return " ".join(tidy(name).casefold().split())
