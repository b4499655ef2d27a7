"""Codes are decoded by their font's own table of characters."""

import pytest

from fiche_builder.leak.fonts import CharacterTable, ShownFont, read_table

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
