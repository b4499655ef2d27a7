"""Packs and reminders: real workbooks in, drafts as a mail program reads them out, and what the journal says of it."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.common.period import EditionId, Period
from fiche_builder.leak.extract import extract_mail
from fiche_builder.model import public as projection
from fiche_builder.model.fields import Audience
from fiche_builder.model.model import Fiche
from fiche_builder.publish.build import BuildRequest, build_editions
from fiche_builder.publish.journal import State, journal_path, open_journal, read_journal, was_sent
from fiche_builder.publish.requests import RequestState
from fiche_builder.upkeep.packs.asking import find_open, read_all_requests
from fiche_builder.upkeep.packs.organisations import build_organisations, organisation_key
from fiche_builder.upkeep.packs.packs import DraftWriter, write_reminders
from tests.leak import test_gate as leaky
from tests.making.mailings import CONFIG, NOVEMBER
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import PARAMETERS, TODAY, Cells, check, fiche, public

OLD, NEW = date(2025, 4, 1), date(2026, 11, 20)
LATE = TODAY + timedelta(days=22)
DECEMBER = EditionId(Period(2026, 12))


def asked(number: int, email: str, **cells: object) -> Cells:
    """Return the row of a public fiche that is due."""
    return public(number, **{"Vérifié_le": OLD, "E-mail": email, **cells})


RELAIS, TREMPLIN = (
    asked(1, "info@relais.example", Nom="Le Relais"),
    asked(2, "accueil@tremplin.example", Nom="Le Tremplin"),
)


def read(path: Path) -> tuple[EmailMessage, str, str]:
    """Return a draft as a mail program reads it: the message, its text and its HTML."""
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    assert not message.defects
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return message, text.get_content(), html.get_content()


def test_a_draft_is_one_that_mail_programs_open_for_editing(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(
        asked(
            12,
            "info@relais.example",
            Nom="Le Relais d’Évere",
            Adresse="Rue Haute 1",
            Code_postal="1000",
            Commune="Bruxelles",
            Description="Accueil\net écoute",
            Langues="FR NL",
            Avis="Fermé en août",
            Avis_du=date(2026, 8, 1),
        ),
        Contacts=[
            {
                "Fiche": 12,
                "Libellé": "Inscriptions",
                "Téléphone": "02 555 66 77",
                "Usage": "Donner",
                "Personne": "Zoé Nguyen",
            }
        ],
    )
    out, err = verify_desk.packs(language="fr")
    (name,) = verify_desk.names()
    assert name == "2026-11-verification-relais.example.eml"
    content = (verify_desk.drafts / name).read_bytes()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    message, text, html = read(verify_desk.drafts / name)
    assert (message["To"], message["Reply-To"], message["X-Unsent"]) == (
        "info@relais.example",
        "annuaire@contact.example",
        "1",
    )
    assert message["Subject"] == "Vérification : fiche 12 (2026-11) – Annuaire"
    assert [message[header] for header in ("Date", "Message-ID", "From")] == [None, None, None]
    assert message["Content-Language"] == "fr"
    for line in (
        "Fiche 12\N{NO-BREAK SPACE}: Le Relais d’Évere",
        "- Téléphone\N{NO-BREAK SPACE}: 02 555 00 12",
        "- Description\N{NO-BREAK SPACE}: Accueil et écoute",
        "- Adresse\N{NO-BREAK SPACE}: Rue Haute 1, 1000 Bruxelles",
        "- Horaires\N{NO-BREAK SPACE}: –",
        "- Langues\N{NO-BREAK SPACE}: FR NL",
        "- Inscriptions\N{NO-BREAK SPACE}: 02 555 66 77",
        "- Avis, du\N{NO-BREAK SPACE}: 1 août 2026",
        "Vérifié auprès de vous le 1 avril 2025",
    ):
        assert line in text.splitlines()
    assert "au plus tard le dimanche 13 décembre 2026" in text
    for said in ("Le Relais d’Évere", "02 555 66 77", "dimanche 13 décembre 2026", "<table", 'lang="fr"'):
        assert said in html
    assert "Nguyen" not in text + html
    assert "1 brouillon dans" in out
    assert "Ouvrez chaque brouillon" in err


def test_fiches_of_one_domain_are_one_pack_and_nothing_else_is_in_it(verify_desk: VerifyDesk) -> None:
    rows = [
        asked(1, "info@relais.example", Nom="Alpha"),
        asked(2, "Accueil@Relais.example", Nom="Beta"),
        asked(3, "accueil@relais.example", Nom="Gamma"),
        asked(4, "info@tremplin.example", Nom="Delta"),
        asked(5, "delta.asbl@gmail.com", Nom="Epsilon"),
        asked(6, "zeta@gmail.com", Nom="Zeta"),
        asked(7, "un@contact.example", Nom="Eta"),
        asked(8, "deux@contact.example", Nom="Theta"),
        asked(9, "info@frais.example", Nom="Iota", Vérifié_le=NEW),
        fiche(10, Nom="Kappa", Vérifié_le=OLD, **{"E-mail": "info@relais.example"}),
        asked(11, "info@suspendu.example", Nom="Lambda", Statut="Suspendu"),
        public(13, Nom="Mu", Vérifié_le=None, Téléphone="02 555 12 34 poste 12"),
        asked(14, "élodie@relais.example", Nom="Nu"),
    ]
    (verify_desk.folder / "fiche.toml").write_text(
        '[privacy]\ninternal_domains = ["contact.example"]\n', encoding="utf-8"
    )
    verify_desk.workbook(*rows)
    out, _err = verify_desk.packs()
    found = {}
    for path in verify_desk.drafts.iterdir():
        message, text, html = read(path)
        said = [row["Nom"] for row in rows if row["Nom"] in text]
        assert said == [row["Nom"] for row in rows if row["Nom"] in html]
        found[path.name.removeprefix("2026-11-verification-")] = (message["To"], said)
    assert found == {
        "relais.example.eml": ("Accueil@relais.example", ["Alpha", "Beta", "Gamma"]),
        "tremplin.example.eml": ("info@tremplin.example", ["Delta"]),
        "delta.asbl@gmail.com.eml": ("delta.asbl@gmail.com", ["Epsilon"]),
        "zeta@gmail.com.eml": ("zeta@gmail.com", ["Zeta"]),
        "un@contact.example.eml": ("un@contact.example", ["Eta"]),
        "deux@contact.example.eml": ("deux@contact.example", ["Theta"]),
    }
    to_call = [line.split(maxsplit=2) for line in out.split("To be called")[1].splitlines()[2:]]
    assert [line[:2] for line in to_call] == [["13", "Mu"], ["14", "Nu"]]
    assert to_call[0][2].strip() == "02 555 12 34 ext. 12"


def test_every_public_field_is_asked_about_or_left_out_on_purpose(verify_desk: VerifyDesk) -> None:
    """Left out are the editors' own order and words: theme, other names, see also.

    A new public column is asked about by itself.
    """
    verify_desk.workbook(
        asked(
            1,
            "info@relais.example",
            Nom__nl="De Schakel",
            Sigle="LR",
            Autres_appellations="Relais",
            Description="Accueil",
            Description__nl="Onthaal",
            Public_visé="Tous",
            Site_web="https://relais.example",
            Adresse="Rue Haute 1",
            Code_postal="1000",
            Commune="Bruxelles",
            Horaires="lu 9:00-12:00",
            Langues="FR",
            Avis="Fermé",
            Avis_du=date(2026, 8, 1),
            Avis_au=date(2027, 8, 1),
            Voir_aussi="2",
            **{"Conditions d'accès": "Carte"},
        ),
        public(2),
    )
    verify_desk.packs(language="fr")
    (name,) = verify_desk.names()
    _message, text, _html = read(verify_desk.drafts / name)
    assert [line[2:].partition("\N{NO-BREAK SPACE}")[0] for line in text.splitlines() if line.startswith("- ")] == [
        "Nom en néerlandais",
        "Sigle",
        "Description",
        "Description en néerlandais",
        "Public visé",
        "Conditions d’accès",
        "Téléphone",
        "E-mail",
        "Site web",
        "Adresse",
        "Horaires",
        "Langues",
        "Avis",
        "Avis, du",
        "Avis, au",
    ]


def test_no_canary_gets_into_any_pack(verify_desk: VerifyDesk) -> None:
    rows = [
        {**row, "Vérifié le": OLD, "E-mail": row.get("E-mail", f"info@numero{row['N°']}.example")}
        for row in leaky.FICHES
    ]
    verify_desk.workbook(*rows, Contacts=[*leaky.CONTACTS], **leaky.OTHERS)
    verify_desk.packs()
    assert len(verify_desk.names()) == 2
    for name in verify_desk.names():
        message, text, html = read(verify_desk.drafts / name)
        assert "kanar" not in f"{message} {text} {html}".casefold()


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("info@Relais.example", "relais.example"),
        ("Jan@GMail.com", "jan@gmail.com"),
        ("x@sub.contact.example", "x@sub.contact.example"),
    ],
)
def test_what_an_organisation_is_known_by(address: str, key: str) -> None:
    assert organisation_key(address, ("contact.example",)) == key


def test_hostile_cells_are_only_words(verify_desk: VerifyDesk) -> None:
    nasty = (
        "X\r\nBcc: all@evil.example\n=?utf-8?q?boo?= <script>alert(1)</script><img "
        'src="http://evil.example/x">{{ copy }}'
    )
    title = {"Clé": "Titre", "Valeur": "Annuaire\r\nBcc: all@evil.example"}
    verify_desk.workbook(
        asked(1, "o'neil+x@relais.example", Nom=nasty, Description=nasty, Horaires="=1+1"),
        Paramètres=[title, PARAMETERS[1]],
    )
    verify_desk.packs()
    (name,) = verify_desk.names()
    message, text, html = read(verify_desk.drafts / name)
    assert message["Bcc"] is None
    assert message["To"] == "o'neil+x@relais.example"
    assert message["Subject"].startswith("Vérification")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert not [line for line in text.splitlines() if line.startswith(("Bcc", "=?"))]


def test_a_huge_organisation_keeps_a_readable_subject(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(
        *(asked(number, "info@relais.example", Nom=f"Antenne {number} {'x' * 150}") for number in range(1, 61)),
        Paramètres=[{"Clé": "Titre", "Valeur": "T" * 186}, PARAMETERS[1]],
    )
    verify_desk.packs()
    (name,) = verify_desk.names()
    message, text, _html = read(verify_desk.drafts / name)
    assert message["Subject"].startswith("Vérification : fiches 1, 2, 3, 4, 5, 6, 7, 8, 9, 10… (2026-11) – T")
    assert text.count("Antenne") == 60


def sabotage(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let the projection put into fiche 2 what must stay inside."""
    honest: Callable[[Fiche, set[int]], projection.PublicFiche] = projection._project_fiche  # noqa: SLF001 (that is what is sabotaged)

    def sabotaged(source: Fiche, numbers: set[int]) -> projection.PublicFiche:
        made = honest(source, numbers)
        return replace(made, description=text) if source.number == 2 else made

    monkeypatch.setattr(projection, "_project_fiche", sabotaged)


