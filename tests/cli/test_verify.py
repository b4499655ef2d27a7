"""`fiche verify`: the calls of this month, and what remains."""

import json
from datetime import date

from fiche_builder.common.period import EditionId
from tests.making.mailings import make_edition
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import fiche, public

NEW, DUE, OLD = date(2026, 10, 1), date(2026, 5, 1), date(2025, 4, 1)


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
    for month, phone in (("2026-08", "02 555 00 01"), ("2026-09", "02 555 44 44")):
        past = verify_desk.workbook(fiche(1, Téléphone=phone), fiche(2))
        make_edition(past, verify_desk.output, EditionId.parse(month))
    verify_desk.workbook(fiche(1, Vérifié_le=DUE), fiche(2, Vérifié_le=DUE))
    assert "changed 1 time" in verify_desk.verify()[0]
    next((verify_desk.output / "2026-09").glob("*-interne.json")).write_text("{", encoding="utf-8")
    assert "changed" not in verify_desk.verify()[0]


def test_what_is_faulty_is_left_out_and_told(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(fiche(1, Vérifié_le=OLD), fiche(2, Vérifié_le=OLD, Thème="?"))
    out, err = verify_desk.verify()
    assert "Fiche 2" not in out
    assert "1 error in the workbook" in err


def test_the_call_sheet_goes_where_it_is_asked_and_nothing_else_is_written(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(fiche(1, Vérifié_le=OLD))
    sheet = verify_desk.folder / "calls.xlsx"
    assert "calls.xlsx" in "".join(verify_desk.verify("--sheet", str(sheet)))
    assert sorted(path.name for path in verify_desk.folder.iterdir()) == ["annuaire.xlsx", "calls.xlsx"]
