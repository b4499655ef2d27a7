"""The edition as data: what the file holds, that it is read back unchanged, and which files are refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.common.period import Period
from fiche_builder.edition.compare import compare
from fiche_builder.edition.snapshot import changes_json, parse_snapshot, snapshot_json, take_snapshot
from fiche_builder.leak.static import static_texts
from fiche_builder.model.columns import Audience
from tests.making.editions import NOVEMBER, changes, edition
from tests.making.workbooks import fiche, public


def test_the_public_snapshot_holds_nothing_internal(tmp_path: Path) -> None:
    content = snapshot_json(
        take_snapshot(
            edition(
                tmp_path,
                Audience.PUBLIC,
                NOVEMBER,
                Fiches=[
                    fiche(1, Nom="Secrète"),
                    public(2, Note_interne="Canari", Consigne="Colibri", Source="Corbeau"),
                ],
                Contacts=[
                    {"Fiche": 2, "Personne": "Kanarinski", "Téléphone": "02 555 77 77", "Usage": "Donner"},
                    {"Fiche": 2, "Téléphone": "02 555 88 88", "Usage": "Transférer"},
                ],
            )
        )
    ).decode()
    assert "02 555 77 77" in content
    for secret in ("Secrète", "Canari", "Colibri", "Corbeau", "Kanarinski", "02 555 88 88", "give", "diffusion"):
        assert secret not in content


def test_the_json_has_the_shape_that_other_programs_rely_on(tmp_path: Path) -> None:
    found = changes_json(changes(tmp_path, [fiche(1), fiche(3)], [fiche(3, Téléphone="02 555 99 99"), fiche(12)]))
    assert {key: found[key] for key in ("old", "new", "added", "removed", "changed")} == {
        "old": "2026-10",
        "new": "2026-11",
        "added": [{"number": 12, "name": "Fiche 12", "theme": "Emploi"}],
        "removed": [{"number": 1, "name": "Fiche 1", "theme": "Emploi"}],
        "changed": [
            {
                "number": 3,
                "name": "Fiche 3",
                "theme": "Emploi",
                "fields": [{"field": "phone", "old": "02 555 00 03", "new": "02 555 99 99"}],
            }
        ],
    }


def test_a_snapshot_is_stable_and_in_order(tmp_path: Path) -> None:
    first = snapshot_json(take_snapshot(edition(tmp_path, Audience.INTERNAL, NOVEMBER, Fiches=[fiche(10), fiche(2)])))
    second = snapshot_json(take_snapshot(edition(tmp_path, Audience.INTERNAL, NOVEMBER, Fiches=[fiche(2), fiche(10)])))
    assert first == second
    assert [entry["number"] for entry in json.loads(first)["fiches"]] == [2, 10]
    assert json.loads(first)["schema"] == 1


def test_a_snapshot_is_read_back_as_it_was(tmp_path: Path) -> None:
    from dataclasses import replace

    made = edition(tmp_path, Audience.INTERNAL, NOVEMBER, Fiches=[fiche(1), fiche(2)])
    found = changes(tmp_path, [fiche(1)], [fiche(2), fiche(1, Téléphone="02 555 99 98")])
    taken = take_snapshot(replace(made, changes=found, revision=2))
    assert parse_snapshot(snapshot_json(taken), "x") == taken
    assert str(taken.id) == "2026-11-r2"


def file_with(**values: Any) -> bytes:
    """Return a snapshot that would be one if it were not for these values."""
    sound = {"schema": 1, "edition": "2026-11", "audience": "public", "title": "", "organisation": ""}
    rest: dict[str, Any] = {"suggestions_address": "", "themes": [], "fiches": [], "changes": None}
    return json.dumps({**sound, **rest, **values}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"schema": 1}',
        b"\xff\xfe",
        b'{"schema": 1, "fiches": [{}]}',
        b"[" * 100_000,
        file_with(edition="2026-13"),
        file_with(fiches=[{"number": 1e400, "name": "", "theme": ""}]),
        file_with(fiches=[7]),
        file_with(audience="x"),
        file_with(changes="x"),
    ],
)
def test_what_is_no_snapshot_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(OutputError, match="snapshot"):
        parse_snapshot(content, "x.json")


def test_a_file_without_such_values_is_one() -> None:
    """Else the refusals above would prove nothing."""
    assert parse_snapshot(file_with(), "x.json").fiches == ()


def test_a_snapshot_of_a_later_schema_says_so() -> None:
    with pytest.raises(OutputError, match="another version"):
        parse_snapshot(b'{"schema": 2}', "x.json")


def test_the_gate_knows_the_keys_of_a_snapshot(tmp_path: Path) -> None:
    """Else a word of them in an internal note would block every edition."""
    full = public(
        2,
        **dict.fromkeys(
            (
                "Nom__nl",
                "Sigle",
                "Autres_appellations",
                "Description",
                "Description__nl",
                "Public_visé",
                "Horaires",
                "Avis",
                "Adresse",
                "Commune",
            ),
            "x",
        ),
        Voir_aussi="3",
        Langues="FR",
        Code_postal="1000",
    )
    full |= {"Conditions d'accès": "x", "E-mail": "a@x.example", "Site web": "https://x.example"}
    full |= {"Avis du": "01/11/2026", "Avis au": "30/11/2026"}
    contact = {
        "Fiche": 2,
        "Libellé": "x",
        "Téléphone": "02 555 00 09 (x) poste 12",
        "E-mail": "a@x.example",
        "Usage": "Donner",
    }
    content = snapshot_json(
        take_snapshot(edition(tmp_path, Audience.PUBLIC, NOVEMBER, Fiches=[full, public(3)], Contacts=[contact]))
    )
    words = {word for text in static_texts() for word in text.split()}

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for entry in value.values() for key in keys(entry)}
        return {key for entry in value for key in keys(entry)} if isinstance(value, list) else set()

    found = keys(json.loads(content))
    assert {"conditions", "notice_until", "contacts", "extension"} <= found
    assert found <= words


def test_an_older_edition_is_read_with_the_signs_of_today(tmp_path: Path) -> None:
    """What an older version of the program kept must not stop a PDF that tells what is gone, nor count as a change."""
    rows = [fiche(1, Nom="✓ Relais", Note_interne="bien !"), fiche(2, Nom="Gone")]
    file = snapshot_json(take_snapshot(edition(tmp_path, Audience.INTERNAL, Period(2026, 10), Fiches=rows))).decode()
    older = file.replace("✓ Relais", "✔️ Relais").replace("bien !", "bien ❤️ !").replace("Gone", "電 🚲 <Gone>")
    assert older.count("\ufe0f") == 2
    old = parse_snapshot(older.encode(), "x.json")
    new = take_snapshot(edition(tmp_path, Audience.INTERNAL, NOVEMBER, Fiches=rows[:1]))
    found = compare(old, new, "fr")
    assert found.changed == ()
    assert [gone.name for gone in found.removed] == ["☐ <Gone>"]
