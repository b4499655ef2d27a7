"""What the process that reads returns, and what it does with the names of sheets and parts."""

import pytest

from fiche_builder.workbook.limits import MAX_TEXT
from fiche_builder.workbook.package import DamagedPartError
from fiche_builder.workbook.raw import RawSheet
from fiche_builder.workbook.reading import read_parts
from tests.making.packages import BOOK, CORE, Parts, cells, pack, read, replace_in


def test_what_it_returns_is_the_workbook_made_flat(sample: Parts) -> None:
    flat, whole = read_parts(pack(sample)), read(sample)

    assert tuple(map(RawSheet.unfold, flat.sheets)) == whole.sheets
    assert (flat.properties, flat.unread, flat.counts_from_1904) == (whole.properties, (), False)
    assert cells(whole.sheets[0])


def test_a_sheet_with_an_endless_title_is_damage(sample: Parts) -> None:
    with pytest.raises(DamagedPartError, match=BOOK):
        read_parts(pack(replace_in(sample, BOOK, 'name="Tout"', f'name="{"x" * 1000}"')))


def test_a_property_is_cut_where_a_cell_would_be(sample: Parts) -> None:
    long = sample | {CORE: f"<coreProperties><creator>{'x' * 2 * MAX_TEXT}</creator></coreProperties>".encode()}

    assert max(len(text) for _name, text in read_parts(pack(long)).properties) == MAX_TEXT
