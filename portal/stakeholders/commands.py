"""`invite`: one person or a CSV from the command line; everybody is invited or nobody."""

from collections.abc import Callable
from pathlib import Path

from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.stakeholders.operations import invite, invite_many, rehearse
from portal.stakeholders.reading import ROLES, UNKNOWN_ROLE, Fault, Invitee, Listed, decode, read_list, role_named

ROLE_WORDS = tuple(ROLES)
"""What `--role` takes."""

NO_FILE = N_("Die Datei %(name)s lässt sich nicht öffnen.")
FAULT = N_("Zeile %(row)s, Spalte „%(column)s“, Wert „%(value)s“: %(fault)s")
FAULTS = (N_("1 Fehler. Es wird niemand eingeladen."), N_("%(n)s Fehler. Es wird niemand eingeladen."))
DONE = (N_("1 Einladung wartet auf den Versand."), N_("%(n)s Einladungen warten auf den Versand."))

Say = Callable[[str], object]
GERMAN = Words()


def read_people(path: Path) -> Listed:
    """The people in a CSV; slow work, done before anything is opened for writing. Raise `Invalid` for a bad file."""
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise Invalid(NO_FILE, name=path.name) from failure
    return read_list(decode(content))


def invite_people(work: Work, consultation: Consultation, listed: Listed, say: Say, *, words: Words = GERMAN) -> int:
    """0 when everybody is invited; 1, with every fault said and nothing written, when somebody cannot be."""
    tried = rehearse(work, consultation, listed.rows)
    faults = sorted((*listed.faults, *tried.faults), key=lambda fault: fault.row)
    for fault in faults:
        say(_said(fault, words))
    if faults:
        say(words.count(*FAULTS, len(faults)))
        return 1
    made = invite_many(work, consultation, listed.rows)
    say(words.count(*DONE, len(made)))
    return 0


def invite_person(
    work: Work,
    consultation: Consultation,
    say: Say,
    *,
    email: str,
    role: str = "member",
    organisation: str = "",
    group: str = "",
    name: str = "",
    language: str = "de",
    words: Words = GERMAN,
) -> int:
    """0 when the person is invited. Raise `Invalid` about what is wrong; a member without organisation is private."""
    known = role_named(role)
    if known is None:
        raise Invalid(UNKNOWN_ROLE, field="role")
    person = Invitee(
        email=email,
        role=known[0],
        chair=known[1],
        name=name,
        organisation_name=organisation,
        group_key=group,
        language=language,
    )
    invite(work, consultation, person)
    say(words.count(*DONE, 1))
    return 0


def _said(fault: Fault, words: Words) -> str:
    sentence = words.say(fault.sentence, **fault.values)
    return words.say(FAULT, row=fault.row, column=fault.column or "–", value=fault.value, fault=sentence)
