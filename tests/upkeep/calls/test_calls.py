"""The month's calls: rows in, the order and the reasons out; and `fiche verify` as an editor uses it."""

import json
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
from tests.making.verifying import VerifyDesk
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
    assert count_contact_changes(read_history(tmp_path / "output")) == {1: 3, 2: 2}
    assert count_contact_changes(()) == {}


def test_an_editor_can_call_from_the_list(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(
        public(1, Vérifié_le=OLD, Nom="Le Relais"), fiche(2, Vérifié_le=None), fiche(3, Vérifié_le=NEW)
    )
    out, err = verify_desk.verify("--calls", "1", language="fr")
    lines = out.splitlines()
    assert lines[0] == "1 appel pour ce mois-ci"
    cells = [part.strip() for part in lines[2].split("  ") if part.strip()]
    assert cells == ["1", "2", "Fiche 2", "02 555 00 02", "jamais", "jamais vérifiée"]
    assert "il reste 1 fiche à vérifier\N{NO-BREAK SPACE}: à ce rythme, tout sera revu en 2 mois." in out.replace(
        "Après ces appels, ", ""
    )
    assert "trop lent" not in out
    assert err == ""


def test_too_few_calls_for_a_year_are_told_plainly(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(*(fiche(number, Vérifié_le=NEW) for number in range(1, 25)), fiche(25, Vérifié_le=OLD))
    out, _err = verify_desk.verify("--calls", "2")
    assert "After these calls nothing is due any more." in out
    assert "to check all 25 fiches every 12 months takes 3 calls a month, not 2." in out


def test_nothing_due_is_told(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(fiche(1, Vérifié_le=NEW))
    assert "Nobody is to be called" in verify_desk.verify()[0]


def test_the_capacity_comes_from_the_settings_and_json_holds_it_all(verify_desk: VerifyDesk) -> None:
    (verify_desk.folder / "fiche.toml").write_text("[verification]\ncalls = 2\n", encoding="utf-8")
    verify_desk.workbook(
        public(1, Vérifié_le=OLD, Essentiel="Oui"), *(fiche(number, Vérifié_le=DUE) for number in (2, 3, 4))
    )
    data = json.loads(verify_desk.verify("--json")[0])
    assert {
        key: data[key]
        for key in ("today", "capacity", "fiches", "due", "remaining", "months", "calls_needed", "requests")
    } == {
        "today": "2026-11-22",
        "capacity": 2,
        "fiches": 4,
        "due": 4,
        "remaining": 2,
        "months": 2,
        "calls_needed": 1,
        "requests": {"waiting": 0, "late": 0},
    }
    assert data["calls"][0] == {
        "rank": 1,
        "number": 1,
        "name": "Fiche 1",
        "call": "02 555 00 01",
        "checked_on": "2025-04-01",
        "months": 19,
        "changes": 0,
        "score": 28,
        "reasons": ["checked 19 months ago", "essential number", "in the public edition"],
    }
    assert len(data["calls"]) == 2
    assert json.loads(verify_desk.verify("--json", "--calls", "4")[0])["remaining"] == 0
    verify_desk.verify("--calls", "0", code=2)


def test_past_editions_count_and_damaged_ones_do_no_harm(verify_desk: VerifyDesk) -> None:
    _edition(verify_desk.folder, "2026-08")
    _edition(verify_desk.folder, "2026-09", Téléphone="02 555 44 44")
    verify_desk.workbook(fiche(1, Vérifié_le=DUE), fiche(2, Vérifié_le=DUE))
    assert "changed 1 time" in verify_desk.verify()[0]
    next((verify_desk.output / "2026-09").glob("*-interne.json")).write_text("{", encoding="utf-8")
    assert "changed" not in verify_desk.verify()[0]


def test_what_is_faulty_is_left_out_and_told(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(fiche(1, Vérifié_le=OLD), fiche(2, Vérifié_le=OLD, Thème="?"))
    out, err = verify_desk.verify()
    assert "Fiche 2" not in out
    assert "1 error in the workbook" in err


def test_the_reasons_are_in_the_language_of_the_reader(tmp_path: Path) -> None:
    use_language("fr")
    (call,) = calls_of(tmp_path, [public(1, Vérifié_le=OLD, Essentiel="Oui")], changes={1: 3})
    assert call.why == "vérifiée il y a 19 mois, a changé 3 fois, essentielle, publique"
