"""What every format promises: rows as people see them, and a sentence for every refusal."""

import random
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.imports.reading import DEFAULT, FORMATS, Limits, Unreadable, read_table
from tests.imports.files import archive, as_json, docx, replaced, xlsx

ROWS = (("Code", "Titel"), ("B 1", "Sprache"), ("B 2", "Räume"))
SAMPLES = {
    ".xlsx": xlsx(("Maßnahmen", ROWS)),
    ".csv": "Code;Titel\nB 1;Sprache\nB 2;Räume\n".encode(),
    ".docx": docx(ROWS),
    ".json": as_json([{"Code": "B 1", "Titel": "Sprache"}, {"Code": "B 2", "Titel": "Räume"}]),
}
EVERY_FORMAT = pytest.mark.parametrize("ending", SAMPLES)


@EVERY_FORMAT
def test_every_format_gives_the_same_table(ending: str) -> None:
    table = read_table(f"plan{ending.upper()}", SAMPLES[ending])
    assert table.columns == ("Code", "Titel")
    assert [row.cells for row in table.rows] == [("B 1", "Sprache"), ("B 2", "Räume")]


@EVERY_FORMAT
def test_every_broken_file_gives_a_sentence(ending: str) -> None:
    whole = SAMPLES[ending]
    chance = random.Random(2)  # noqa: S311 - damage, not secrets
    for _ in range(150):
        damaged = bytearray(whole[: chance.randrange(1, len(whole))] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(0, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_table(f"plan{ending}", bytes(damaged))
        except Unreadable as refusal:
            assert len(str(refusal)) > 10


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_every_broken_part_gives_a_sentence(ending: str) -> None:
    parts = {".xlsx": "xl/worksheets/sheet1.xml", ".docx": "word/document.xml"}
    for text in (b"", b"<", b"<a/>", b"\xff\xfe", b"nonsense", b"<a xmlns='x'><b></a>"):
        with pytest.raises(Unreadable):
            read_table(f"plan{ending}", replaced(SAMPLES[ending], parts[ending], text))


@EVERY_FORMAT
def test_an_empty_file_is_refused(ending: str) -> None:
    with pytest.raises(Unreadable, match="leer"):
        read_table(f"plan{ending}", b"")


@EVERY_FORMAT
def test_a_large_file_is_refused_before_it_is_parsed(ending: str) -> None:
    with pytest.raises(Unreadable, match="größer als 10 MB"):
        read_table(f"plan{ending}", b" " * (DEFAULT.size + 1))


@EVERY_FORMAT
def test_a_file_with_another_content_than_its_name_says_is_refused(ending: str) -> None:
    other = SAMPLES[".csv" if ending in (".xlsx", ".docx") else ".xlsx"]
    with pytest.raises(Unreadable, match=ending):
        read_table(f"plan{ending}", other)


def test_a_document_is_no_workbook() -> None:
    with pytest.raises(Unreadable, match="Excel"):
        read_table("plan.xlsx", SAMPLES[".docx"])
    with pytest.raises(Unreadable, match="Word"):
        read_table("plan.docx", SAMPLES[".xlsx"])


def test_old_and_protected_office_files_are_told_what_to_do() -> None:
    with pytest.raises(Unreadable, match="als xlsx"):
        read_table("plan.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(Unreadable, match="als docx"):
        read_table("plan.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"\.pdf"):
        read_table("plan.pdf", b"%PDF-1.7")


@EVERY_FORMAT
def test_too_many_rows_are_refused(ending: str) -> None:
    assert read_table(f"plan{ending}", SAMPLES[ending], Limits(rows=2)).rows
    with pytest.raises(Unreadable, match="mehr als 1 Zeilen"):
        read_table(f"plan{ending}", SAMPLES[ending], Limits(rows=1))


@EVERY_FORMAT
def test_too_many_columns_are_refused(ending: str) -> None:
    assert read_table(f"plan{ending}", SAMPLES[ending], Limits(columns=2)).rows
    with pytest.raises(Unreadable, match="mehr als 1 Spalten"):
        read_table(f"plan{ending}", SAMPLES[ending], Limits(columns=1))


@EVERY_FORMAT
def test_a_cell_that_is_too_long_is_refused_with_its_place(ending: str) -> None:
    assert read_table(f"plan{ending}", SAMPLES[ending], Limits(cell=7)).rows
    with pytest.raises(Unreadable, match=r"Zeile \d .*„Titel“.*6 Zeichen"):
        read_table(f"plan{ending}", SAMPLES[ending], Limits(cell=6))


@pytest.mark.parametrize(("ending", "part"), [(".xlsx", "xl/worksheets/sheet1.xml"), (".docx", "word/document.xml")])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(ending: str, part: str) -> None:
    bomb = replaced(SAMPLES[ending], part, b"<a>" + b" " * (30 * 2**20) + b"</a>")
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="so stark gepackt"):
        read_table(f"plan{ending}", bomb)
    with pytest.raises(Unreadable, match="entpackt zu groß"):
        read_table(f"plan{ending}", bomb, Limits(unpacked=2**20))


def test_an_archive_of_very_many_parts_is_refused() -> None:
    crowd = archive(**{f"part{number}": b"" for number in range(2001)})
    with pytest.raises(Unreadable, match="entpackt zu groß"):
        read_table("plan.xlsx", crowd)


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/outside.dtd">',
    ],
)
def test_entities_and_document_types_are_refused_in_every_part(ending: str, declaration: bytes) -> None:
    for part in ("[Content_Types].xml", "xl/workbook.xml", "word/document.xml", "docProps/core.xml", "_rels/.rels"):
        if part[:2] not in ("xl", "wo") or (part[:2] == "xl") == (ending == ".xlsx"):
            hostile = replaced(SAMPLES[ending], part, b'<?xml version="1.0"?>' + declaration + b"<a>&b;</a>")
            with pytest.raises(Unreadable, match="DOCTYPE"):
                read_table(f"plan{ending}", hostile)


def test_a_document_type_in_utf_16_is_seen_too() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'.encode("utf-16")
    with pytest.raises(Unreadable, match="DOCTYPE"):
        read_table("plan.xlsx", replaced(SAMPLES[".xlsx"], "xl/workbook.xml", text))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = SAMPLES[".xlsx"]
    lying = bytearray(honest)
    directory = honest.index(b"PK\x01\x02")
    lying[directory + 24 : directory + 28] = (5).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read_table("plan.xlsx", bytes(lying))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=("Cs", "Cc")), max_size=30)
