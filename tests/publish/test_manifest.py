"""The manifest as it is read back. Ways to spoil one stand in `tests/test_spoilt.py`, with the commands."""

import json
from pathlib import Path

import pytest

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.period import EditionId
from fiche_builder.model.columns import Audience
from fiche_builder.publish.manifest import MANIFEST_NAME, file_json, file_name, parse_manifest
from tests.making.mailings import make_edition
from tests.making.spoiling import MANIFESTS
from tests.making.workbooks import make_workbook


def test_a_manifest_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    folder = make_edition(make_workbook(tmp_path / "annuaire.xlsx"), tmp_path / "output")
    content = (folder / MANIFEST_NAME).read_bytes()
    manifest = parse_manifest(content)
    assert [file_json(file) for file in manifest.files] == json.loads(content)["files"]
    assert str(manifest.id) == "2026-11"
    assert manifest.columns["fiches"]


def test_one_of_an_earlier_version_tells_neither_columns_nor_questions(tmp_path: Path) -> None:
    folder = make_edition(make_workbook(tmp_path / "annuaire.xlsx"), tmp_path / "output")
    data = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
    del data["columns"]
    for entry in data["files"]:
        del entry["unanswered"]
    manifest = parse_manifest(json.dumps(data).encode())
    assert manifest.columns == {}
    assert {file.unanswered for file in manifest.files} == {()}


@pytest.mark.parametrize("how", MANIFESTS)
def test_one_that_was_spoilt_raises(tmp_path: Path, how: str) -> None:
    folder = make_edition(make_workbook(tmp_path / "annuaire.xlsx"), tmp_path / "output")
    path = MANIFESTS[how](folder)
    if how == "another month":
        assert str(parse_manifest(path.read_bytes().replace(b"2026-11", b"2026-07")).id) == "2026-07"
        return
    with pytest.raises((ValueError, KeyError, ConfigError)):
        parse_manifest(path.read_bytes())


def test_a_name_says_month_audience_and_format() -> None:
    assert file_name(EditionId.parse("2026-11-r2"), Audience.PUBLIC, "pdf") == "annuaire-2026-11-r2-public.pdf"
