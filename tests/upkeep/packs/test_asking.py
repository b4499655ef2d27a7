"""Who is to be asked, who was, and who has not answered: workbooks and journals in, drafts out."""

import hashlib
from datetime import date, timedelta

from fiche_builder.publish.journal import journal_path
from fiche_builder.publish.requests import RequestState
from tests.making.packs import DECEMBER, LATE, OLD, RELAIS, TREMPLIN, asked, read
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import TODAY, fiche


def test_the_journal_records_what_was_asked_and_nobody_is_asked_twice(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS, TREMPLIN)
    verify_desk.packs()
    first, second = verify_desk.requests()
    content = (verify_desk.drafts / "2026-11-verification-relais.example.eml").read_bytes()
    assert (first.organisation, first.address, first.fiches, first.sha256) == (
        "relais.example",
        "info@relais.example",
        (1,),
        hashlib.sha256(content).hexdigest(),
    )
    assert (first.state, first.asked_on, first.due_on, first.reminders) == (
        RequestState.ASKED,
        TODAY,
        date(2026, 12, 13),
        0,
    )
    assert second.organisation == "tremplin.example"

    verify_desk.workbook(RELAIS, TREMPLIN, asked(3, "info@nouveau.example"), asked(4, "aussi@relais.example"))
    out, err = verify_desk.packs()
    assert "1 draft in" in out
    assert "2 organisations were asked before" in err
    assert "relais.example (22/11/2026)" in err
    assert [request.organisation for request in verify_desk.requests()] == [
        "relais.example",
        "tremplin.example",
        "nouveau.example",
    ]
    assert "There is nobody to write to now." in verify_desk.packs()[0]
    # Nor in the next month, while the request is open.
    assert "There is nobody to write to now." in verify_desk.packs(day=date(2026, 12, 1))[0]
    assert "3 drafts in" in verify_desk.packs("--again")[0]
    assert [(request.organisation, request.fiches) for request in verify_desk.requests()[3:]] == [
        ("nouveau.example", (3,)),
        ("relais.example", (1, 4)),
        ("tremplin.example", (2,)),
    ]


def test_reminders_go_once_to_those_who_let_three_weeks_pass(verify_desk: VerifyDesk) -> None:
    antenne = asked(3, "autre@relais.example", Nom="Antenne")
    rows = [RELAIS, TREMPLIN, antenne, asked(4, "info@parti.example"), asked(5, "info@interne.example")]
    verify_desk.workbook(*rows)
    verify_desk.packs()
    for day in (TODAY, date(2026, 12, 13)):
        assert "There is nobody to write to now." in verify_desk.packs("--reminders", day=day)[0]
        assert "4 organisations were written to and still have time" in verify_desk.verify(day=day)[1]
    # Le Relais confirmed one of its two; the fourth is gone, the fifth no longer public.
    confirmed = {**RELAIS, "Vérifié le": TODAY}
    verify_desk.workbook(confirmed, *rows[1:3], {**rows[4], "Diffusion": "Interne"})
    told = "2 organisations have not answered for more than three weeks: fiche verify --packs DIR --reminders"
    assert told in verify_desk.verify(day=LATE)[1]
    out, _err = verify_desk.packs("--reminders", day=LATE, language="fr")
    assert "2 brouillons dans" in out
    names = [name for name in verify_desk.names() if "rappel" in name]
    assert names == ["2026-12-rappel-relais.example.eml", "2026-12-rappel-tremplin.example.eml"]
    message, text, html = read(verify_desk.drafts / names[0])
    assert message["Subject"] == "Rappel – Vérification : fiche 3 (2026-12) – Annuaire"
    assert message["To"] == "info@relais.example"
    assert "Nous vous avons écrit le 22 novembre 2026" in text
    assert "Antenne" in text
    assert "Antenne" in html
    assert "Le Relais" not in text + html
    assert [(r.organisation, r.reminders, r.due_on) for r in verify_desk.requests() if r.reminders] == [
        ("relais.example", 1, LATE + timedelta(days=21)),
        ("tremplin.example", 1, LATE + timedelta(days=21)),
    ]
    assert not journal_path(verify_desk.output, DECEMBER).exists()
    later = LATE + timedelta(days=22)
    assert "There is nobody to write to now." in verify_desk.packs("--reminders", day=later)[0]
    assert "2 organisations did not answer their reminder either" in verify_desk.verify(day=later)[1]
    assert "2 drafts in" in verify_desk.packs("--reminders", "--again", day=later)[0]
    # All is answered in the end.
    verify_desk.workbook(*({**row, "Vérifié le": later} for row in rows))
    assert (
        "There is nobody to write to now."
        in verify_desk.packs("--reminders", "--again", day=later + timedelta(days=30))[0]
    )


def test_a_fiche_that_changed_hands_is_not_shown_to_the_organisation_it_left(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(asked(1, "info@relais.example", Nom="Alpha"), asked(2, "info@relais.example", Nom="Beta"))
    verify_desk.packs()
    verify_desk.workbook(asked(1, "info@tremplin.example", Nom="Alpha"), asked(2, "nouveau@relais.example", Nom="Beta"))
    verify_desk.packs("--reminders", day=LATE)
    message, text, _html = read(verify_desk.drafts / "2026-12-rappel-relais.example.eml")
    assert message["To"] == "nouveau@relais.example"
    assert "Alpha" not in text
    assert "tremplin" not in text
    assert "Beta" in text


def test_requests_of_several_months_are_reminded_each_in_its_journal(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS)
    verify_desk.packs(day=date(2026, 11, 2))
    verify_desk.workbook(RELAIS, TREMPLIN)
    verify_desk.packs(day=date(2026, 12, 1))
    verify_desk.packs("--reminders", day=date(2026, 12, 31))
    assert [(r.organisation, r.reminders) for month in (11, 12) for r in verify_desk.requests(month)] == [
        ("relais.example", 1),
        ("tremplin.example", 1),
    ]


def test_those_who_still_have_time_are_not_called_about(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS, fiche(2, Vérifié_le=OLD, Nom="Interne"))
    verify_desk.packs()
    out, _err = verify_desk.verify()
    assert "Le Relais" not in out
    assert "Interne" in out
    assert "Le Relais" in verify_desk.verify(day=LATE)[0]


def test_a_fiche_that_was_not_asked_about_is_not_reminded_of(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS)
    verify_desk.packs()
    verify_desk.workbook(RELAIS, asked(3, "info@relais.example", Nom="Antenne nouvelle"))
    verify_desk.packs("--reminders", day=LATE)
    _message, text, _html = read(verify_desk.drafts / "2026-12-rappel-relais.example.eml")
    assert "Le Relais" in text
    assert "Antenne nouvelle" not in text
