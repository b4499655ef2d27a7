"""What must be so before the first message: recipients, files and letters of an edition, and what forbids a mailing."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.config import Config, PrivacyConfig
from fiche_builder.common.errors import ConfigError, DataError, FicheError, LeakError, MailError, OutputError
from fiche_builder.common.period import EditionId
from fiche_builder.mail.mail_copy import MailCopy
from fiche_builder.mail.message import Letter
from fiche_builder.mail.prepare import Prepared, mailed_size, prepare_mailing
from fiche_builder.model.columns import Audience
from fiche_builder.publish.archive import read_published
from fiche_builder.publish.journal import State, open_journal
from tests.conftest import WorkbookMaker
from tests.making.mailings import CONFIG, INTERNAL_PDF, PUBLIC_PDF, make_edition, team
from tests.making.workbooks import TODAY, Cells, check, fiche, public

ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@elsewhere.example"
TEAMS = (team(ANN), team(BOB, Équipe="Renfort"), team(CAT, "Publique", Équipe="Partenaires"))


class Desk:
    """A workbook with recipients, and its edition."""

    def __init__(self, make_workbook: WorkbookMaker, folder: Path) -> None:
        self._make_workbook = make_workbook
        self._output = folder / "output"

    def write(self, teams: tuple[Cells, ...] = TEAMS, **sheets: Any) -> Path:
        """Write the workbook, over an earlier one if there is one."""
        return self._make_workbook(**{"Fiches": [fiche(1), public(2)], "Équipes": teams, **sheets})

    def build(self, **options: Any) -> None:
        """Publish the edition of the workbook as it is now."""
        self.folder = make_edition(self._output.parent / "annuaire.xlsx", self._output, **options)

    def prepare(self, *names: str, config: Config = CONFIG) -> Prepared:
        checked = check(self._output.parent / "annuaire.xlsx", config)
        return prepare_mailing(checked, read_published(self.folder), names, config, TODAY)


def contents(letter: Letter[MailCopy]) -> list[bytes]:
    return [attachment.content for attachment in letter.attachments]


@pytest.fixture
def desk(workbook: WorkbookMaker, tmp_path: Path) -> Desk:
    made = Desk(workbook, tmp_path)
    made.write()
    made.build()
    return made


def test_each_audience_has_its_file_and_letter(desk: Desk) -> None:
    prepared = desk.prepare()
    assert [one.email for one in prepared.teams] == [ANN, BOB, CAT]
    letters = {one.email: prepared.letter_for(one) for one in prepared.teams}
    assert [contents(letters[address]) for address in (ANN, BOB, CAT)] == [
        [INTERNAL_PDF],
        [INTERNAL_PDF],
        [PUBLIC_PDF],
    ]
    assert letters[ANN] is letters[BOB]
    assert "INTERN" in letters[ANN].text
    assert "INTERN" not in letters[CAT].text
    assert prepared.sha256 == {audience: parcel.file.sha256 for audience, parcel in prepared.parcels.items()}
    assert prepared.warnings == ()


def test_only_what_the_chosen_teams_get_must_be_in_order(desk: Desk) -> None:
    """But all active recipients are known, so that the plan can tell who is no longer among them."""
    prepared = desk.prepare("partenaires")
    assert set(prepared.parcels) == {Audience.PUBLIC}
    assert len(prepared.teams) == 3
    with pytest.raises(ConfigError, match="Zzz"):
        desk.prepare("Zzz")


def test_who_is_not_active_gets_nothing(desk: Desk) -> None:
    desk.write((TEAMS[0], {**TEAMS[1], "Actif": "Non"}, TEAMS[2]))
    assert [one.email for one in desk.prepare().teams] == [ANN, CAT]


def test_addresses_are_written_as_every_server_takes_them(desk: Desk) -> None:
    desk.write((TEAMS[0], team("cat@élan.example", "Publique")))
    assert [one.email for one in desk.prepare().teams] == [ANN, "cat@xn--lan-9la.example"]


@pytest.mark.parametrize(
    ("teams", "error", "words"),
    [
        ((), MailError, "no active recipient"),
        ((team(ANN, Actif="Non"),), MailError, "no active recipient"),
        ((team(CAT),), MailError, "Équipes C2"),
        ((team("ann@contact,example"),), DataError, "Équipes C2"),
        ((team(ANN), team(ANN.upper())), DataError, "already stands"),
        ((team("élodie@contact.example"),), MailError, "before the @"),
    ],
)
def test_a_faulty_recipient_stops_the_mailing(
    desk: Desk, teams: tuple[Cells, ...], error: type[FicheError], words: str
) -> None:
    """Left out, somebody would be forgotten."""
    desk.write(teams)
    with pytest.raises(error, match=words):
        desk.prepare()


def test_errors_of_fiches_stop_nothing(desk: Desk) -> None:
    """The edition is what it is; only its recipients are read now."""
    desk.write(Fiches=[fiche(1, Téléphone="?")])
    assert len(desk.prepare("Renfort").parcels) == 1


def test_without_internal_domains_no_internal_edition_goes_anywhere(desk: Desk) -> None:
    nowhere = replace(CONFIG, privacy=PrivacyConfig())
    with pytest.raises(MailError) as caught:
        desk.prepare(config=nowhere)
    assert 'internal_domains = ["' in caught.value.hint  # the line to write, as `fiche doctor` gives it
    desk.write((TEAMS[2],))
    assert set(desk.prepare(config=nowhere).parcels) == {Audience.PUBLIC}


def test_a_public_edition_that_did_not_pass_the_gate_is_not_sent(desk: Desk) -> None:
    desk.build(checks=())
    with pytest.raises(MailError, match="leak gate"):
        desk.prepare()
    assert set(desk.prepare("Renfort").parcels) == {Audience.INTERNAL}


def test_the_gate_reads_the_mail_to_the_public_as_well(desk: Desk) -> None:
    """What became internal after the edition was built stays at home."""
    title = {"Clé": "Titre", "Valeur": "Zwaluwgids"}
    desk.write(Paramètres=[title])
    desk.build()
    desk.write(Paramètres=[{"Clé": "Titre", "Valeur": "Autre"}, {**title, "Clé": "Rédaction"}])
    with pytest.raises(LeakError, match="Paramètres!B3"):
        desk.prepare("Partenaires")


def test_a_large_pdf_is_warned_of_and_a_huge_one_refused(desk: Desk) -> None:
    megabyte = b"%PDF" * (256 * 1024)
    desk.build(pdfs=(megabyte * 8, PUBLIC_PDF))
    assert [warning.rpartition(": ")[2] for warning in desk.prepare().warnings] == ["some mailboxes will send it back."]
    desk.build(pdfs=(megabyte * 15, PUBLIC_PDF))
    with pytest.raises(MailError, match="too large"):
        desk.prepare()
    assert desk.prepare("Partenaires").warnings == ()


PAGES = b"<!doctype html>inside", b"<!doctype html>outside"
WITH_PAGE = replace(CONFIG, mail=replace(CONFIG.mail, attach=("pdf", "html")))


def test_the_page_goes_with_the_pdf_if_the_settings_say_so(desk: Desk) -> None:
    desk.build(pages=PAGES)
    assert all(parcel.page is None for parcel in desk.prepare().parcels.values())
    prepared = desk.prepare(config=WITH_PAGE)
    letters = {one.email: prepared.letter_for(one) for one in prepared.teams}
    assert contents(letters[ANN]) == [INTERNAL_PDF, PAGES[0]]
    assert contents(letters[CAT]) == [PUBLIC_PDF, PAGES[1]]
    assert "annuaire-2026-11-public.html" in letters[CAT].text
    assert prepared.parcels[Audience.PUBLIC].size == len(PUBLIC_PDF + PAGES[1])
    assert prepared.warnings == ()


def test_a_page_that_is_missing_changed_or_unchecked_is_not_sent(desk: Desk) -> None:
    with pytest.raises(MailError, match="no offline page"):
        desk.prepare(config=WITH_PAGE)
    desk.build(pages=PAGES)
    edition = read_published(desk.folder)
    other = tuple(replace(f, workbook_sha256="00") if f.format == "html" else f for f in edition.files)
    with pytest.raises(MailError, match="of the same workbook"):
        prepare_mailing(check(desk.write(), CONFIG), replace(edition, files=other), (), WITH_PAGE, TODAY)
    unchecked = tuple(replace(f, checks=()) if f.format == "html" else f for f in edition.files)
    with pytest.raises(MailError, match="html” did not pass the leak gate"):
        prepare_mailing(check(desk.write(), CONFIG), replace(edition, files=unchecked), (), WITH_PAGE, TODAY)
    (desk.folder / "annuaire-2026-11-public.html").write_bytes(b"tampered")
    with pytest.raises(OutputError, match="no longer the file that was published"):
        desk.prepare(config=WITH_PAGE)
    assert desk.prepare().parcels[Audience.PUBLIC].page is None


def test_both_files_together_keep_the_limits(desk: Desk) -> None:
    """Too large together, the page stays at home, and both sides are told."""
    megabyte = b"%PDF" * (256 * 1024)
    desk.build(pdfs=(megabyte * 4, PUBLIC_PDF), pages=(megabyte * 4, PAGES[1]))
    (warning,) = desk.prepare(config=WITH_PAGE).warnings
    assert warning.startswith("“annuaire-2026-11-interne.pdf + annuaire-2026-11-interne.html” is large (8.0 MB)")
    desk.build(pdfs=(megabyte * 6, PUBLIC_PDF), pages=(megabyte * 9, PAGES[1]))
    prepared = desk.prepare(config=WITH_PAGE)
    assert ["left out of this mail" in warning for warning in prepared.warnings] == [True]
    internal, outside = prepared.parcels[Audience.INTERNAL], prepared.parcels[Audience.PUBLIC]
    assert contents(internal.letter) == [megabyte * 6]
    assert "trop" in internal.letter.text
    assert len(contents(outside.letter)) == 2


def test_a_file_takes_a_third_more_in_a_mail() -> None:
    content = b"%" * 400_000
    written = base64.encodebytes(content).replace(b"\n", b"\r\n")
    assert abs(mailed_size(len(content)) - len(written)) < 100


@pytest.mark.parametrize("attach", [("html",), ("pdf", "docx"), ()])
def test_only_what_can_be_mailed_is_attached(desk: Desk, attach: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="attach"):
        desk.prepare(config=replace(CONFIG, mail=replace(CONFIG.mail, attach=attach)))


def test_an_edition_that_was_overtaken_is_warned_of(desk: Desk) -> None:
    book = desk.folder.parent.parent / "annuaire.xlsx"
    make_edition(book, desk.folder.parent, EditionId.parse("2026-11-r2"))
    assert desk.prepare().warnings == ("There is a later edition, 2026-11-r2, which nobody has yet.",)
    with open_journal(desk.folder.parent, EditionId.parse("2026-12")) as journal:
        journal.plan([(ANN, "internal", "00", "<1@x>")])
        journal.mark(journal.latest()[ANN, "internal"], State.SENT)
    (warning,) = desk.prepare().warnings
    assert warning.startswith("People have a later edition already: 2026-12.")


@pytest.mark.parametrize(("month", "words"), [("2026-08", "out of date since 30/09/2026"), ("2062-11", "far ahead")])
def test_an_edition_of_another_time_is_warned_of(desk: Desk, month: str, words: str) -> None:
    book = desk.folder.parent.parent / "annuaire.xlsx"
    desk.folder = make_edition(book, desk.folder.parent, EditionId.parse(month))
    assert any(words in warning for warning in desk.prepare().warnings)


@pytest.mark.parametrize(("extension", "words"), [("pdf", "has no PDF"), ("json", "has no snapshot")])
def test_a_file_that_is_not_in_the_manifest_is_missed(desk: Desk, extension: str, words: str) -> None:
    edition = read_published(desk.folder)
    files = tuple(f for f in edition.files if (f.audience, f.format) != (Audience.INTERNAL, extension))
    checked = check(desk.write(), CONFIG)
    with pytest.raises(MailError, match=words):
        prepare_mailing(checked, replace(edition, files=files), (), CONFIG, TODAY)


def test_words_of_another_workbook_do_not_go_with_a_pdf(desk: Desk) -> None:
    edition = read_published(desk.folder)
    files = tuple(replace(f, workbook_sha256="00") if f.format == "json" else f for f in edition.files)
    with pytest.raises(MailError, match="of the same workbook"):
        prepare_mailing(check(desk.write(), CONFIG), replace(edition, files=files), (), CONFIG, TODAY)


@pytest.mark.parametrize("extension", ["pdf", "json"])
def test_a_changed_file_is_not_sent(desk: Desk, extension: str) -> None:
    (desk.folder / f"annuaire-2026-11-interne.{extension}").write_bytes(b"tampered")
    with pytest.raises(OutputError, match="no longer the file that was published"):
        desk.prepare()


def test_a_workbook_changed_since_is_sent_with_a_warning(desk: Desk) -> None:
    desk.write((*TEAMS, team("new@contact.example")))
    (warning,) = desk.prepare().warnings
    assert "was changed after this edition was built" in warning


def test_only_editors_of_the_internal_edition_read_the_indicators(desk: Desk) -> None:
    config = replace(CONFIG, mail=replace(CONFIG.mail, editors_team="renfort"))
    prepared = desk.prepare(config=config)
    readers = [one.email for one in prepared.teams if prepared.letter_for(one).copy.indicators]
    assert readers == [BOB]
    assert not desk.prepare("Contact Center", config=config).parcels[Audience.INTERNAL].editors_letter
    outside = replace(CONFIG, mail=replace(CONFIG.mail, editors_team="Partenaires"))
    assert not desk.prepare("Partenaires", config=outside).letter_for(prepared.teams[2]).copy.indicators
