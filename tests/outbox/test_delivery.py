"""What a letter looks like when it leaves, and the folder it is kept in while there is no mail server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from portal.kernel.qr import picture
from portal.kernel.settings import Settings
from portal.kernel.words import Words
from portal.outbox.delivery import Leaving, ServerAway, open_mailer
from portal.outbox.letters import SITE, SQUARE, write
from tests.outbox.mail_server import Answers, mail_server

POSTED = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)
LETTER = Leaving(
    id=1,
    attempt=1,
    message_id="<1.2@portal.invalid>",
    address="member@example.org",
    subject="Ihr Kommentar ist eingegangen – schön",
    text="Das Beteiligungsportal:/hier ist der Weg.\n\nportal:/wir/comments/K7QF2M4X\n",
    html='<p><a href="portal:/wir/comments/K7QF2M4X">Weg</a></p>',
    posted_at=POSTED,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(base_url="https://mitreden.example", data_dir=tmp_path, mail_from="Büro <office@example.org>")


def kept(settings: Settings, kind: str) -> list[Path]:
    return sorted(settings.mail_dir.glob(f"*.{kind}"))


def test_a_letter_says_who_writes_when_and_that_a_machine_sent_it(settings: Settings) -> None:
    message = open_mailer(settings).message(LETTER)
    assert message["Message-ID"] == "<1.2@portal.invalid>"
    assert message["Date"].datetime == POSTED
    assert message["From"].addresses[0].display_name == "Büro"
    assert (message["To"], message["Subject"]) == ("member@example.org", LETTER.subject)
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert bytes(message).isascii()


def test_links_lead_to_the_address_of_the_site_and_words_stay_words(settings: Settings) -> None:
    message = open_mailer(settings).message(LETTER)
    text, html = (part.get_content() for part in message.iter_parts())
    assert "https://mitreden.example/wir/comments/K7QF2M4X" in text
    assert 'href="https://mitreden.example/wir/comments/K7QF2M4X"' in html
    assert "Das Beteiligungsportal:/hier" in text


def test_the_square_of_a_receipt_travels_inside_its_letter_beside_the_address(settings: Settings) -> None:
    """Read as the mail server got it."""
    about = {"number": "K7QF 2M4X", "href": f"{SITE}/wir/comments/K7QF2M4X", "code": "B 1.2", "title": "Eltern"}
    head = dict.fromkeys(("plan_name", "city", "contact_name", "contact_phone", "privacy_href"), "WIR")
    written = write("receipt", Words(), "member@example.org", about | head | {"is_late": False, "revision": 1})
    with mail_server(answers := Answers()) as port:
        mailer = open_mailer(replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"))
        mailer.send(replace(LETTER, text=written.text, html=written.html))
        mailer.transport.rest()
    text, related = answers.taken[0].iter_parts()
    html, square = related.iter_parts()
    address = "https://mitreden.example/wir/comments/K7QF2M4X"
    assert (text.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
    assert (square.get_content_type(), square.get_content_disposition()) == ("image/png", "inline")
    assert f'src="cid:{square["Content-ID"].strip("<>")}"' in html.get_content()
    assert square.get_content() == picture(address) != picture(f"{address}0")
    assert f'<span class="address">{address}</span></p>' in html.get_content()
    assert SQUARE not in html.get_content() and "QR" not in text.get_content()


def test_the_domain_of_an_address_may_have_umlauts(settings: Settings) -> None:
    message = open_mailer(settings).message(replace(LETTER, address="info@bürger.example"))
    assert message["To"] == "info@xn--brger-kva.example"


def test_without_a_server_a_letter_is_kept_to_be_read(settings: Settings) -> None:
    open_mailer(settings).send(LETTER)
    (readable,) = kept(settings, "txt")
    text = readable.read_text("utf-8")
    assert "To: member@example.org\nSubject: Ihr Kommentar ist eingegangen – schön\n" in text
    assert "https://mitreden.example/wir/comments/K7QF2M4X" in text
    message = message_from_bytes(kept(settings, "eml")[0].read_bytes(), policy=default)
    assert message["Message-ID"] == LETTER.message_id
    assert readable.stat().st_mode & 0o077 == 0


def test_the_newest_letter_comes_first_by_name(settings: Settings) -> None:
    for minutes in (0, 3, 1):
        posted_at = POSTED + timedelta(minutes=minutes)
        open_mailer(settings).send(replace(LETTER, posted_at=posted_at, message_id=f"<{minutes}@portal.invalid>"))
    assert [path.name.split("-")[4] for path in kept(settings, "txt")] == ["1243", "1241", "1240"]


def test_a_letter_kept_twice_is_one_file(settings: Settings) -> None:
    open_mailer(settings).send(LETTER)
    open_mailer(settings).send(LETTER)
    assert len(kept(settings, "eml")) == 1


def test_an_odd_address_stays_inside_the_folder(settings: Settings) -> None:
    open_mailer(settings).send(replace(LETTER, address="../../a/b@example.org"))
    assert len(kept(settings, "txt")) == 1


def test_a_folder_that_cannot_be_written_is_a_server_that_is_away(settings: Settings) -> None:
    settings.mail_dir.write_text("in the way")
    with pytest.raises(ServerAway):
        open_mailer(settings).send(LETTER)


def test_one_connection_serves_many_letters_and_is_opened_anew_when_the_server_has_closed_it(
    settings: Settings,
) -> None:
    with mail_server(answers := Answers()) as port:
        mailer = open_mailer(replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"))
        mailer.send(LETTER)
        mailer.send(LETTER)
        assert len(answers.peers) == 1
    with mail_server(answers, port):
        mailer.send(LETTER)
        mailer.transport.rest()
    assert len(answers.taken) == 3 and len(answers.peers) == 2