CANARIES = ("Kanarconsigne", "02 555 99 88", "ne rien dire aux partenaires", "Kanarpersonne", "Cellule Kanarcellule")


@pytest.mark.parametrize("canary", CANARIES)
def test_one_leak_and_no_draft_at_all_is_written(
    verify_desk: VerifyDesk, monkeypatch: pytest.MonkeyPatch, canary: str
) -> None:
    relais = {**RELAIS, "Consigne": "Kanarconsigne", "Note interne": "La directrice part, ne rien dire aux partenaires"}
    verify_desk.workbook(
        relais,
        TREMPLIN,
        fiche(3, Nom="Cellule Kanarcellule", Téléphone="02 555 99 88"),
        Contacts=[{"Fiche": 1, "Personne": "Zoé Kanarpersonne", "Téléphone": "02 555 33 44", "Usage": "Donner"}],
    )
    sabotage(monkeypatch, f"Voici {canary} pour vous")
    _out, err = verify_desk.packs(code=3)
    assert "2026-11-verification-tremplin.example.eml ←" in err
    assert canary not in err
    assert verify_desk.names() == []
    assert not journal_path(verify_desk.output, NOVEMBER).exists()


def test_the_gate_reads_the_reminders_too(verify_desk: VerifyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    verify_desk.workbook({**RELAIS, "Consigne": "Kanarconsigne"}, TREMPLIN)
    verify_desk.packs()
    before = verify_desk.requests()
    sabotage(monkeypatch, "Kanarconsigne")
    verify_desk.packs("--reminders", day=LATE, code=3)
    assert not [name for name in verify_desk.names() if "rappel" in name]
    assert verify_desk.requests() == before


def test_the_gate_fails_closed_on_a_part_that_nobody_can_read() -> None:
    message = EmailMessage()
    message.set_content("x")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="x.pdf")
    with pytest.raises(KeyError):
        list(extract_mail(message.as_bytes()))


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


