"""The shared macros say in words what they draw, and the base letters stand on their own."""

from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from portal.kernel.differences import word_diff
from portal.kernel.places import TEMPLATES
from portal.web.strips import segments


def environment(*, trims: bool = False) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=trims,
        lstrip_blocks=trims,
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"segments": segments, "asset": lambda path: f"/static/{path}", "csrf_token": lambda: "t"}
    return made


def shown(source: str, **values: object) -> str:
    return environment().from_string(source).render(**values)


FIGURES = {"object": 1, "support": 3, "support_with_changes": 2, "question": 2, "no_objection": 0}


def test_a_strip_says_all_its_figures_in_the_fixed_order() -> None:
    html = shown('{% from "web/stance.html" import strip %}{{ strip(f, 150, 14, "Organisationen") }}', f=FIGURES)
    assert 'aria-label="Organisationen: 3 dafür, 2 dafür mit Änderung, 2 Fragen, 1 dagegen"' in html
    assert html.count("<rect") == 4
    assert "style=" not in html


def test_voices_count_organisations_and_individuals_apart() -> None:
    source = '{% from "web/stance.html" import voices %}{{ voices(o, i, "/o", "") }}'
    html = shown(source, o=FIGURES, i={"question": 1})
    assert '<a href="/o">8 Org.</a>' in html
    assert "<span>1 Einzelperson</span>" in html
    assert html.count("<svg") == 2


def test_a_tally_links_only_figures_its_reader_may_open() -> None:
    source = '{% from "web/stance.html" import tally %}{{ tally(o, i, {"support": "/s", "no_objection": "/n"}) }}'
    html = shown(source, o=FIGURES, i={"object": 5})
    assert '<a href="/s">3</a>' in html
    assert "/n" not in html
    assert "<td>5</td>" in html


def test_a_measure_without_voices_says_so() -> None:
    html = shown('{% from "web/measure_row.html" import measure_row %}{{ measure_row("B 1.1", "Titel", "/m") }}')
    assert "Noch kein Kommentar" in html
    assert "<svg" not in html


def test_a_comment_escapes_what_people_write() -> None:
    source = (
        '{% from "web/comment.html" import comment %}'
        '{{ comment("K7QF2M4X", "/c", "<b>x", "organisation", "object", text, quote="<i>") }}'
    )
    html = shown(source, text="<script>")
    assert "&lt;b&gt;x" in html
    assert "&lt;i&gt;" in html
    assert "&lt;script&gt;" in html
    assert "K7QF&nbsp;2M4X" in html
    assert "<p>kept</p>" in shown(source, text=Markup("<p>kept</p>"))


def test_a_diff_marks_what_went_and_what_came() -> None:
    html = shown('{% from "web/diff.html" import diff %}{{ diff(runs) }}', runs=word_diff("ein Jahr", "zwei <Jahr"))
    assert html == '<p class="diff" dir="auto"><del>ein </del> <ins>zwei &lt;</ins>Jahr</p>'


def test_a_trace_takes_words_from_its_caller() -> None:
    steps = [SimpleNamespace(sign="mail", title="Eingegangen", when="heute", moment="2026-11-12", state="now")]
    source = '{% from "web/trace.html" import trace %}{% call(s) trace(steps) %}<p>{{ s.title }}!</p>{% endcall %}'
    html = shown(source, steps=steps)
    assert '<li class="is-now" aria-current="step">' in html
    assert "<p>Eingegangen!</p>" in html


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_layout_stands_without_a_consultation(signed_in: bool) -> None:
    actor = SimpleNamespace(account_id=1 if signed_in else None, name="Kim")
    html = shown('{% extends "web/layout.html" %}{% block title %}T{% endblock %}', language="de", actor=actor)
    assert "<title>T – Beteiligung</title>" in html
    assert ("Abmelden" in html) is signed_in
    assert ("Anmelden" in html) is not signed_in


def test_the_layout_says_it_is_a_demonstration_and_reads_from_the_right() -> None:
    here = SimpleNamespace(
        slug="wir", plan_name="WIR", city="Stadt", is_demo=True, contact_email="a@b", contact_name="N", contact_phone=""
    )
    html = shown('{% extends "web/layout.html" %}', language="ar", consultation=here, carried_language="ar")
    assert 'dir="rtl"' in html
    assert "erfunden" in html
    assert 'href="/wir/?lang=ar"' in html


def test_an_error_page_gives_back_what_was_written() -> None:
    html = (
        environment()
        .get_template("web/error.html")
        .render(
            language="de",
            status=401,
            heading="H",
            sentence="S.",
            way_on=[("Start", "/")],
            written=["\nEin </textarea>"],
        )
    )
    assert ">\n\nEin &lt;/textarea&gt;</textarea>" in html
    assert 'href="/"' in html


LETTER = {"plan_name": "Plan", "city": "Stadt L", "contact_name": "Büro", "reason": "Darum.", "language": "de"}


def test_a_letter_as_text_begins_with_its_subject_and_is_not_escaped() -> None:
    source = (
        '{% extends "letters/base.txt" %}{% from "letters/go.txt" import go %}'
        "{% block subject %}Betreff{% endblock %}"
        "{% block paragraphs %}{{ name }}\n\n{{ go('https://x', 'Öffnen') }}{% endblock %}"
    )
    made = environment(trims=True)
    made.autoescape = False
    text = made.from_string(source).render(name="A & B", contact_phone="12", **LETTER)
    assert text.startswith(
        "Betreff\n\nGuten Tag,\n\nA & B\n\nÖffnen:\n\n  https://x\n\n"
        "Mit freundlichen Grüßen\nBüro, Stadt L\nTelefon 12\n"
    )
    assert text.rstrip().endswith("Warum Sie diese E-Mail erhalten: Darum.")


def test_a_letter_as_html_has_one_button_and_its_address() -> None:
    source = (
        '{% extends "letters/base.html" %}{% from "letters/go.html" import go %}'
        "{% block paragraphs %}{{ go('https://x?a&b', 'Öffnen') }}{% endblock %}"
    )
    html = environment(trims=True).from_string(source).render(subject="B", contact_phone="", **LETTER)
    assert '<a class="go" href="https://x?a&amp;b">Öffnen</a>' in html
    assert "<h1>B</h1>" in html
    assert "Telefon" not in html