tables = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables)
def test_what_is_written_as_csv_or_json_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    import csv
    import unicodedata
    from io import StringIO

    names = ("Code", "Titel", "Text")
    expected = [tuple(unicodedata.normalize("NFC", cell).strip().strip("\ufeff") for cell in row) for row in rows]
    filled = [row for row in expected if any(row)]
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows([names, *rows])
    written = {".csv": stream.getvalue().encode("utf-8-sig")}
    written[".json"] = as_json([dict(zip(names, row, strict=True)) for row in rows])
    for ending, content in written.items():
        if not filled:
            with pytest.raises(Unreadable):
                read_table(f"a{ending}", content)
            continue
        assert [row.cells for row in read_table(f"a{ending}", content).rows] == filled


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(sorted(FORMATS)))
def test_no_bytes_whatever_bring_down_the_reader(content: bytes, ending: str) -> None:
    try:
        read_table(f"a{ending}", content)
    except Unreadable as refusal:
        assert str(refusal)


def test_deeply_nested_json_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_table("a.json", b"[" * 200_000)
    with pytest.raises(Unreadable):
        read_table("a.json", b'[{"a":' * 5_000 + b"1" + b"}]" * 5_000)


def test_a_sheet_that_claims_a_huge_row_number_is_read_quickly() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Code", "Titel"])
    sheet["A1048576"] = "B 1"
    stream = BytesIO()
    book.save(stream)
    table = read_table("a.xlsx", stream.getvalue())
    assert [row.number for row in table.rows] == [1_048_576]
