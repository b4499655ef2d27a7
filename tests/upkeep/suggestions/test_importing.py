"""Mails into the sheet “Suggestions” of a new workbook: each once, the rest goes on, nothing is lost."""

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.model.model import Suggestion
from fiche_builder.model.words import Flag, SuggestionStatus
from fiche_builder.upkeep.suggestions.mime import LARGEST
from tests.conftest import WorkbookMaker
from tests.making import remarks
from tests.making.remarks import head, plain
from tests.making.workbooks import TODAY, check, fiche, make_workbook
from tests.upkeep.suggestions.test_parse import MAILS

Capture = pytest.CaptureFixture[str]
NEW = f"annuaire-{TODAY}.xlsx"
ROWS = {"Fiches": [fiche(12, Nom="Le Relais")]}


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    """A folder of three mails."""
    return save(tmp_path / "mails", "OUTLOOK_WORD_HTML", "THUNDERBIRD_FLOWED", "GMAIL")


def save(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name.lower()}.eml").write_bytes(getattr(remarks, name))
    return folder


def take_in(mails: Path, workbook: Path) -> int:
    return run(["--lang", "en", "suggestions", "import", str(mails), "--workbook", str(workbook)])


def suggestions(path: Path) -> tuple[Suggestion, ...]:
    return check(path).directory.suggestions


def test_all_mails_are_taken_in_right_and_once(workbook: WorkbookMaker, tmp_path: Path) -> None:
    master = workbook(**ROWS)
    folder = save(tmp_path / "mails", *(name for name, *_ in MAILS))
    assert take_in(folder, master) == 0
    checked = check(tmp_path / NEW)
    assert [f.code for f in checked.findings if f.place.sheet == "Suggestions"] == []
    expected = {
        (day, number if number == 12 else None, author, text)
        for _name, day, number, author, text in MAILS
        if number != 999
    }
    expected.add(
        (date(2026, 11, 12), None, "Marie Dupont <marie.dupont@contact.example>", "Fiche 999 – Elle existe encore.")
    )
    found = checked.directory.suggestions
    assert {(s.received_on, s.fiche, s.author, s.proposal) for s in found} == expected
    assert len(found) == len(MAILS)
    assert {(s.status, s.thank, s.handled_on) for s in found} == {(SuggestionStatus.NEW, Flag.NO, None)}
    assert len({s.message_id for s in found}) == len(MAILS)
    assert [s.received_on for s in found] == sorted(s.received_on for s in found if s.received_on)
    assert take_in(folder, tmp_path / NEW) == 0
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == [
        f"annuaire-{TODAY}-changes.xlsx",
        NEW,
        "annuaire.xlsx",
    ]


def test_a_new_workbook_that_is_not_in_its_place_yet_is_named(
    workbook: WorkbookMaker, mails: Path, capsys: Capture
) -> None:
    master = workbook(**ROWS)
    os.utime(master, (1_700_000_000, 1_700_000_000))
    assert take_in(mails, master) == 0
    assert "is not in this one" not in capsys.readouterr().err
    assert take_in(mails, master) == 0
    assert f"“{NEW}” was made after your workbook was last saved" in capsys.readouterr().err


def test_the_master_is_never_touched(workbook: WorkbookMaker, mails: Path) -> None:
    master = workbook(**ROWS)
    before = master.read_bytes()
    assert take_in(mails, master) == 0
    assert master.read_bytes() == before


def test_a_workbook_that_is_open_elsewhere_is_told(
    workbook: WorkbookMaker, mails: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "~$annuaire.xlsx").write_bytes(b"AB")
    assert take_in(mails, workbook(**ROWS)) == 0
    assert "The workbook is open in another program" in capsys.readouterr().err


