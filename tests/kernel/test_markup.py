"""Nothing that people write becomes more than the few tags they were promised."""

import time
from collections.abc import Callable
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from portal.kernel import markup
from portal.kernel.markup import COMMENT_TAGS, SCHEMES, SHEET_TAGS, render_comment, render_plain, render_sheet

Render = Callable[[str], Markup]
RENDERERS = (render_comment, render_sheet, render_plain)
CPU_SECONDS = 2.0

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='javascript:1'>x</a>",
    "<a href='vbscript:1'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example/x'>x</a>",
    "<a href='/\\evil.example/x'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    '<a href="http://e/<a onclick=alert(1)//">x</a>',
    "<a href='https://e.example' target=_blank ping=/x style=position:fixed onclick=alert(1) id=main>x</a>",
    "<p style='background:url(javascript:alert(1))' class=notice id=content>x</p>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example';</style>",
    "<template><script>alert(1)</script></template>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button>",
    "<p<script>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<textarea></textarea><script>alert(1)</script>",
    '<p title="</p><img src=x onerror=alert(1)>">x',
    "[x](javascript:alert(1))",
    "[x](javascript:1)",
    "[x](vbscript:1)",
    "[x](JAVASCRIPT:1)",
    "[x](<javascript:1>)",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](file:///etc/passwd)",
    '[x](https://e.example "a\\" onmouseover=alert(1) b=\\"")',
    '[x](https://e.example/"onmouseover=alert(1))',
    "<javascript:alert(1)>",
    "<javascript:1>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    "> <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> |\n|---|\n| [x](javascript:1) |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
)


class _Tags(HTMLParser):
    """Start tags with their attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(attributes))))


def tags_in(html: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def second_opinion(html: str, tags: frozenset[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        attributes={"a": {"href", "rel"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_another_cleaner_finds_nothing_left_to_drop(attack: str) -> None:
    for html, tags in (
        (render_comment(attack), COMMENT_TAGS),
        (render_sheet(attack), SHEET_TAGS),
        (render_plain(attack), frozenset({"p", "br"})),
        (markup._clean(attack, COMMENT_TAGS), COMMENT_TAGS),
        (markup._clean(attack, SHEET_TAGS), SHEET_TAGS),
    ):
        assert tags_in(html) == tags_in(second_opinion(html, tags))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_link_leads_to_the_web_to_a_mailbox_or_into_this_site(attack: str) -> None:
    for html in (render_comment(attack), render_sheet(attack), markup._clean(attack, SHEET_TAGS)):
        for tag, attributes in tags_in(html):
            assert {name for name, _ in attributes} <= ({"href", "rel"} if tag == "a" else set())
            target = dict(attributes).get("href")
            own_path = target is not None and target.startswith("/") and target[1:2] not in ("/", "\\")
            assert target is None or own_path or target.startswith(("http://", "https://", "mailto:"))


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("<>&\"'=/ab:#()[]!*_`|-\n svgonerr;"), max_size=60))
def test_random_signs_make_nothing_that_another_cleaner_would_drop(source: str) -> None:
    html = render_sheet(source)
    assert tags_in(html) == tags_in(second_opinion(html, SHEET_TAGS))


@pytest.mark.parametrize("scheme", ["javascript", "vbscript", "data", "file", "ftp"])
def test_a_scheme_with_digits_behind_it_is_not_taken_for_host_and_port(scheme: str) -> None:
    for html in (markup._clean(f'<a href="{scheme}:1">x</a>', COMMENT_TAGS), render_sheet(f"[x]({scheme}:1)")):
        assert "href" not in html


def test_links_say_that_people_set_them() -> None:
    assert render_comment("[Rat](https://rat.example/a?b=1&c=2)") == (
        '<p><a rel="nofollow ugc noopener" href="https://rat.example/a?b=1&amp;c=2">Rat</a></p>'
    )
    assert 'href="mailto:office@example.org"' in render_comment("[Büro](mailto:office@example.org)")
    assert 'href="/pages/imprint"' in render_comment("[Impressum](/pages/imprint)")


def test_what_is_promised_is_kept() -> None:
    html = render_comment("Erste *wichtige* Zeile\nzweite **Zeile**\n\n- eins\n- zwei\n\n> Zitat")
    assert [tag for tag, _ in tags_in(html)] == ["p", "em", "br", "strong", "ul", "li", "li", "blockquote", "p"]


def test_a_sheet_has_headings_and_tables_and_a_comment_has_not() -> None:
    source = "## Kosten\n\n| Jahr | Euro |\n|---|---|\n| 2027 | 5 |"
    assert {"h2", "table", "thead", "tbody", "tr", "th", "td"} == {tag for tag, _ in tags_in(render_sheet(source))}
    assert {tag for tag, _ in tags_in(render_comment(source))} <= {"p", "br"}


@pytest.mark.parametrize(
    "word", ["Expert*innen", "Bürger_innen", "Schüler:innen", "Lehrer*in und Erzieher*in", "Pat*innen*schaft"]
)
def test_gender_signs_stay_as_they_were_written(word: str) -> None:
    for render in RENDERERS:
        assert render(word) == f"<p>{word}</p>"


def test_emphasis_beside_a_gender_star_is_still_emphasis() -> None:
    assert render_comment("*Alle* Expert*innen") == "<p><em>Alle</em> Expert*innen</p>"


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x00"])
def test_invisible_signs_that_steer_the_reader_are_gone(sign: str) -> None:
    for render in RENDERERS:
        assert render(f"a{sign}b") == "<p>ab</p>"


def test_line_ends_of_every_kind_are_one() -> None:
    assert render_comment("a\r\nb\rc\nd") == render_comment("a\nb\nc\nd")
    assert render_plain("a\r\nb") == "<p>a<br>b</p>"


def test_tags_that_people_type_are_shown_as_text() -> None:
    for render in RENDERERS:
        assert render("Wir sind <b>viele</b>.") == "<p>Wir sind &lt;b&gt;viele&lt;/b&gt;.</p>"


def test_plain_text_is_no_markup_at_all() -> None:
    assert render_plain("*a* <b>&") == "<p>*a* &lt;b&gt;&amp;</p>"


DEEP = {
    "brackets": "[" * 10_000,
    "quotes": ">" * 10_000,
    "quotes with blanks": "> " * 5_000,
    "images": "![" * 5_000,
    "empty links": "[](" * 3_500,
    "open links": "[a](" * 2_500,
    "stars": "*" * 10_000,
    "stars and words": "**a *b " * 1_500,
    "crossed emphasis": "_*" * 5_000,
    "backticks": "`a" * 5_000,
    "parentheses": "[" + "(" * 10_000,
    "angles": "<" * 10_000,
    "addresses": "<http:" * 1_700,
    "ampersands": "&" * 10_000,
    "lists": "- " * 5_000,
    "numbered lists": "1) " * 3_300,
    "tabbed lists": "\t- " * 3_300,
    "nested list": "\n".join(" " * depth + "- a" for depth in range(140)),
    "wide table": "|a" * 1_600 + "\n" + "|-" * 1_600 + "\n" + "|a" * 1_600,
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP.keys())
def test_nested_input_takes_bounded_time(source: str) -> None:
    for render in RENDERERS:
        began = time.process_time()
        render(source)
        assert time.process_time() - began < CPU_SECONDS


class Reader(HTMLParser):
    """Nothing but the text, as a moderator reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(str(html))
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data


