"""What changed between two editions: rows in, changes out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.errors import OutputError
from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import Changes, FieldChange, field_labels
from fiche_builder.edition.compare import compare, withhold
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.snapshot import Snapshot, changes_json, parse_snapshot, snapshot_json, take_snapshot
from fiche_builder.leak.static import static_texts
from fiche_builder.model.fields import FICHES, Audience
from tests.making.mailings import CONFIG
from tests.making.workbooks import Cells, check, fiche, make_workbook, public

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def edition(tmp_path: Path, audience: Audience, period: Period, **sheets: Any) -> AnyEdition:
    directory = check(make_workbook(tmp_path / "annuaire.xlsx", sheets), CONFIG).directory
    build = build_internal_edition if audience is Audience.INTERNAL else build_public_edition
    return build(directory, period, CONFIG)


def snapshot(
    tmp_path: Path, audience: Audience = Audience.INTERNAL, period: Period = NOVEMBER, **sheets: Any
) -> Snapshot:
    """The snapshot of a workbook, written and read back."""
    return parse_snapshot(snapshot_json(take_snapshot(edition(tmp_path, audience, period, **sheets))), "x.json")


def changes(
    tmp_path: Path, old: Sequence[Cells], new: Sequence[Cells], audience: Audience = Audience.INTERNAL, **sheets: Any
) -> Changes:
    """What changed from some rows of fiches to others."""
    before = snapshot(tmp_path, audience, OCTOBER, Fiches=old, **sheets)
    return compare(before, snapshot(tmp_path, audience, Fiches=new, **sheets), "en")


def fields(found: Changes) -> dict[int, list[tuple[str, str, str]]]:
    return {fiche.number: [(c.field, c.old, c.new) for c in fiche.fields] for fiche in found.changed}


def test_a_fiche_is_the_same_by_its_number(tmp_path: Path) -> None:
    found = changes(tmp_path, [fiche(1), fiche(2), fiche(3)], [fiche(3), fiche(1, Nom="Renommée"), fiche(4)])
    assert [(f.number, f.name, f.theme) for f in found.added] == [(4, "Fiche 4", "Emploi")]
    assert [(f.number, f.name) for f in found.removed] == [(2, "Fiche 2")]
    assert fields(found) == {1: [("name", "Fiche 1", "Renommée")]}


def test_the_same_workbook_has_no_changes(tmp_path: Path) -> None:
    found = changes(tmp_path, [fiche(1), public(2)], [public(2), fiche(1)])
    assert found.is_empty
    assert found == Changes(EditionId(OCTOBER), EditionId(NOVEMBER))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({"Téléphone": "02 555 12 34"}, {"Téléphone": "02 555 12 35"}, [("phone", "02 555 12 34", "02 555 12 35")]),
        ({"Téléphone": "02 555 12 34"}, {"Téléphone": "02/555.12.34"}, []),
        (
            {"Téléphone": "02 555 12 34"},
            {"Téléphone": "02 555 12 34 (accueil)"},
            [("phone", "02 555 12 34", "02 555 12 34 (accueil)")],
        ),
        ({"E-mail": "a@x.example"}, {"E-mail": None}, [("email", "a@x.example", "")]),
        ({"Site web": None}, {"Site web": "https://x.example/"}, [("site", "", "https://x.example/")]),
        ({"Langues": "FR NL"}, {"Langues": "FR NL EN"}, [("languages", "FR NL", "FR NL EN")]),
        ({"Statut": None}, {"Statut": "Suspendu"}, [("status", "active", "suspended")]),
        ({"Diffusion": "Public"}, {"Diffusion": "Interne"}, [("diffusion", "Public", "Internal")]),
        ({"Description": "a\nb"}, {"Description": "a b"}, []),
        ({"Avis": "Fermé"}, {"Avis": "Fermé", "Avis_du": "01/12/2026"}, [("notice_from", "", "01/12/2026")]),
        ({"Note_interne": "x"}, {"Note_interne": "y"}, [("internal_note", "x", "y")]),
        ({"Consigne": None}, {"Consigne": "Transférer"}, [("handover_rule", "", "Transférer")]),
    ],
)
def test_each_field_is_told_with_old_and_new(
    tmp_path: Path, before: Cells, now: Cells, expected: list[tuple[str, str, str]]
) -> None:
    assert fields(changes(tmp_path, [fiche(1, **before)], [fiche(1, **now)])).get(1, []) == expected


def test_a_check_is_no_change_but_counted(tmp_path: Path) -> None:
    found = changes(
        tmp_path, [fiche(1), fiche(2)], [fiche(1, Vérifié_le="21/11/2026", Vérifié_par="CD", Source="mail"), fiche(2)]
    )
    assert found.is_empty
    assert found.confirmed == (1,)


def test_of_contacts_only_those_that_differ_are_told(tmp_path: Path) -> None:
    desk, chief = (
        {"Fiche": 1, "Libellé": "Guichet", "Téléphone": "02 555 00 01", "Usage": "Donner"},
        {"Fiche": 1, "Personne": "A. Chef", "Fonction": "cheffe", "Téléphone": "02 555 00 02", "Usage": "Transférer"},
    )
    before = snapshot(tmp_path, period=OCTOBER, Fiches=[fiche(1)], Contacts=[desk, chief])
    after = snapshot(
        tmp_path,
        Fiches=[fiche(1)],
        Contacts=[{**chief, "Téléphone": "02 555 00 03"}, {**desk, "Téléphone": "025550001"}],
    )
    assert fields(compare(before, after, "en")) == {
        1: [("contact", "A. Chef, cheffe · 02 555 00 02 · Transfer", "A. Chef, cheffe · 02 555 00 03 · Transfer")],
    }


def test_a_renamed_theme_is_told_once_and_a_moved_fiche_as_changed(tmp_path: Path) -> None:
    old = [{"Code": "EM", "Nom": "Emploi"}, {"Code": "FO", "Nom": "Formation"}]
    new = [{"Code": "EM", "Nom": "Travail"}, {"Code": "FO", "Nom": "Formation"}]
    rows = [fiche(1, Thème="EM"), fiche(2, Thème="FO"), fiche(3, Thème="EM")]
    before = snapshot(tmp_path, period=OCTOBER, Fiches=rows, Thèmes=old)
    found = compare(before, snapshot(tmp_path, Fiches=[*rows[:2], fiche(3, Thème="FO")], Thèmes=new), "en")
    assert [(theme.old, theme.new) for theme in found.renamed_themes] == [("Emploi", "Travail")]
    assert fields(found) == {3: [("theme", "Travail", "Formation")]}
    assert found.added == found.removed == ()


def test_a_number_that_names_something_else_is_a_warning(tmp_path: Path) -> None:
    renamed = fiche(2, Nom="Service des plaintes et médiation")
    found = changes(
        tmp_path,
        [fiche(1, Nom="Crèche du Parc"), fiche(2, Nom="Service des plaintes"), fiche(3, Nom="Xylophone")],
        [fiche(1, Nom="Tribunal", Téléphone="02 555 99 99"), renamed, fiche(3, Nom="Banque de dépôt")],
    )
    assert [(n.number, n.old, n.new) for n in found.reused] == [(1, "Crèche du Parc", "Tribunal")]
    assert changes_json(found)["warnings"] == [
        {"code": "number-reused", "number": 1, "old": "Crèche du Parc", "new": "Tribunal"}
    ]


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


def test_what_became_internal_is_not_printed_again(tmp_path: Path) -> None:
    stayed = [public(3, Téléphone="02 555 33 33"), public(4, Téléphone="02 555 44 44")]
    old = [public(1, Nom="Partie"), public(2, Nom="Devenue interne"), *stayed]
    new = [public(3, Téléphone="02 555 33 34"), public(4, Téléphone="02 555 44 45")]
    found = withhold(changes(tmp_path, old, new, Audience.PUBLIC), lambda text: "33 33" in text, {2, 3, 4})
    assert [(f.number, f.name) for f in found.removed] == [(1, "Partie"), (2, "")]
    assert fields(found) == {3: [("phone", "", "02 555 33 34")], 4: [("phone", "02 555 44 44", "02 555 44 45")]}


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


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b'{"schema": 1}', b"\xff\xfe", b'{"schema": 1, "fiches": [{}]}', b"[" * 100_000],
)
def test_what_is_no_snapshot_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(OutputError, match="snapshot"):
        parse_snapshot(content, "x.json")


def test_a_snapshot_of_a_later_schema_says_so() -> None:
    with pytest.raises(OutputError, match="another version"):
        parse_snapshot(b'{"schema": 2}', "x.json")


def test_every_field_has_a_name_for_readers_in_every_language() -> None:
    silent = {"number", "authorised_by", "verified_on", "verified_by", "source"}
    single = {"phones": "phone", "emails": "email", "sites": "site"}
    wanted = {single.get(column.key, column.key) for column in FICHES.columns} - silent | {"contact"}
    for language in LANGUAGES:
        labels = field_labels(translations(language))
        assert set(labels) == wanted
        assert all(labels.values())


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


def test_excerpts_show_what_differs() -> None:
    long = " ".join(f"mot{number}" for number in range(40))
    change = FieldChange("description", long, long.replace("mot20", "autre"))
    assert change.excerpts(60) == (
        "… mot17 mot18 mot19 mot20 mot21 mot22 mot23 …",
        "… mot17 mot18 mot19 autre mot21 mot22 mot23 …",
    )
    assert FieldChange("name", "a", "b").excerpts(60) == ("a", "b")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("02 61 91 03 53", "02 61 91 03 54"),
        ("02 61 91 03 53", "04 61 91 03 53"),
        ("+33 2 61 91 03 53", "+33 2 61 91 03 54"),
        ("02/555.12.34", "02/555.12.35"),
        ("0800 1 41 50 poste 12", "0800 1 41 50 poste 13"),
    ],
)
def test_an_excerpt_has_whole_numbers(before: str, now: str) -> None:
    """Half a phone leads nowhere, and looks like another one."""
    others = " ; ".join(f"02 61 91 03 {number} (accueil)" for number in range(10, 16))
    shown = FieldChange("phone", f"{others} ; {before} ; {others}", f"{others} ; {now} ; {others}").excerpts(90)
    assert [text.split(" ; ")[1:-1] for text in shown] == [[before], [now]]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30), st.integers(5, 40))
def test_excerpts_fit_and_differ_where_the_texts_do(old: list[str], new: list[str], length: int) -> None:
    shown = FieldChange("x", " ".join(old), " ".join(new)).excerpts(length)
    assert all(len(text) <= length for text in shown)
    if old == new:
        assert shown[0] == shown[1]


_rows = st.dictionaries(st.integers(1, 6), st.sampled_from(["a", "b", "c"]), max_size=6)


@settings(max_examples=25, deadline=None)
@given(_rows, _rows)
def test_changes_are_complete_and_the_other_way_round_they_are_mirrored(
    old: dict[int, str], new: dict[int, str]
) -> None:
    def taken(rows: dict[int, str], period: Period) -> Snapshot:
        data = {
            "schema": 1,
            "edition": str(period),
            "audience": "internal",
            "title": "",
            "organisation": "",
            "suggestions_address": "",
            "themes": [],
            "changes": None,
            "fiches": [
                {"number": n, "name": "x", "theme": "t", "description": text} for n, text in sorted(rows.items())
            ],
        }
        return parse_snapshot(json.dumps(data).encode(), "x")

    before, after = taken(old, OCTOBER), taken(new, NOVEMBER)
    there, back = compare(before, after, "fr"), compare(after, before, "fr")
    assert {f.number for f in there.added} == new.keys() - old.keys() == {f.number for f in back.removed}
    assert {f.number for f in there.removed} == old.keys() - new.keys() == {f.number for f in back.added}
    assert {f.number for f in there.changed} == {n for n in old.keys() & new.keys() if old[n] != new[n]}
