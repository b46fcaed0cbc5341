"""CSV as it comes out of offices."""

import pytest

from portal.imports.reading import Table, Unreadable, read_table

MESSY = (
    "Nr.;Titel der Maßnahme;Ziele;Kosten\r\n"
    'B5+6;"Sprachcafés für „Neue“;\r\nauch abends";B 1;5.000 €\r\n'
    ";;;\r\n"
    "\r\n"
    "Üneu1;Räume öffnen;;\r\n"
    "I.1;Kurz\r\n"
    'B5+6;"Sagt ""Hallo""";"B 1; B 2";–\r\n'
)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_messy_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    table = read_table("a.csv", MESSY.encode(encoding))
    assert table.columns == ("Nr.", "Titel der Maßnahme", "Ziele", "Kosten")
    assert cells(table) == [
        ("B5+6", "Sprachcafés für „Neue“;\nauch abends", "B 1", "5.000 €"),
        ("Üneu1", "Räume öffnen", "", ""),
        ("I.1", "Kurz", "", ""),
        ("B5+6", 'Sagt "Hallo"', "B 1; B 2", "–"),
    ]


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    table = read_table("a.csv", MESSY.encode())
    assert [row.number for row in table.rows] == [2, 5, 6, 7]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = [
        ["Code", "Titel", "Text"],
        ["B 1", "Eins", '"a, b; c, d; e"'],
        ["B 2", "Zwei", '"x, y, z"'],
        ["B 3", "Drei"],
    ]
    table = read_table("a.csv", "\n".join(delimiter.join(line) for line in lines).encode())
    assert table.columns == ("Code", "Titel", "Text")
    assert cells(table)[0] == ("B 1", "Eins", "a, b; c, d; e")


def test_prose_with_many_commas_does_not_win_over_semicolons() -> None:
    prose = "Schulen, Kitas, Vereine, Ämter, Betriebe und alle, die wollen"
    table = read_table("a.csv", f"Code;Titel;Text\nB 1;Eins, zwei;{prose}\nB 2;Drei;{prose}, {prose}\n".encode())
    assert len(table.columns) == 3


def test_several_goals_apart_by_semicolons_do_not_win_over_commas() -> None:
    table = read_table("a.csv", b"Code,Titel,Ziele\nB 1,Eins,B 1; B 2\nB 2,Zwei,B 1; B 3\nB 3,Drei,B 4\n")
    assert cells(table)[1] == ("B 2", "Zwei", "B 1; B 3")


def test_titles_above_the_header_are_left_out() -> None:
    text = "Maßnahmenkatalog, Entwurf;;;\nStand: Mai;;;\n;;;\nCode;Titel;Art;Kosten\nB 1;Eins;;wenig\n"
    table = read_table("a.csv", text.encode())
    assert table.columns == ("Code", "Titel", "Art", "Kosten")
    assert [row.number for row in table.rows] == [5]


def test_the_line_that_names_the_delimiter_is_understood() -> None:
    table = read_table("a.csv", b"sep=|\nCode|Titel\nB 1|Eins\n")
    assert cells(table) == [("B 1", "Eins")]


def test_a_row_with_more_cells_than_the_header_is_refused_with_its_number() -> None:
    with pytest.raises(Unreadable, match="Zeile 3 hat 3 Zellen, die Kopfzeile nur 2"):
        read_table("a.csv", b"Code;Titel\nB 1;Eins\nB 2;Zwei;drei\n")


def test_empty_cells_beyond_the_header_do_no_harm() -> None:
    assert cells(read_table("a.csv", b"Code;Titel\nB 1;Eins;;;\n")) == [("B 1", "Eins")]


def test_a_quotation_mark_that_never_ends_is_refused_with_its_row() -> None:
    with pytest.raises(Unreadable, match="In Zeile 3 steht ein Anführungszeichen"):
        read_table("a.csv", b'Code;Titel\nB 1;Eins\nB 2;"Zwei\nB 3;Drei\n')


def test_a_quotation_mark_inside_of_quoted_text_is_refused_with_its_row() -> None:
    with pytest.raises(Unreadable, match="In Zeile 2 "):
        read_table("a.csv", 'Code;Titel\nB 1;"Projekt "Brücke" im Westend"\n'.encode())


def test_quotation_marks_in_the_middle_of_plain_text_are_text() -> None:
    assert cells(read_table("a.csv", b'Code;Titel\nB 1;Projekt "Tor"\n')) == [("B 1", 'Projekt "Tor"')]


def test_old_line_ends_are_read() -> None:
    assert len(read_table("a.csv", b"Code;Titel\rB 1;Eins\rB 2;Zwei").rows) == 2


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable, match="kein Text"):
        read_table("a.csv", b"Code;\x81\x8d\n" + bytes(range(256)))


def test_columns_of_the_same_name_are_told_apart() -> None:
    table = read_table("a.csv", b"Code;Titel;Kosten;Kosten;Kosten (2)\nB 1;Eins;1;2;3\n")
    assert table.columns == ("Code", "Titel", "Kosten", "Kosten (2)", "Kosten (2) (2)")


def test_columns_without_a_name_are_numbered_or_left_out() -> None:
    table = read_table("a.csv", b"Code;;Titel;\nB 1;x;Eins;\n")
    assert table.columns == ("Code", "Spalte 2", "Titel")


def test_decomposed_letters_are_composed() -> None:
    assert cells(read_table("a.csv", "Code;Titel\nU\u0308neu1;Ra\u0308ume\n".encode())) == [("Üneu1", "Räume")]


def test_a_file_with_a_header_only_is_refused() -> None:
    with pytest.raises(Unreadable, match="keine Tabelle mit Inhalt"):
        read_table("a.csv", b"Code;Titel\n;\n")


def test_a_column_of_prose_instead_of_a_header_is_refused() -> None:
    with pytest.raises(Unreadable, match="keine Kopfzeile"):
        read_table("a.csv", ("Wort " * 60 + ";x\nB 1;Eins\n").encode())
