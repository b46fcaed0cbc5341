"""Lists of people: header or none, any usual delimiter and encoding, and every fault by row, column and value."""

from time import process_time

import pytest

from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.stakeholders.reading import (
    BROKEN_QUOTES,
    DOUBLE_COLUMN,
    EMPTY,
    MOST_ROWS,
    NO_EMAIL_COLUMN,
    TOO_LONG,
    TOO_MANY_CELLS,
    TOO_MANY_ROWS,
    UNKNOWN_COLUMN,
    UNKNOWN_ROLE,
    Fault,
    Invitee,
    decode,
    read_list,
)

ADA = Invitee("ada@example.org", Role.RELEASER, False, "Ada", "Verein", None, "civil-society")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_file_with_the_documented_header_is_read(sign: str) -> None:
    lines = ["email,role,organisation,group,name", "ada@example.org,releaser,Verein,civil-society,Ada"]
    listed = read_list("\n".join(lines).replace(",", sign))
    assert not listed.faults
    assert [(row.number, row.invitee) for row in listed.rows] == [(2, ADA)]


def test_columns_may_stand_in_any_order_and_be_left_out() -> None:
    listed = read_list("Name;E-Mail\nAda;ada@example.org\n\nBo;bo@example.org")
    assert [(row.number, row.invitee.name, row.invitee.email) for row in listed.rows] == [
        (2, "Ada", "ada@example.org"),
        (4, "Bo", "bo@example.org"),
    ]


def test_without_a_header_cells_come_in_the_documented_order() -> None:
    assert read_list("ada@example.org;releaser;Verein;civil-society;Ada").rows[0].invitee == ADA


def test_plain_addresses_get_the_usual_role() -> None:
    listed = read_list("ada@example.org\nBo Beispiel <bo@example.org>\n", usually="moderator")
    assert [(row.invitee.email, row.invitee.name, row.invitee.role) for row in listed.rows] == [
        ("ada@example.org", "", Role.MODERATOR),
        ("bo@example.org", "Bo Beispiel", Role.MODERATOR),
    ]


def test_several_addresses_on_a_line_are_several_people() -> None:
    listed = read_list("ada@example.org, bo@example.org,\ncy@example.org")
    assert [(row.number, row.invitee.email) for row in listed.rows] == [
        (1, "ada@example.org"),
        (1, "bo@example.org"),
        (2, "cy@example.org"),
    ]


@pytest.mark.parametrize(
    ("word", "role", "chair"),
    [
        ("member", Role.MEMBER, False),
        ("releaser", Role.RELEASER, False),
        ("moderator", Role.MODERATOR, False),
        ("steering", Role.STEERING, False),
        ("chair", Role.STEERING, True),
        ("editor", Role.EDITOR, False),
        ("Vorsitz", Role.STEERING, True),
        (" MEMBER ", Role.MEMBER, False),
        ("", Role.MEMBER, False),
    ],
)
def test_every_role_has_its_word(word: str, role: Role, chair: bool) -> None:
    invitee = read_list(f"email,role\nada@example.org,{word}").rows[0].invitee
    assert (invitee.role, invitee.chair) == (role, chair)


def test_an_unknown_role_is_named_with_row_column_and_value() -> None:
    listed = read_list("email,role\nada@example.org,member\nbo@example.org,king")
    assert listed.faults == (Fault(3, "role", "king", UNKNOWN_ROLE),)
    assert [row.number for row in listed.rows] == [2, 3]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault(1, "email", "", EMPTY)),
        ("role,name\nmember,Ada", Fault(1, "email", "", NO_EMAIL_COLUMN)),
        ("email,phone\na@example.org,1", Fault(1, "phone", "phone", UNKNOWN_COLUMN)),
        ("email,e-mail\na@example.org,b", Fault(1, "email", "e-mail", DOUBLE_COLUMN)),
        ("email,role\na@example.org,member,x", Fault(2, "", "a@example.org;member;x", TOO_MANY_CELLS)),
        ('email,name\na@example.org,"Ada', Fault(2, "", "", BROKEN_QUOTES)),
        (f"email,name\na@example.org,{'x' * 301}", Fault(2, "name", "x" * 300, TOO_LONG)),
        ("a@example.org\n" * (MOST_ROWS + 1), Fault(MOST_ROWS + 1, "", "", TOO_MANY_ROWS)),
    ],
)
def test_each_broken_list_has_its_sentence(text: str, fault: Fault) -> None:
    assert read_list(text).faults == (fault,)


def test_a_quoted_line_break_does_not_begin_a_new_row() -> None:
    listed = read_list('email,name\na@example.org,"Ada\nBeispiel"\nb@example.org,Bo')
    assert [row.number for row in listed.rows] == [2, 3]
    assert listed.rows[0].invitee.name == "Ada\nBeispiel"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    assert read_list(decode("email;name\r\na@example.org;Jürgen Groß".encode(encoding))).rows[0].invitee.name == (
        "Jürgen Groß"
    )


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\x00" * 10, b"\xff\xfe\x00", b"x" * (512 * 1024 + 1)])
def test_what_is_no_text_or_too_big_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        decode(content)


@pytest.mark.parametrize("line", [" " * 1_500 + "x", '"' + " " * 1_500, "a" * 1_500 + " " * 1_500 + "<"])
def test_a_line_of_blanks_takes_no_longer_than_another(line: str) -> None:
    begun = process_time()
    read_list("\n".join([line] * 20))
    assert process_time() - begun < 1


def test_names_around_addresses_are_taken_without_their_quotes() -> None:
    lines = ['"Ada Beispiel"  <ada@example.org>,', "  Ben <ben@example.org> ; ", "<c@example.org>"]
    found = [(row.invitee.email, row.invitee.name) for row in read_list("\n".join(lines)).rows]
    assert found == [("ada@example.org", "Ada Beispiel"), ("ben@example.org", "Ben"), ("c@example.org", "")]
