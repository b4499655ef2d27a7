"""Answers to those whose suggestions were closed, and thanks on the internal edition's last page."""

import email
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.config import Config, PrivacyConfig
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.edition import build_internal_edition, build_public_edition
from fiche_builder.edition.front import build_last_page
from fiche_builder.outputs.web.page import make_page
from fiche_builder.publish.journal import State, open_journal
from fiche_builder.upkeep.suggestions.answer_drafts import closed_since
from tests.conftest import WorkbookMaker
from tests.making.mailings import make_edition
from tests.making.workbooks import TODAY, Cells, check, fiche, public

Capture = pytest.CaptureFixture[str]
INSIDE = "Marie Dupont <marie@contact.example>"
OUTSIDE = "Karim Benali <karim@mail.example>"
NOVEMBER = Period(2026, 11)
CONFIG = Config(privacy=PrivacyConfig(internal_domains=("contact.example",)))


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026, noon
    (tmp_path / "fiche.toml").write_text(
        'lang = "en"\n[edition]\nlang = "en"\n[privacy]\ninternal_domains = ["contact.example"]\n'
    )


def closed(author: str = INSIDE, /, **cells: object) -> Cells:
    """Return the row of a suggestion accepted on 10 November."""
    row = {
        "Reçue le": date(2026, 11, 5),
        "Fiche": 1,
        "Proposition": "Le fax est faux",
        "Auteur": author,
        "Statut": "Acceptée",
        "Traitée par": "Kanartraitee",
        "Traitée le": date(2026, 11, 10),
        "Réponse": "Le fax est supprimé.",
        "Remercier": "Oui",
    }
    return {**row, **{key.replace("_", " "): value for key, value in cells.items()}}


def answer(workbook: Path, *options: str) -> list[EmailMessage]:
    """Write the drafts; return them by the order of their names."""
    folder = workbook.parent / "replies"
    places = ["--workbook", str(workbook), "--output", str(workbook.parent / "output")]
    assert run(["suggestions", "replies", str(folder), *places, *options]) == 0
    return [
        email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        for path in sorted(folder.glob("*"))
    ]


def texts(message: EmailMessage) -> tuple[str, str]:
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def test_a_draft_quotes_decides_and_thanks(workbook: WorkbookMaker, tmp_path: Path) -> None:
    rows = [{**closed(), "Réf. message": "<a@contact.example>", "Corrigé": "Oui"}]
    (message,) = answer(workbook(Fiches=[fiche(1, Nom="Le Relais")], Suggestions=rows))
    assert message["To"] == INSIDE
    assert message["Subject"] == "Annuaire: your remark on fiche 1"
    assert message["X-Unsent"] == "1"
    assert message["In-Reply-To"] == message["References"] == "<a@contact.example>"
    assert message["Reply-To"] == "annuaire@contact.example"
    assert {"Date", "Message-ID", "From"}.isdisjoint(message.keys())
    for text in texts(message):
        for words in (
            "Hello Marie Dupont,",
            "On 05/11/2026 you wrote to us about fiche 1, “Le Relais”:",
            "Le fax est faux",
            "Your remark was right",
            "Le fax est supprimé.",
            "Thank you for writing to us",
        ):
            assert words in text
        assert "Kanartraitee" not in text
    (path,) = (tmp_path / "replies").iterdir()
    assert path.name == "2026-11-05-fiche-1-marie-dupont.eml"
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_a_refusal_says_so_and_the_same_call_writes_the_same_files(workbook: WorkbookMaker, tmp_path: Path) -> None:
    master = workbook(
        Suggestions=[closed(Statut="Refusée", Réponse=None, Fiche=None), closed(Statut="Refusée", Fiche=None)]
    )
    first = answer(master)
    assert "We checked it, and the annuaire stays as it is." in texts(first[0])[0]
    assert first[0]["Subject"] == "Annuaire: your remark"
    names = sorted(path.name for path in (tmp_path / "replies").iterdir())
    assert names == ["2026-11-05-marie-dupont-2.eml", "2026-11-05-marie-dupont.eml"]
    assert len(answer(master)) == 2


