"""Codes are decoded by their font's own table of characters."""

import pytest

from fiche_builder.leak.fonts import CharacterTable, ShownFont, names_in, read_table

TABLE = """1 beginbfchar <0003> <00660069> endbfchar 1 beginbfrange <0010> <0012> <0061>
<0020> <0020> <0078> endbfrange 1 beginbfchar <0004> <> endbfchar"""


def test_a_table_tells_single_codes_and_ranges() -> None:
    table = read_table(TABLE)
    assert dict(table) == {3: "fi", 4: "", 0x10: "a", 0x11: "b", 0x12: "c", 0x20: "x"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"<0003>", "fi"),
        (b"<0010>-12.5<0011 0012>", "abc"),
        (b"<001>", "a"),
        (b"<00110>", "b"),
        (b"<4b61>", "Ka"),
        (b"", ""),
    ],
)
def test_a_string_is_read_as_it_stands_in_a_file(written: bytes, text: str) -> None:
    assert ShownFont(read_table(TABLE)).read(written) == text


def test_without_a_table_codes_are_letters() -> None:
    assert ShownFont(CharacterTable()).read(b"<4b61>-1<6e>") == "Kan"


def test_names_in_a_font_program_are_told_but_no_numbers() -> None:
    """Those of its tables, and what stands between or behind them."""
    tables = {b"name": "Kanari".encode("utf-16-be"), b"glyf": b"no name", b"ZZZZ": b"Own table"}
    program, place = b"\0\1\0\0\0\3\0\0\0\0\0\0", 12 + 16 * len(tables)
    for kind, content in tables.items():
        program += kind + bytes(4) + place.to_bytes(4, "big") + len(content).to_bytes(4, "big")
        place += len(content)
    told = names_in(program + b"".join(tables.values()) + b"behind")
    assert told.split() == ["Kanari", "Own", "tablebehind"]


def test_what_is_no_font_program_is_read_whole() -> None:
    assert "Kanari" in names_in(b"%!PS Kanari")
    assert not names_in(b"").strip()