SIGNS = [
    "- ",
    "> ",
    "1. ",
    "* ",
    "**",
    "*",
    "_",
    "\n",
    "\n\n",
    "    ",
    "Wort",
    "Ende",
    " ",
    "\\",
    "`",
    "#",
    "[",
    "]",
    "<",
]


@pytest.mark.parametrize("sign", ["- ", "> ", "1. ", "* > ", "> - "])
@pytest.mark.parametrize("times", [9, 10, 11, 19, 20, 21, 3000])
def test_no_word_hides_from_who_checks_beneath_lists_and_quotes(sign: str, times: int) -> None:
    """Files are made from the source: what the page left out would be published there."""
    for render in (render_comment, render_sheet):
        assert "Geheim" in Reader(render(f"{sign * times}Geheim")).text
        assert "Geheim" in Reader(render(f"Offen\n\n{sign * times}\n{sign * times}Geheim")).text


@pytest.mark.parametrize(
    "source",
    [
        '[hier](https://a.example "Geheim")',
        "[](https://a.example/Geheim)",
        "[ ](https://a.example/Geheim)",
        "[hier](ftp://a.example/Geheim)",
        "[hier](//Geheim)",
        "<ftp://a.example/Geheim>",
    ],
)
def test_no_word_hides_in_a_link_that_is_none(source: str) -> None:
    for render in (render_comment, render_sheet):
        assert Reader(render(source)).text == source


def test_a_link_may_have_bold_words() -> None:
    assert "<strong>hier</strong></a>" in render_comment("[**hier**](https://a.example)")


@given(st.lists(st.sampled_from(SIGNS), max_size=60).map("".join))
@settings(max_examples=300)
def test_every_word_of_a_comment_is_on_the_page(source: str) -> None:
    def words(text: str) -> list[str]:
        return [sign for sign in text if sign.isalpha()]

    assert words(Reader(render_comment(source)).text) == words(source)
