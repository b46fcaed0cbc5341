"""What became of a comment, as cells of an export: its themes, the advice, the answers and the decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, true

from portal.comments.imprint import Edition
from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.rewording import spelt_out
from portal.consultations.structure import Structure
from portal.decisions import policy
from portal.decisions.models import Answer, Response
from portal.decisions.queries import decided
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.texts import ANSWERS, named
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Column, Row, Value
from portal.themes import queries as themes
from portal.themes.queries import AdviceLine, ThemeLine

THEME, ADVICE = N_("Thema"), N_("Vorschlag der Verwaltung")
RESPONSE, DECISION = N_("Erwiderung"), N_("Beschluss")

Said = Mapping[int, tuple[Answer, str]]
"""Theme or comment → its answer and the reason."""


@dataclass(frozen=True, slots=True)
class Sequel:
    """The public edition knows what is published, and of themes those whose answer is; advice is internal.

    Sheets repeat with each comment what is advised and decided on its item; paper says it once, `of_item`.
    """

    work: Work
    words: Words
    edition: Edition
    is_coded: bool
    is_on_paper: bool
    skeleton: Structure
    advice: Mapping[int, str]
    to_themes: Said
    to_comments: Said
    decisions: Mapping[int, DecisionLine]

    @property
    def columns(self) -> tuple[Column, ...]:
        say = self.words.say
        if self._has_nothing:
            return ()
        if self.is_on_paper:
            return (Column("sequel", say(N_("Thema und Erwiderung")), 34),)
        named = (("theme", THEME, 24), ("advice", ADVICE, 50), ("response", RESPONSE, 50), ("decision", DECISION, 40))
        return tuple(Column(key, say(label), width) for key, label, width in named if self._has(key))

    def cells(self, lines: Sequence[CommentLine]) -> Iterator[Row]:
        """For each comment what stands in `columns`; one statement for all of them."""
        coded = themes.of_comments(self.work, [line.id for line in lines])
        for line in lines:
            yield self._row(line, coded.get(line.id, []))

    def _row(self, line: CommentLine, found: Sequence[ThemeLine]) -> Row:
        if self._has_nothing:
            return ()
        shown = [theme for theme in found if self.edition is Edition.INTERNAL or theme.id in self.to_themes]
        named, response = "; ".join(theme.path for theme in shown), self._response(line, shown)
        if self.is_on_paper:
            said = (
                f"{self.words.say(label)}: {text}" for label, text in ((THEME, named), (RESPONSE, response)) if text
            )
            return ("\n\n".join(said),)
        texts = {
            "theme": named,
            "advice": self.advice.get(line.item_id, ""),
            "response": response,
            "decision": self._decision(line.item_id),
        }
        return tuple(text for key, text in texts.items() if self._has(key))

    def of_item(self, item_id: int) -> tuple[tuple[str, Value], ...]:
        """What is advised and decided on an item, with the wordings, each after what it is."""
        decision = self.decisions.get(item_id)
        wordings = decision.wordings if decision else ()
        decided_on = (self._decision(item_id), spelt_out(self.skeleton, wordings, self.words.language))
        said = {ADVICE: self.advice.get(item_id, ""), DECISION: "\n\n".join(filter(None, decided_on))}
        return tuple((self.words.say(label), text) for label, text in said.items() if text)

    @property
    def _has_nothing(self) -> bool:
        """Whether on paper there is nothing yet that the public may read, so that a column for it stays away."""
        is_public = self.edition is Edition.PUBLIC
        return self.is_on_paper and is_public and not (self.to_themes or self.to_comments)

    def _has(self, key: str) -> bool:
        return key != "advice" or self.edition is Edition.INTERNAL

    def _response(self, line: CommentLine, found: Sequence[ThemeLine]) -> str:
        answers = [self.to_themes[theme.id] for theme in found if theme.id in self.to_themes]
        answers += [self.to_comments[line.id]] if line.id in self.to_comments else []
        return "\n".join(map(self._said, answers))

    def answer_to(self, theme_id: int) -> str:
        return self._said(self.to_themes[theme_id]) if theme_id in self.to_themes else ""

    def _said(self, answer: tuple[Answer, str]) -> str:
        return ": ".join(filter(None, (self._named(answer[0]), answer[1])))

    def _named(self, answer: Answer) -> str:
        return answer.value if self.is_coded else self.words.say(ANSWERS[answer])

    def _decision(self, item_id: int) -> str:
        decision = self.decisions.get(item_id)
        if decision is None:
            return ""
        if not self.is_coded:
            name = named(decision.outcome, decision.recommended_to, self.words)
            return f"{name}: {decision.reason}" if decision.reason else name
        outcome = decision.outcome.value
        to = f" ({decision.recommended_to})" if decision.recommended_to else ""
        return f"{outcome}{to}: {decision.reason}" if decision.reason else f"{outcome}{to}"


def sequel(
    work: Work,
    consultation: Consultation,
    words: Words,
    edition: Edition,
    *,
    is_coded: bool = False,
    is_on_paper: bool = False,
) -> Sequel:
    """Knows all answers and decisions, so that rows need no further statement but for their themes."""
    is_internal = edition is Edition.INTERNAL
    skeleton = consultations.structure(work, consultation)
    items = [item.id for item in skeleton.items]
    advice = themes.advice_released(work, items) if is_internal else {}
    to_themes, to_comments = _answers(work, consultation, edition)
    if is_internal:
        decisions: Mapping[int, DecisionLine] = decided.newest(work, consultation.id)
    else:
        decisions = {item: one.line for item, one in decided.standing(work, consultation).items()}
    return Sequel(
        work,
        words,
        edition,
        is_coded,
        is_on_paper,
        skeleton,
        {item: _advised(skeleton, line, words) for item, line in advice.items()},
        to_themes,
        to_comments,
        decisions,
    )


def _advised(skeleton: Structure, line: AdviceLine, words: Words) -> str:
    return "\n\n".join(filter(None, (line.body, spelt_out(skeleton, line.wordings, words.language))))


def _answers(work: Work, consultation: Consultation, edition: Edition) -> tuple[Said, Said]:
    """The newest answer to each theme and to each comment; in public the newest published one."""
    if edition is Edition.PUBLIC and not policy.shows_decisions(consultation, work.now):
        return {}, {}
    open_to_all = policy.is_public_response() if edition is Edition.PUBLIC else true()
    rows = work.session.execute(
        select(Response.theme_id, Response.comment_id, Response.answer, Response.reason)
        .where(Response.consultation_id == consultation.id, open_to_all)
        .order_by(Response.id)
    ).all()
    to_themes = {theme: (answer, reason) for theme, _, answer, reason in rows if theme is not None}
    to_comments = {comment: (answer, reason) for _, comment, answer, reason in rows if comment is not None}
    return to_themes, to_comments
