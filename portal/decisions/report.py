"""A pack as a report: for every item of the agenda what is proposed, said and advised, and room for the decision."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from portal.comments.models import Stance, Voice
from portal.comments.naming import STANCES
from portal.decisions.models import Answer
from portal.decisions.texts import ANSWERS, CHOICES
from portal.kernel.codes import unbroken
from portal.kernel.differences import word_diff
from portal.kernel.words import N_, Words
from portal.reports.model import (
    Bar,
    Block,
    Changes,
    Chapter,
    Column,
    Definitions,
    Heading,
    Look,
    Paragraph,
    Report,
    Row,
    Share,
    Table,
)

LOOKS: Mapping[Stance, Look] = {
    Stance.SUPPORT: "full",
    Stance.SUPPORT_WITH_CHANGES: "stripes",
    Stance.NO_OBJECTION: "empty",
    Stance.QUESTION: "dots",
    Stance.OBJECT: "crosses",
}
SPEAKERS = {Voice.ORGANISATION: N_("Organisationen"), Voice.INDIVIDUAL: N_("Einzelne")}
EDITION = N_("intern, für Lenkungsgruppe und Geschäftsstelle")
ROOM = "________"
BOX = "☐"
MOST_NAMED = 8
"""Silent organisations named with an item; more of them only once, at the end of the pack."""


def pack_report(document: Mapping[str, Any], consultation: str, words: Words) -> Report:
    """The same document always makes the same report."""
    held, frozen = date.fromisoformat(document["held_on"]), datetime.fromisoformat(document["frozen_at"])
    numbers = {"number": document["sitting"], "pack": document["number"]}
    about = [
        (words.say(N_("Verfahren")), consultation),
        (words.say(N_("Sitzung")), f"{document['sitting']}, {words.day(held)}"),
        (words.say(N_("Stand der Daten")), words.moment(frozen)),
        (words.say(N_("Ausgabe")), words.say(EDITION)),
        (words.say(N_("Einträge")), str(len(document["items"]))),
    ]
    if document["title"]:
        about.insert(2, (words.say(N_("Thema der Sitzung")), document["title"]))
    return Report(
        title=words.say(N_("Sitzung %(number)s: Mappe %(pack)s"), **numbers),
        about=tuple(about),
        meta={"consultation": consultation, "edition": "internal", "moment": document["frozen_at"], **numbers},
        parts=(
            _agenda(document, words),
            *(_item(place, item, words) for place, item in enumerate(document["items"])),
            *_silent_everywhere(document, words),
        ),
        words=words,
        mark=f"{words.say(EDITION)} · {words.day(frozen)}",
    )


def _agenda(document: Mapping[str, Any], words: Words) -> Chapter:
    columns = (
        Column("place", words.say(N_("Punkt")), 8, "integer"),
        Column("code", words.say(N_("Code")), 10),
        Column("title", words.say(N_("Titel")), 50),
        Column("block", words.say(N_("Gemeinsame Abstimmung")), 14),
    )

    def rows() -> Iterator[Row]:
        for place, item in enumerate(document["items"], 1):
            yield (place, item["code"], item["title"], words.say(N_("ja")) if item["in_block"] else "")

    return Chapter(words.say(N_("Tagesordnung")), 1, (Table("agenda", "", columns, rows),))


def _item(place: int, item: Mapping[str, Any], words: Words) -> Chapter:
    blocks: list[Block] = [
        Paragraph(_core(item, words)),
        Heading(words.say(N_("Entwurf")), 2),
        Definitions(tuple((part["name"], part["text"]) for part in item["sections"] if part["text"])),
        Heading(words.say(N_("Wer sagt was?")), 2),
        *(_bar(item, voice, words) for voice in SPEAKERS),
        _figures(place, item, words),
    ]
    if item["waiting"]:
        waiting = words.count(
            N_("%(n)s Kommentar wird noch geprüft."), N_("%(n)s Kommentare werden noch geprüft."), item["waiting"]
        )
        blocks.append(Paragraph(waiting))
    blocks += [*_silence(item, words), *_partial(item, words)]
    if item["themes"]:
        blocks.append(_themes(place, item, words))
    if item["quotes"]:
        blocks += [Heading(words.say(N_("Aus den Kommentaren")), 2)]
        blocks += [Definitions(tuple((_speaker(quote, words), quote["text"]) for quote in item["quotes"]))]
    if item["advice"]:
        blocks += list(_advice(item["advice"], words))
    blocks += [Heading(words.say(N_("Beschluss")), 2), *_room(words)]
    return Chapter(f"{item['code']} {item['title']}", 1, tuple(blocks), begins_page=True)


def _core(item: Mapping[str, Any], words: Words) -> str:
    facts = (
        (words.say(N_("Handlungsfeld")), item["field"]),
        (words.say(N_("Herkunft")), item["origin"]),
        (words.say(N_("Fassung")), item["version"]),
    )
    return " · ".join(f"{name}: {value}" for name, value in facts if value)


def _bar(item: Mapping[str, Any], voice: Voice, words: Words) -> Bar:
    shares = (
        Share(
            LOOKS[stance], words.say(STANCES[stance]), sum(group[voice.value][stance.value] for group in item["groups"])
        )
        for stance in LOOKS
    )
    return Bar(words.say(SPEAKERS[voice]), tuple(shares))


def _silence(item: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """Groups and organisations of which nothing is published; a pack made before they were kept names the groups."""
    silent = [group["name"] for group in item["groups"] if group["name"] and not _spoke(group)]
    if silent:
        yield Paragraph(f"{words.say(N_('Akteursgruppen ohne Kommentar:'))} {', '.join(silent)}.")
    quiet = item.get("silent", ())
    if quiet:
        numbers = {"silent": len(quiet), "invited": item["invited"]}
        said = words.say(N_("Still: %(silent)s von %(invited)s Organisationen"), **numbers)
        consent = words.say(N_("Wer schweigt, stimmt damit nicht zu."))
        named = f": {', '.join(quiet)}" if len(quiet) <= MOST_NAMED else ""
        where = "" if named else words.say(N_("Ihre Namen stehen am Ende der Mappe."))
        yield Paragraph(f"{said}{named}. {consent} {where}".strip())


def _silent_everywhere(document: Mapping[str, Any], words: Words) -> Iterator[Chapter]:
    """Once for the whole pack: each organisation with the points to which it says nothing."""
    points: dict[str, list[str]] = {}
    for item in document["items"]:
        for name in item.get("silent", ()):
            points.setdefault(name, []).append(unbroken(item["code"]))
    if not any(len(item.get("silent", ())) > MOST_NAMED for item in document["items"]):
        return
    every = [unbroken(item["code"]) for item in document["items"]]
    rows: list[Row] = [(name, _silent_to(codes, every, words)) for name, codes in sorted(points.items())]
    columns = (
        Column("organisation", words.say(N_("Organisation")), 40),
        Column("points", words.say(N_("Still zu")), 60),
    )
    title = words.say(N_("Wer wozu nichts gesagt hat"))
    consent = Paragraph(words.say(N_("Wer schweigt, stimmt damit nicht zu.")))
    yield Chapter(title, 1, (consent, Table("silent", "", columns, lambda: rows)), begins_page=True)


def _silent_to(codes: list[str], every: list[str], words: Words) -> str:
    """The shorter of what an organisation is silent to and what it is not."""
    spoken = [code for code in every if code not in codes]
    if not spoken:
        return words.say(N_("zu allen Punkten"))
    if len(spoken) < len(codes):
        return words.say(N_("zu allen Punkten außer %(codes)s"), codes=", ".join(spoken))
    return ", ".join(codes)


def _partial(item: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """Who of those who decide has a stake in it; a pack made before that was kept names nobody."""
    named = [f"{one['name']} ({one['organisation']})" for one in item.get("partial", ())]
    if named:
        yield Paragraph(f"{words.say(N_('Befangen in der Lenkungsgruppe'))}: {', '.join(named)}.")


def _spoke(group: Mapping[str, Any]) -> bool:
    return any(group[voice.value][stance.value] for voice in Voice for stance in Stance)


def _figures(place: int, item: Mapping[str, Any], words: Words) -> Table:
    """Organisations and individuals beside each other, never added: “3 | 2”."""
    columns = (
        Column("group", words.say(N_("Akteursgruppe")), 24),
        *(Column(stance.value, words.say(STANCES[stance]), 14) for stance in Stance),
    )

    def rows() -> Iterator[Row]:
        for group in item["groups"]:
            cells = (
                _beside(group[Voice.ORGANISATION.value][stance.value], group[Voice.INDIVIDUAL.value][stance.value])
                for stance in Stance
            )
            yield (group["name"] or words.say(N_("ohne Akteursgruppe")), *cells)

    return Table(f"voices_{place}", words.say(N_("Organisationen | Einzelne")), columns, rows)


def _beside(organisations: int, individuals: int) -> str:
    return f"{organisations} | {individuals}" if organisations or individuals else "–"


def _themes(place: int, item: Mapping[str, Any], words: Words) -> Table:
    columns = (
        Column("theme", words.say(N_("Thema")), 30),
        Column("comments", words.say(N_("Kommentare")), 12, "integer"),
        Column("answer", words.say(N_("Antwort")), 40),
    )

    def rows() -> Iterator[Row]:
        for theme in item["themes"]:
            answer = words.say(N_("noch ohne Antwort"))
            if theme["answer"]:
                answer = f"{words.say(ANSWERS[Answer(theme['answer'])])}: {theme['reason']}"
            yield (theme["title"], theme["comments"], answer)

    return Table(f"themes_{place}", words.say(N_("Themen")), columns, rows)


def _advice(advice: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """A pack made while advice named one section only has that section and its wording beside the text."""
    yield Heading(words.say(N_("Vorschlag der Verwaltung")), 2)
    yield Paragraph(advice["body"])
    wordings = advice["wordings"] if "wordings" in advice else [advice] if advice["wording"] else []
    if wordings:
        yield Paragraph(words.say(N_("Durchgestrichen ist, was entfällt; fett und unterstrichen, was neu ist.")))
    for new in wordings:
        yield Heading(words.say(N_("Vorgeschlagener Wortlaut in „%(section)s“"), section=new["section"]), 3)
        yield Changes(tuple(word_diff(new["before"], new["wording"])))


def _room(words: Words) -> Iterator[Block]:
    yield Paragraph("   ".join(f"{BOX} {words.say(name)}" for name in CHOICES.values()))
    votes = (N_("Ja"), N_("Nein"), N_("Enthaltung"))
    yield Paragraph("   ".join(f"{words.say(vote)}: {ROOM}" for vote in votes))
    yield Paragraph(f"{words.say(N_('Begründung'))}: {ROOM * 8}")


def _speaker(quote: Mapping[str, Any], words: Words) -> str:
    if quote["voice"] == Voice.ORGANISATION.value:
        who = quote["organisation"]
    elif quote["organisation"]:
        who = words.say(N_("Mitglied von %(organisation)s"), organisation=quote["organisation"])
    elif quote["private_number"] is None:
        who = words.say(N_("Privatperson"))
    else:
        who = words.say(N_("Privatperson %(number)s"), number=quote["private_number"])
    stance = words.say(STANCES[Stance(quote["stance"])])
    return f"{who} ({stance})" + (f", {quote['section']}" if quote["section"] else "")
