"""The public edition put into shapes: the same questions the pages ask, as a visitor."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import select, tuple_

from portal.api import shapes
from portal.api.cursors import Wish, cursor, moment_name, moment_named, page
from portal.comments import filters
from portal.comments import queries as comments
from portal.comments.filters import CommentFilter
from portal.comments.models import Arrival, Comment
from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType, ItemVersion
from portal.consultations.structure import ItemLine, Structure
from portal.decisions.queries import decided
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders

PLURALS = {ItemType.MEASURE: "measures", ItemType.GOAL: "goals"}


def address(base: str, *parts: str) -> str:
    """Where a page of the portal lies."""
    return "/".join((base.rstrip("/"), *(quote(part, safe="") for part in parts)))


def consultation(work: Work, here: Consultation, base: str) -> shapes.Consultation:
    return shapes.Consultation(
        slug=here.slug,
        title=here.title,
        city=here.city,
        question=here.question,
        phase=here.phase(work.now),
        opens_at=here.opens_at,
        closes_at=here.closes_at,
        council_resolution=here.council_resolution,
        council_number=here.council_number,
        council_on=here.council_on,
        page=address(base, here.slug, ""),
    )


@dataclass(frozen=True, slots=True)
class Answerer:
    """`base` is the address of the portal."""

    work: Work
    here: Consultation
    base: str

    @property
    def skeleton(self) -> Structure:
        return consultations.structure(self.work, self.here)

    def fields(self, wish: Wish) -> shapes.Fields:
        lines, following = page(self.skeleton.fields, lambda line: line.code, wish)
        return shapes.Fields(tuple(shapes.Field(line.code, line.title, line.summary) for line in lines), following)

    def items(self, type: ItemType, wish: Wish) -> shapes.Items:
        every = self.skeleton.measures if type is ItemType.MEASURE else self.skeleton.goals
        lines, following = page(every, lambda line: line.code, wish)
        return shapes.Items(tuple(map(self.item, lines)), following)

    def sheet(self, line: ItemLine) -> shapes.Sheet:
        return shapes.Sheet(self.item(line), self._sections(line, None))

    def versions(self, line: ItemLine, wish: Wish) -> shapes.Versions:
        every = consultations.versions(self.work, line.id)
        lines, following = page(every, lambda version: str(version.number), wish)
        return shapes.Versions(
            tuple(
                shapes.Version(one.number, one.title, one.note, one.created_at, self._sections(line, one.number))
                for one in lines
            ),
            following,
        )

    def comments(self, asked: CommentFilter, wish: Wish) -> shapes.Comments:
        """In the order in which they were first submitted."""
        question = filters.matching(self.work, self.here, asked)
        if wish.after:
            place = tuple_(Comment.first_submitted_at, Comment.id)
            moment, number = moment_named(wish.after)
            question = question.where(place > tuple_(moment, number))
        ordered = question.order_by(Comment.first_submitted_at, Comment.id).limit(wish.limit + 1)
        lines = comments.read(self.work, ordered)
        shown, last = lines[: wish.limit], lines[wish.limit - 1 : wish.limit]
        following = cursor(moment_name(last[0].first_submitted_at, last[0].id)) if len(lines) > wish.limit else None
        return shapes.Comments(self._said(shown), following)

    def comment(self, public_id: str) -> shapes.Comment | None:
        line = comments.comment_named(self.work, self.here, public_id)
        return next(iter(self._said([line])), None) if line is not None and line.is_visible else None

    def decisions(self, wish: Wish) -> shapes.Decisions:
        """In catalogue order, of each item the one that counts."""
        standing = decided.standing(self.work, self.here)
        items = [item for item in self.skeleton.items if item.id in standing]
        lines, following = page(items, lambda line: line.code, wish)
        return shapes.Decisions(tuple(self._decision(line, standing[line.id]) for line in lines), following)

    def figures(self) -> shapes.Figures:
        groups, items = stakeholders.groups(self.work, self.here), self.skeleton.by_id
        keys = {group.id: group.key for group in groups}
        every = [
            shapes.Figure(
                items[one.item_id].type,
                items[one.item_id].code,
                keys.get(one.group_id, ""),
                one.stance,
                one.voice,
                one.number,
            )
            for one in filters.tallies(self.work, self.here)
            if one.number
        ]
        every.sort(key=lambda one: (one.type, one.item, one.group, one.voice, one.stance))
        return shapes.Figures(
            sum(one.number for one in every),
            tuple(shapes.Group(group.key, group.name, group.organisations) for group in groups),
            tuple(every),
        )

    def item(self, line: ItemLine) -> shapes.Item:
        return shapes.Item(
            type=line.type,
            code=line.code,
            title=line.title,
            field=self.skeleton.field_by_id[line.field_id].code,
            goals=tuple(goal.code for goal in self.skeleton.goals_of(line)),
            kind=line.kind,
            recommended_to=line.recommended_to,
            origin=line.origin,
            version=line.version,
            page=self._address(PLURALS[line.type], line.code),
        )

    def _sections(self, line: ItemLine, number: int | None) -> tuple[shapes.Section, ...]:
        sheet = consultations.sheet(self.work, self.here, line, number)
        parts = sheet.parts if sheet else ()
        return tuple(shapes.Section(part.section.key, part.section.label, part.source) for part in parts)

    def _said(self, lines: Sequence[CommentLine]) -> tuple[shapes.Comment, ...]:
        keys = {group.id: group.key for group in stakeholders.groups(self.work, self.here)}
        ids = {line.version_id for line in lines}
        rows = self.work.session.execute(select(ItemVersion.id, ItemVersion.number).where(ItemVersion.id.in_(ids)))
        versions = {row.id: row.number for row in rows}
        return tuple(self._comment(line, versions[line.version_id], keys.get(line.group_id, "")) for line in lines)

    def _comment(self, line: CommentLine, version: int, group: str) -> shapes.Comment:
        item = self.skeleton.by_id[line.item_id]
        section = self.skeleton.section_by_id.get(line.section_id or 0)
        by = None if line.organisation_id is None else shapes.Organisation(line.organisation_id, line.organisation)
        return shapes.Comment(
            id=line.public_id,
            type=item.type,
            item=item.code,
            field=self.skeleton.field_by_id[item.field_id].code,
            version=version,
            section=section.key if section else "",
            quote=line.quote,
            stance=line.stance,
            voice=line.voice,
            organisation=by,
            private_number=line.private_number if by is None else None,
            group=group,
            text=line.body,
            proposed_wording=line.proposed_wording,
            language=line.language,
            revision=line.revision,
            is_redacted=line.is_redacted,
            is_late=line.arrival is not Arrival.IN_TIME,
            submitted_at=line.first_submitted_at,
            page=self._address("comments", line.public_id),
        )

    def _decision(self, item: ItemLine, one: decided.PublicDecision) -> shapes.Decision:
        line = one.line
        sections = self.skeleton.section_by_id
        return shapes.Decision(
            type=item.type,
            item=item.code,
            version=line.version,
            outcome=line.outcome,
            reason=line.reason,
            wordings=tuple(shapes.Wording(sections[new.section_id].key, new.text) for new in line.wordings),
            recommended_to=line.recommended_to,
            sitting=line.sitting,
            held_on=line.held_on,
            votes_for=line.votes_for,
            votes_against=line.votes_against,
            votes_abstained=line.votes_abstained,
            published_at=one.published_at,
        )

    def _address(self, *parts: str) -> str:
        return address(self.base, self.here.slug, *parts)