def test_a_request_sends_no_edition(verify_desk: VerifyDesk) -> None:
    path = verify_desk.workbook(RELAIS)
    verify_desk.packs()
    assert not was_sent(verify_desk.output, NOVEMBER)
    assert read_journal(verify_desk.output, NOVEMBER) == []
    with open_journal(verify_desk.output, NOVEMBER):
        pass
    assert len(verify_desk.requests()) == 1
    request = BuildRequest(NOVEMBER.period, (Audience.INTERNAL,), ("json",), verify_desk.output)
    assert (build_editions(check(path), request, CONFIG) / "manifest.json").is_file()
    assert len(verify_desk.requests()) == 1


def test_the_journal_of_a_mailing_takes_requests_and_keeps_its_deliveries(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS)
    verify_desk.output.mkdir()
    with open_journal(verify_desk.output, NOVEMBER) as journal:
        journal.plan([("ann@contact.example", "internal", "00", "<1@x>")])
        journal.mark(journal.deliveries()[0], State.SENT)
    before = read_journal(verify_desk.output, NOVEMBER)
    assert verify_desk.requests() == []
    verify_desk.packs()
    assert len(verify_desk.requests()) == 1
    assert read_journal(verify_desk.output, NOVEMBER) == before
    with closing(sqlite3.connect(journal_path(verify_desk.output, NOVEMBER))) as connection:
        assert connection.execute("SELECT schema FROM mailing").fetchone() == (1,)


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