def test_corrected_is_said_only_where_something_was(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """What fiche apply wrote down counts; without that, whether the fiche says something else than its reader saw."""
    same = fiche(2, Nom="Le Lien")
    make_edition(workbook(Fiches=[fiche(1, Nom="Le Relais"), same]), tmp_path / "output", EditionId(Period(2026, 10)))
    rows = [
        closed(Proposition="Rien à changer.", Fiche=2),
        closed(Proposition="Changé à la main."),
        {**closed(Proposition="Reporté par apply.", Fiche=2), "Corrigé": "Oui"},
        closed(OUTSIDE, Proposition="Rien de public."),
    ]
    changed = fiche(1, Nom="Le Relais", Téléphone="02 555 00 99")
    messages = answer(workbook(Fiches=[changed, same], Suggestions=rows))
    said = {row["Proposition"]: text for row in rows for m in messages if row["Proposition"] in (text := texts(m)[0])}
    assert ["right" in said[row["Proposition"]] for row in rows] == [False, False, True, False]
    assert ["The fiche has changed since" in said[row["Proposition"]] for row in rows] == [False, True, False, False]
    assert ["We took note" in said[row["Proposition"]] for row in rows] == [True, False, False, True]


def test_a_refusal_without_a_reason_is_told(workbook: WorkbookMaker, capsys: Capture) -> None:
    answer(workbook(Suggestions=[closed(Statut="Refusée", Réponse=None), closed(OUTSIDE, Statut="Refusée")]))
    said = capsys.readouterr().err
    assert "Refused without a reason in “Réponse”" in said
    assert said.count("Le fax est faux") == 1


@pytest.mark.parametrize(
    ("author", "row", "is_told"),
    [
        (INSIDE, fiche(1, Nom="Le Relais"), True),
        (OUTSIDE, fiche(1, Nom="Le Relais"), False),
        (OUTSIDE, public(1, Nom="Le Relais", Statut="Suspendu"), False),
        (OUTSIDE, public(1, Nom="Le Relais"), True),
        ("x@contact.example.evil.example", fiche(1, Nom="Le Relais"), False),
    ],
)
def test_a_fiches_name_goes_outside_only_where_it_is_public(
    workbook: WorkbookMaker,
    author: str,
    row: Cells,
    is_told: bool,  # noqa: FBT001
) -> None:
    (message,) = answer(workbook(Fiches=[row], Suggestions=[closed(author)]))
    assert {"Le Relais" in text for text in texts(message)} == {is_told}


def test_nothing_internal_stands_around_the_authors_own_words(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Their own words and the answer may say what an internal cell says too; what the program adds may not."""
    secret = fiche(1, Nom="Kanarinternefiche", Note_interne="Le fax est supprimé.", Téléphone="02 555 77 77")
    master = workbook(Fiches=[secret, public(2)], Suggestions=[closed(OUTSIDE, Proposition="Appelez le 02 555 77 77")])
    (message,) = answer(master)
    assert "02 555 77 77" in texts(message)[0]
    (tmp_path / "replies" / "2026-11-05-fiche-1-karim-benali.eml").unlink()
    monkeypatch.setattr("fiche_builder.upkeep.suggestions.answer_drafts.project_fiches", lambda fiches: fiches)
    code = run(
        [
            "suggestions",
            "replies",
            str(tmp_path / "replies"),
            "--workbook",
            str(master),
            "--output",
            str(tmp_path / "output"),
        ]
    )
    assert code == 3
    said = capsys.readouterr().err
    assert "Fiches!C2" in said
    assert "Kanarinternefiche" not in said
    assert list((tmp_path / "replies").iterdir()) == []


def test_who_has_no_address_is_told(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert answer(workbook(Suggestions=[closed("Hamza, Contact Center"), closed("x@@y")])) == []
    said = capsys.readouterr()
    assert "Without a mail address in “Auteur”" in said.err
    assert "05/11/2026 · 1 Le Relais · Hamza, Contact Center · Le fax est faux" in said.err
    assert "There is nobody to answer." in said.out
    assert "all that were ever closed" in said.err


def test_what_was_closed_without_a_day_is_told(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Suggestions=[closed(Traitée_le=None), closed(OUTSIDE)])
    assert len(answer(path, "--since", "2026-11-01")) == 1
    said = capsys.readouterr().err
    assert "Closed without a day in “Traitée le”" in said
    assert f"05/11/2026 · 1 Le Relais · {INSIDE} · Le fax est faux" in said


@pytest.mark.parametrize(
    "author",
    [
        "Marie\r\nBcc: all@contact.example <marie@contact.example>",
        "Marie =?utf-8?Q?=0ABcc:_x?= <marie@contact.example>",
        "\u202eMarie <marie@contact.example>",
        'Marie "X" (Y) <marie@contact.example>',
        "M" * 5_000 + " <marie@contact.example>",
    ],
)
def test_hostile_authors_are_addressed_like_others(workbook: WorkbookMaker, author: str, tmp_path: Path) -> None:
    answer(workbook(Suggestions=[closed(author)]))
    for path in (tmp_path / "replies").iterdir():
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert set(message.keys()) == {
            "To",
            "Subject",
            "Reply-To",
            "X-Unsent",
            "MIME-Version",
            "Content-Type",
            "Content-Language",
        }
        assert path.name.isascii()
        assert len(path.name) < 100


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("2026-11-10", [10, 12]),
        ("2026-11-11", [12]),
        ("2026-11-13", []),
        ("", [1, 10, 12]),
    ],
)
def test_since_says_from_which_day_on(workbook: WorkbookMaker, since: str, days: Sequence[int]) -> None:
    rows = [closed(Traitée_le=date(2026, 11, day), Proposition=f"Jour {day}.") for day in (1, 10, 12)]
    rows += [closed(Statut="Nouvelle", Proposition="Jour 0."), closed(Statut="Source contactée", Proposition="Jour 0.")]
    messages = answer(workbook(Suggestions=rows), *(["--since", since] if since else []))
    assert sorted(day for message in messages for day in range(31) if f"Jour {day}." in texts(message)[0]) == days


def test_since_the_last_edition_is_the_day_it_was_sent(workbook: WorkbookMaker, tmp_path: Path) -> None:
    master, output = workbook(), tmp_path / "output"
    assert closed_since(output, TODAY) is None
    october = EditionId(Period(2026, 10))
    make_edition(master, output, october)
    make_edition(master, output, EditionId(NOVEMBER))
    assert closed_since(output, TODAY) == date(2026, 10, 1)
    with open_journal(output, october) as journal:
        journal.plan([("a@contact.example", "internal", "00", "<a@contact.example>")])
        (delivery,) = journal.deliveries()
        journal.mark(delivery, State.SENDING)
        assert journal.first_sent() is None
        journal.mark(delivery, State.SENT)
    assert closed_since(output, TODAY) == date.today()  # noqa: DTZ011 (the journal keeps the clock's time)


# Thanks on the last page

THANKED = [
    closed("Zoë <zoe@contact.example>"),
    closed("Émile, Renfort", Traitée_le=date(2026, 10, 1)),
    closed("émile,  RENFORT"),
    closed("Trop tôt", Traitée_le=date(2026, 9, 30)),
    closed("Trop tard", Traitée_le=date(2026, 12, 1)),
    closed("Sans jour", Traitée_le=None),
    closed("Refusé", Statut="Refusée"),
    closed("Ne veut pas", Remercier="Non"),
    closed("Ne dit rien", Remercier=None),
    closed("adresse@contact.example"),
    closed(""),
    closed("Albert"),
]


def test_authors_of_accepted_suggestions_are_thanked_once_in_alphabetical_order(workbook: WorkbookMaker) -> None:
    directory = check(workbook(Fiches=[public(1)], Suggestions=THANKED), today=date(2026, 12, 31)).directory
    edition = build_internal_edition(directory, NOVEMBER, CONFIG)
    assert edition.thanked == ("Albert", "Émile, Renfort", "Zoë")
    assert build_last_page(edition, translations("fr")).thanks == "Albert\u00a0· Émile, Renfort\u00a0· Zoë"
    assert build_internal_edition(directory, Period(2026, 10), CONFIG).thanked == ("Émile, Renfort", "Trop tôt")
    assert b"Albert" in make_page(edition, "fr")
    assert b"zoe@" not in make_page(edition, "fr")


def test_the_public_edition_receives_no_thanks(workbook: WorkbookMaker) -> None:
    edition = build_public_edition(check(workbook(Fiches=[public(1)], Suggestions=THANKED)).directory, NOVEMBER, CONFIG)
    assert edition.thanked == ()
    assert build_last_page(edition, translations("fr")).thanks == ""
    assert b"Albert" not in make_page(edition, "fr")
