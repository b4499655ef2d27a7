"""The XML of parts: by local names in the namespace of the root, and without a document type."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_builder.common.errors import WorkbookError
from fiche_builder.workbook.markup import DoctypeError, RootError, is_true, read_stream, read_tree
from fiche_builder.workbook.reader import read_workbook
from tests.making.packages import (
    COMMENTS,
    CORE,
    SHEET,
    SHEET_RELATIONS,
    Parts,
    pack,
    read,
)


@pytest.mark.parametrize("part", [COMMENTS, CORE, SHEET_RELATIONS, "xl/theme/theme1.xml"])
def test_entities_are_refused_in_every_part_of_excel_s_own(tmp_path: Path, sample: Parts, part: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(pack(sample | {part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + sample[part]}))

    with pytest.raises(WorkbookError, match="holds XML entities"):
        read_workbook(path)


def test_the_reader_refuses_them_itself(sample: Parts) -> None:
    """However far down in the part they are declared."""
    with pytest.raises(WorkbookError, match="holds XML entities"):
        read(sample | {SHEET: b"\n" * 200_000 + b'<!DOCTYPE a [<!ENTITY b "c">]>' + sample[SHEET]})


def streamed(xml: str, root: str = "sst") -> list[str]:
    """Return what is told of `si` elements and their texts."""
    told: list[str] = []
    starts = {"si": lambda attributes: told.append(f"<{sorted(attributes)}")}
    read_stream(io.BytesIO(xml.encode()), root, starts, {"si": lambda: told.append(">")}, {"si": told.append})
    return told


@pytest.mark.parametrize(
    "xml",
    [
        '<sst><si a="1">x</si></sst>',
        '<sst xmlns="urn:any"><si a="1">x</si></sst>',
        '<p:sst xmlns:p="urn:any"><p:si a="1">x</p:si></p:sst>',
    ],
)
def test_names_are_local_whatever_the_namespace_of_the_root(xml: str) -> None:
    assert streamed(xml) == ["<['a']", "x", ">"]


def test_an_extension_s_elements_are_not_taken_for_excel_s() -> None:
    assert streamed('<sst xmlns="urn:a" xmlns:n="urn:n"><n:si/><si/></sst>') == ["<[]", ">"]


def test_another_root_is_another_part() -> None:
    with pytest.raises(RootError, match="worksheet"):
        streamed("<worksheet><si/></worksheet>")


def test_a_tree_has_local_names_of_elements_and_attributes() -> None:
    tree = read_tree(b'<a xmlns="urn:a" xmlns:r="urn:r"><b r:id="1" id2="2">x</b></a>')
    assert [(entry.tag, entry.attrib, entry.text) for entry in tree] == [("b", {"id": "1", "id2": "2"}, "x")]


@pytest.mark.parametrize("read_part", [read_tree, lambda content: streamed(content.decode(), "a")])
def test_a_document_type_is_refused_without_entities_too(read_part: Callable[[bytes], object]) -> None:
    with pytest.raises(DoctypeError):
        read_part(b"<!DOCTYPE a><a/>")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, False), ("0", False), (" FALSE ", False), ("off", False), ("none", False), ("1", True), ("true", True)],
)
def test_what_an_attribute_says_is_yes_or_no(value: str | None, expected: bool) -> None:  # noqa: FBT001
    assert is_true(value) is expected