def test_two_at_once_are_one(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS)
    verify_desk.output.mkdir()
    with open_journal(verify_desk.output, NOVEMBER):
        assert "by another program" in verify_desk.packs(code=2)[1]
    assert verify_desk.names() == []
    verify_desk.packs()
    with open_journal(verify_desk.output, NOVEMBER):
        assert "by another program" in verify_desk.packs("--reminders", code=2, day=LATE)[1]
    assert len(verify_desk.names()) == 1


def test_a_reminder_that_another_program_has_just_written_is_not_written_again(verify_desk: VerifyDesk) -> None:
    directory = check(verify_desk.workbook(RELAIS)).directory
    verify_desk.packs()
    public_fiches = projection.project_fiches(directory.fiches)
    (entry,) = find_open(read_all_requests(verify_desk.output), build_organisations(public_fiches, ())[0])
    draft = DraftWriter(projection.project_imprint(directory.imprint), "fr", DECEMBER, LATE).make_reminder(entry)
    verify_desk.packs("--reminders", day=LATE)
    before = verify_desk.requests()
    elsewhere = verify_desk.folder / "elsewhere"
    with pytest.raises(OutputError, match="just written"):
        list(write_reminders([(entry, draft)], elsewhere, verify_desk.output))
    assert list(elsewhere.iterdir()) == []
    assert verify_desk.requests() == before


