"""Packs and reminders: real workbooks in, drafts as a mail program reads them out, and what the journal says of it."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.leak.decoding import UnreadableError
from fiche_builder.leak.extract import extract_mail
from fiche_builder.model import public as projection
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Fiche
from fiche_builder.publish.build import BuildRequest, build_editions
from fiche_builder.publish.journal import State, journal_path, open_journal, read_journal, was_sent
from fiche_builder.publish.requests import RequestState
from fiche_builder.upkeep.packs.asking import find_open, read_all_requests
from fiche_builder.upkeep.packs.organisations import build_organisations
from fiche_builder.upkeep.packs.packs import DraftWriter, write_reminders
from tests.making import canaries as leaky
from tests.making.mailings import CONFIG, NOVEMBER
from tests.making.packs import DECEMBER, LATE, NEW, OLD, RELAIS, TREMPLIN, asked, read
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import TODAY, check, fiche, public


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
    with pytest.raises(UnreadableError):
        list(extract_mail(message.as_bytes()))


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
    monkeypatch.setattr("fiche_builder.publish.journal_file._SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert "another program uses it" in verify_desk.packs("--again", code=2)[1]


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
    """A process is killed around writing its second draft; the next one tells of it and makes the draft anew."""
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