def test_what_the_new_workbook_cannot_keep_leaves_the_list_alone(
    workbook: WorkbookMaker, mails: Path, tmp_path: Path, capsys: Capture
) -> None:
    """A part that nobody knows, such as openpyxl drops: nothing is written but what is to be typed in by hand."""
    master = workbook(**ROWS)
    with zipfile.ZipFile(master, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
    assert take_in(mails, master) == 2
    assert "No new workbook was made" in capsys.readouterr().err
    assert [path.name for path in sorted(tmp_path.glob("*.xlsx"))] == [
        f"annuaire-{TODAY}-changes.xlsx",
        "annuaire.xlsx",
    ]


def test_the_same_mail_saved_twice_is_one_suggestion(workbook: WorkbookMaker, mails: Path, tmp_path: Path) -> None:
    (mails / "copy.eml").write_bytes(remarks.GMAIL)
    without_id = remarks.GMAIL.replace(b"Message-ID: <gmail@contact.example>\r\n", b"")
    (mails / "other program.eml").write_bytes(without_id.replace(b"base64", b"BASE64"))
    below = mails / "older"
    below.mkdir()
    (below / "copy.EML").write_bytes(
        remarks.THUNDERBIRD_FLOWED.replace(b"<flowed@contact.example>", b"<other@contact.example>")
    )
    assert take_in(mails, workbook(**ROWS)) == 0
    assert len(suggestions(tmp_path / NEW)) == 3


def test_what_editors_changed_is_still_known(
    workbook: WorkbookMaker, mails: Path, tmp_path: Path, capsys: Capture
) -> None:
    row = {"Proposition": "Réécrit", "Auteur": "Karim", "Statut": "Acceptée", "Réf. message": "<gmail@contact.example>"}
    assert take_in(mails, workbook(**ROWS, Suggestions=[row])) == 0
    found = suggestions(tmp_path / NEW)
    assert (len(found), found[0].proposal) == (3, "Réécrit")
    assert "1 mail was taken in before." in capsys.readouterr().err


def test_a_typed_suggestion_that_says_the_same_is_the_same(mails: Path, tmp_path: Path) -> None:
    row = {
        "Reçue le": date(2026, 11, 12),
        "Proposition": "L'HORAIRE est 9 h - 12 h.",
        "Auteur": "karim benali <karim@mail.example>",
    }
    master = make_workbook(
        tmp_path / "annuaire.xlsx", {**ROWS, "Suggestions": [row]}, headers={"Suggestions": list(row)}
    )
    assert take_in(mails, master) == 0
    found = suggestions(tmp_path / NEW)
    assert len(found) == 3
    assert found[0].message_id == ""
    assert found[1].message_id


def test_the_sheet_and_its_columns_are_made(workbook: WorkbookMaker, mails: Path, tmp_path: Path) -> None:
    assert take_in(mails, workbook(**ROWS, Suggestions=None)) == 0
    assert len(suggestions(tmp_path / NEW)) == 3


def test_the_rest_goes_on_and_each_file_is_told(
    workbook: WorkbookMaker, mails: Path, tmp_path: Path, capsys: Capture
) -> None:
    save(mails, "GONE_FICHE", "AUTOMATIC", "BOUNCE", "RECEIPT", "INVITATION", "DRAFT", "WITH_PICTURE")
    (mails / "own.eml").write_bytes(remarks.OWN_MAIL.replace(b"@contact.example>\r\nTo", b"@contact.example>\r\nTo"))
    (mails / "outlook.msg").write_bytes(remarks.OUTLOOK_FILE)
    (mails / "empty.eml").write_bytes(b"")
    (mails / "notes.eml").write_bytes(b"not a mail")
    (mails / "large.eml").write_bytes(b"x" * (LARGEST + 10))
    (mails / "list.txt").write_text("no mail")
    (mails / "lost.eml").symlink_to(mails / "nowhere")
    (mails / "loop.eml").symlink_to(mails / "loop.eml")
    (mails / "around").symlink_to(mails)
    os.mkfifo(mails / "pipe.eml")
    assert take_in(mails, workbook(**ROWS)) == 1
    said = capsys.readouterr().err
    for line in (
        "gone_fiche.eml: there is no fiche 999; the number stands in the text",
        "with_picture.eml: has attachments, which are not taken in: affiche.png",
        "automatic.eml: an automatic answer: skipped",
        "bounce.eml: a delivery report or read receipt: skipped",
        "receipt.eml: a delivery report",
        "invitation.eml: an invitation to a meeting: skipped",
        "draft.eml: a draft that was never sent: skipped",
        "own.eml: a mail from the annuaire itself: skipped",
        "outlook.msg: is in Outlook's own format",
        "empty.eml: is empty; save the mail again",
        "notes.eml: holds no mail",
        "large.eml: is larger than 30 MB",
        "lost.eml: cannot be read: it is not there",
        "loop.eml: cannot be read: it is a link that cannot be followed",
    ):
        assert line in said
    assert "around" not in said
    assert len(suggestions(tmp_path / NEW)) == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_mail_that_may_not_be_read_is_told(workbook: WorkbookMaker, mails: Path, capsys: Capture) -> None:
    (mails / "gmail.eml").chmod(0)
    assert take_in(mails, workbook(**ROWS)) == 1
    assert "gmail.eml: cannot be read: you have no right to it" in capsys.readouterr().err


def test_nothing_new_writes_nothing(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    folder = save(tmp_path / "mails", "AUTOMATIC")
    assert take_in(folder, workbook(**ROWS)) == 0
    assert "Nothing new: no workbook was written." in capsys.readouterr().out
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["annuaire.xlsx"]


def test_one_file_is_enough(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = tmp_path / "mail"
    path.write_bytes(remarks.GMAIL)
    assert take_in(path, workbook(**ROWS)) == 0
    assert len(suggestions(tmp_path / NEW)) == 1


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_mails_is_wrong_use(workbook: WorkbookMaker, tmp_path: Path, name: str) -> None:
    (tmp_path / "text.txt").write_text("x")
    assert take_in(tmp_path / name, workbook(**ROWS)) == 2


def test_hostile_text_is_text_in_the_workbook(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    sender = "=?utf-8?Q?=3Dcmd=7C=1B[31m=E2=80=AE?= <x@y.example>"
    (folder / "evil.eml").write_bytes(head("=1+1", sender) + plain('=HYPERLINK("x")\n_x0041_\n'))
    (folder / "\u202egpj.eml").write_bytes(remarks.GMAIL)
    assert take_in(folder, workbook(**ROWS)) == 0
    texts = {(s.author, s.proposal) for s in suggestions(tmp_path / NEW)}
    assert ("=cmd|[31m <x@y.example>", '=1+1\n=HYPERLINK("x")\n_X0041_') in texts
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\u202e" not in said.out + said.err


def test_a_day_to_come_is_today(workbook: WorkbookMaker, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "a.eml").write_bytes(head("Fiche 12", Date="Thu, 12 Nov 2027 10:14:03 +0100") + plain("Faux.\n"))
    (folder / "b.eml").write_bytes(head("Fiche 12", number="2", Date="") + plain("Faux aussi.\n"))
    assert take_in(folder, workbook(**ROWS)) == 0
    assert {s.received_on for s in suggestions(tmp_path / NEW)} == {TODAY}


# The list of open ones