def test_a_journal_that_cannot_be_used_stops_the_packs_and_not_the_calls(
    verify_desk: VerifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify_desk.workbook(RELAIS)
    verify_desk.packs()
    path = journal_path(verify_desk.output, NOVEMBER)
    path.rename(journal_path(verify_desk.output, DECEMBER))
    assert "is not the journal of edition 2026-12" in verify_desk.packs("--reminders", code=2, day=LATE)[1]
    journal_path(verify_desk.output, DECEMBER).rename(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE request SET due_on = 'tomorrow'")
    assert "cannot be used" in verify_desk.packs(code=2)[1]
    path.write_bytes(b"no database at all" * 100)
    out, err = verify_desk.verify()
    assert "1 call for this month" in out
    assert "cannot be used" in err
    assert "cannot be used" in verify_desk.packs("--again", code=2)[1]
    path.unlink()
    verify_desk.packs()
    monkeypatch.setattr("fiche_builder.publish.journal._SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert "locked" in verify_desk.packs("--again", code=2)[1]


def test_a_folder_that_cannot_be_made_stops_before_anything_is_recorded(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS)
    verify_desk.drafts.write_text("a file", encoding="utf-8")
    assert "drafts" in verify_desk.verify("--packs", str(verify_desk.drafts / "deeper"), code=2)[1]
    assert verify_desk.requests() == []
    verify_desk.drafts.unlink()
    verify_desk.packs()
    assert len(verify_desk.requests()) == 1


@pytest.mark.parametrize("reminders", [False, True])
def test_a_draft_that_cannot_be_written_is_not_asked(verify_desk: VerifyDesk, *, reminders: bool) -> None:
    """The rest is, and next time so is this one: nothing was cut short, so there is nothing to warn of."""
    verify_desk.workbook(RELAIS, TREMPLIN)
    day, name, options = TODAY, "2026-11-verification-tremplin.example.eml", list[str]()
    if reminders:
        verify_desk.packs()
        day, name, options = LATE, "2026-12-rappel-tremplin.example.eml", ["--reminders"]
    blocked = verify_desk.drafts / name
    blocked.mkdir(parents=True)
    out, err = verify_desk.packs(*options, day=day, code=2)
    assert "relais.example.eml" in out
    assert "tremplin.example.eml” cannot be written" in err
    assert [(r.organisation, r.state, r.reminders) for r in verify_desk.requests()] == [
        ("relais.example", RequestState.ASKED, int(reminders)),
        *([("tremplin.example", RequestState.ASKED, 0)] if reminders else []),
    ]
    blocked.rmdir()
    out, err = verify_desk.packs(*options, day=day)
    assert "cut short" not in err
    assert "1 draft in" in out
    assert [(r.organisation, r.state, r.reminders) for r in verify_desk.requests()] == [
        ("relais.example", RequestState.ASKED, int(reminders)),
        ("tremplin.example", RequestState.ASKED, int(reminders)),
    ]


@pytest.mark.parametrize("reminders", [False, True])
def test_killed_at_any_draft_nothing_is_lost_and_nothing_silently_twice(
    verify_desk: VerifyDesk, *, reminders: bool
) -> None:
    """A process is killed before or after its second draft is on the disk; the next one says so and makes it anew."""
    verify_desk.workbook(RELAIS, TREMPLIN)
    day, kind = (LATE, "rappel") if reminders else (TODAY, "verification")
    if reminders:
        verify_desk.packs()
    script = (
        "import os, signal, sys\nfrom fiche_builder.upkeep.packs import packs\nfrom fiche_builder.cli.main import run\n"
        "honest = packs.write_atomically\n"
        "def deadly(path, content):\n"
        "    if 'tremplin' in path.name:\n        {}\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    honest(path, content)\n"
        "packs.write_atomically = deadly\nsys.exit(run(sys.argv[1:]))\n"
    )
    options = ["--packs", str(verify_desk.drafts), *(["--reminders"] if reminders else [])]
    for place in ("pass", "honest(path, content)"):
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int((day - date(1970, 1, 1)).total_seconds()))}
        command = [
            sys.executable,
            "-c",
            script.format(place),
            *verify_desk.command(*options, *(["--again"] if not reminders else [])),
        ]
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        assert done.returncode == -signal.SIGKILL
        states = {r.organisation: (r.state, r.reminders) for r in verify_desk.requests()}
        unfinished = RequestState.REMINDING if reminders else RequestState.PLANNED
        assert states["tremplin.example"] == (unfinished, 0)
        assert states["relais.example"] == (RequestState.ASKED, int(reminders))
        told = "1 draft was being written when the program was cut short"
        assert reminders or told in verify_desk.verify(day=day)[1]
    out, err = verify_desk.packs(*options[2:], day=day)
    assert f"{kind}-tremplin.example.eml" in out
    assert f"{kind}-relais.example.eml" not in out
    assert "cut short while it wrote to tremplin.example" in err
    assert {r.organisation: (r.state, r.reminders) for r in verify_desk.requests()} == {
        "relais.example": (RequestState.ASKED, int(reminders)),
        "tremplin.example": (RequestState.ASKED, int(reminders)),
    }
