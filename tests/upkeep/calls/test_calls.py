"""The month's calls: rows in, the order and the reasons out; and `fiche verify` as an editor uses it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from fiche_builder.common.config import VerificationConfig
from fiche_builder.common.i18n import use_language
from fiche_builder.common.period import EditionId
from fiche_builder.publish.history import read_history
from fiche_builder.upkeep.calls.calls import Call, build_calls, build_workload, count_contact_changes
from tests.making.mailings import make_edition
from tests.making.workbooks import TODAY, Cells, check, fiche, make_workbook, public

PERIODS = VerificationConfig()
NEW, DUE, OLD = date(2026, 10, 1), date(2026, 5, 1), date(2025, 4, 1)


def calls_of(
    path: Path,
    rows: Iterable[Cells],
    contacts: Iterable[Cells] = (),
    changes: dict[int, int] | None = None,
    waiting: Iterable[int] = (),
) -> tuple[Call, ...]:
    workbook = make_workbook(path / "annuaire.xlsx", {"Fiches": list(rows), "Contacts": list(contacts)})
    return build_calls(check(workbook).directory, changes or {}, PERIODS, TODAY, set(waiting))


def order(calls: Iterable[Call]) -> list[int]:
    return [call.fiche.number for call in calls]


def test_the_oldest_check_comes_first_and_what_was_never_checked_before_it(tmp_path: Path) -> None:
    calls = calls_of(
        tmp_path,
        [fiche(1, Vérifié_le=DUE), fiche(2, Vérifié_le=NEW), fiche(3, Vérifié_le=OLD), fiche(4, Vérifié_le=None)],
    )
    assert [(call.fiche.number, call.months, call.reasons) for call in calls] == [
        (4, None, ("never checked",)),
        (3, 19, ("checked 19 months ago",)),
        (1, 6, ("checked 6 months ago",)),
    ]


def test_a_fiche_is_as_old_as_its_oldest_contact_and_is_one_call(tmp_path: Path) -> None:
    contacts = [
        {"Fiche": 1, "Téléphone": "02 555 66 77", "Vérifié le": OLD},
        {"Fiche": 1, "Téléphone": "02 555 66 78", "Vérifié le": DUE},
        {"Fiche": 2, "Téléphone": "02 555 66 79"},
    ]
    (call,) = calls_of(tmp_path, [fiche(1, Vérifié_le=NEW), fiche(2, Vérifié_le=NEW)], contacts)
    assert (call.fiche.number, call.checked_on, len(call.fiche.contacts)) == (1, OLD, 2)


@pytest.mark.parametrize(
    ("more", "changes", "reasons"),
    [
        ({}, 1, "checked 6 months ago, changed 1 time"),
        ({}, 4, "checked 6 months ago, changed 4 times"),
        ({"Diffusion": "Public"}, 0, "checked 6 months ago, in the public edition"),
        ({"Essentiel": "Oui"}, 0, "checked 6 months ago, essential number"),
        (
            {"Essentiel": "Oui", "Diffusion": "Public"},
            2,
            "checked 6 months ago, changed 2 times, essential number, in the public edition",
        ),
    ],
)
def test_what_changes_is_public_or_essential_is_more_pressing(
    tmp_path: Path, more: Cells, changes: int, reasons: str
) -> None:
    first, second = calls_of(
        tmp_path, [fiche(1, Vérifié_le=DUE), fiche(2, Vérifié_le=DUE, **more)], changes={2: changes}
    )
    assert (first.fiche.number, first.why) == (2, reasons)
    assert first.score > second.score


def test_one_fiche_cannot_press_for_its_changes_alone_for_ever(tmp_path: Path) -> None:
    rows = [fiche(1, Vérifié_le=DUE), fiche(2, Vérifié_le=OLD)]
    assert order(calls_of(tmp_path, rows, changes={1: 12})) == [2, 1]


def test_what_is_not_printed_is_not_called_and_what_is_suspended_is(tmp_path: Path) -> None:
    rows = [
        fiche(1, Vérifié_le=OLD, Statut="Archivé"),
        fiche(2, Vérifié_le=OLD, Statut="Suspendu"),
        fiche(3, Vérifié_le=OLD),
    ]
    calls = calls_of(tmp_path, rows, waiting=[3])
    assert [(call.fiche.number, call.why) for call in calls] == [(2, "checked 19 months ago, suspended")]


@pytest.mark.parametrize(
    ("cells", "contacts", "reach"),
    [
        ({"Téléphone": "02 555 12 34 poste 21 ; 02 555 12 35"}, [], "02 555 12 34 ext. 21"),
        ({"Téléphone": None}, [{"Fiche": 1, "Téléphone": "02 555 66 77", "Usage": "Transférer"}], "02 555 66 77"),
        ({"Téléphone": None, "E-mail": "info@relais.example"}, [], "info@relais.example"),
        ({"Téléphone": None, "Site web": "https://relais.example"}, [], "https://relais.example"),
        ({"Téléphone": None, "Adresse": "Rue Haute 1\nbte 2"}, [], "Rue Haute 1 bte 2"),
    ],
)
def test_whom_to_dial(tmp_path: Path, cells: Cells, contacts: list[Cells], reach: str) -> None:
    (call,) = calls_of(tmp_path, [{**fiche(1, Vérifié_le=OLD), **cells}], contacts)
    assert call.reach == reach


def test_those_of_one_phone_follow_each_other_within_the_capacity(tmp_path: Path) -> None:
    same = "02 555 99 99"
    rows = [
        fiche(1, Vérifié_le=None, Téléphone=same),
        fiche(2, Vérifié_le=OLD),
        fiche(3, Vérifié_le=DUE, Téléphone=same),
        fiche(4, Vérifié_le=DUE, Téléphone=same),
    ]
    calls = calls_of(tmp_path, rows)
    directory = check(tmp_path / "annuaire.xlsx").directory
    workload = build_workload(directory, calls, 3, PERIODS)
    assert [(call.fiche.number, call.reasons[-1]) for call in workload.calls] == [
        (1, "never checked"),
        (3, "same phone as N° 1"),
        (2, "checked 19 months ago"),
    ]
    assert (workload.due, workload.remaining, workload.months, workload.printed, workload.calls_needed) == (
        4,
        1,
        2,
        4,
        1,
    )


def _edition(folder: Path, month: str, **cells: str) -> None:
    rows = [{**fiche(1), **{key.replace("_", " "): value for key, value in cells.items()}}, fiche(2)]
    contacts = [
        {
            "Fiche": 2,
            "Téléphone": "02 555 66 77",
            "Personne": cells.get("Personne", "Anne"),
            "Vérifié le": cells.get("day"),
        }
    ]
    rows[0] = {key: value for key, value in rows[0].items() if key not in {"Personne", "day"}}
    make_edition(
        make_workbook(folder / "past.xlsx", {"Fiches": rows, "Contacts": contacts}),
        folder / "output",
        EditionId.parse(month),
    )


def test_changes_of_contact_data_are_counted_and_no_others(tmp_path: Path) -> None:
    _edition(tmp_path, "2026-05")
    _edition(tmp_path, "2026-06", Téléphone="02 555 44 44", Adresse="Rue Haute 1")
    _edition(tmp_path, "2026-07", Téléphone="02/555.44.44", Adresse="Rue Haute 1", Description="Autre texte")
    same = {"Téléphone": "02 555 44 44", "Adresse": "Rue Haute 1"}
    _edition(tmp_path, "2026-08", **same, Horaires="lu 9:00-12:00", Personne="Zoé")
    _edition(tmp_path, "2026-09", **same, Horaires="lu 9:00-12:00", Personne="Zoé", day="01/09/2026")
    _edition(tmp_path, "2026-10", **same, Horaires="lu 9:00-13:00", Personne="Max", day="01/09/2026")
    assert count_contact_changes(read_history(tmp_path / "output", print)) == {1: 3, 2: 2}
    assert count_contact_changes(()) == {}


def test_the_reasons_are_in_the_language_of_the_reader(tmp_path: Path) -> None:
    use_language("fr")
    (call,) = calls_of(tmp_path, [public(1, Vérifié_le=OLD, Essentiel="Oui")], changes={1: 3})
    assert call.why == "vérifiée il y a 19 mois, a changé 3 fois, essentielle, publique"
