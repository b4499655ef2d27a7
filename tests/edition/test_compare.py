"""What changed between two editions: rows in, changes out."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import Changes
from fiche_builder.edition.compare import compare, withhold
from fiche_builder.edition.snapshot import Snapshot, changes_json, parse_snapshot
from fiche_builder.model.columns import Audience
from tests.making.editions import NOVEMBER, OCTOBER, changes, fields, snapshot
from tests.making.workbooks import Cells, fiche, public


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
        {"code": "number-reused", "number": 1, "old": "Crèche du Parc", "new": "Tribunal", "edition": "2026-10"}
    ]


def test_what_became_internal_is_not_printed_again(tmp_path: Path) -> None:
    stayed = [public(3, Téléphone="02 555 33 33"), public(4, Téléphone="02 555 44 44")]
    old = [public(1, Nom="Partie"), public(2, Nom="Devenue interne"), *stayed]
    new = [public(3, Téléphone="02 555 33 34"), public(4, Téléphone="02 555 44 45")]
    told = changes(tmp_path, old, new, Audience.PUBLIC)
    found = withhold(told, lambda _text: False, {2, 3, 4}, {"Emploi"})
    assert [(f.number, f.name, f.theme) for f in found.removed] == [(1, "Partie", "Emploi"), (2, "", "")]
    assert fields(found) == {3: [("phone", "", "02 555 33 34")], 4: [("phone", "", "02 555 44 45")]}
    found = withhold(told, lambda text: text == "Partie", {2, 3, 4}, ())
    assert [(f.name, f.theme) for f in found.removed] == [("", ""), ("", "")]
    found = withhold(told, lambda _text: False, {2, 3, 4}, ["Travail"])
    assert [(f.name, f.theme) for f in found.removed] == [("Partie", ""), ("", "")]


def test_outside_a_long_text_is_told_around_what_differs_without_what_was_taken_out(tmp_path: Path) -> None:
    words = " ".join(f"mot{number}" for number in range(40))
    before, now = words.replace("mot30", "Mme Colibri"), words.replace("mot30", "l'accueil")
    told = changes(tmp_path, [public(1, Description=before)], [public(1, Description=now)], Audience.PUBLIC)
    [(_field, old, new)] = fields(withhold(told, lambda _text: False, {1}, {"Emploi"}))[1]
    assert (old, new) == ("", "… mot27 mot28 mot29 l'accueil mot31 mot32 mot33 …")


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
