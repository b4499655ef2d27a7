"""Drafts for a mail program: one whole message for each recipient, in a file of its own."""

from email import message_from_bytes, policy
from pathlib import Path

from fiche_builder.mail.drafts import write_drafts
from fiche_builder.mail.plan import Wishes, build_plan
from fiche_builder.mail.prepare import prepare_mailing
from fiche_builder.publish.archive import read_published
from tests.conftest import WorkbookMaker
from tests.making.mailings import CONFIG, INTERNAL_PDF, PUBLIC_PDF, make_edition, team
from tests.making.workbooks import TODAY, Cells, check, fiche, public


def drafts(workbook: WorkbookMaker, folder: Path, *teams: Cells, names: tuple[str, ...] = ()) -> list[Path]:
    path = workbook(Fiches=[fiche(1), public(2)], Équipes=teams)
    edition = read_published(make_edition(path, folder / "output"))
    prepared = prepare_mailing(check(path, CONFIG), edition, names, CONFIG, TODAY)
    plan = build_plan(prepared.teams, (), prepared.sha256, Wishes(names))
    return list(write_drafts(prepared, plan, "suggestions@contact.example", folder / "drafts"))


def test_each_recipient_has_a_draft_with_their_own_edition(workbook: WorkbookMaker, tmp_path: Path) -> None:
    paths = drafts(workbook, tmp_path, team("ann@contact.example"), team("cat@elsewhere.example", "Publique", Nom=""))
    messages = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    assert [str(message["To"]) for message in messages] == [
        "Une collègue <ann@contact.example>",
        "Contact Center <cat@elsewhere.example>",
    ]
    assert [[part.get_content() for part in message.iter_attachments()] for message in messages] == [
        [INTERNAL_PDF],
        [PUBLIC_PDF],
    ]
    assert {(message["X-Unsent"], message["Reply-To"]) for message in messages} == {
        ("1", "suggestions@contact.example")
    }
    assert sorted((tmp_path / "drafts").iterdir()) == paths


def test_names_of_files_are_plain_in_order_and_never_the_same(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """Whatever teams are called, and also where two of them differ in nothing that a file's name can have."""
    teams = [team(f"n{number}@contact.example", Équipe="Équipe ../§ 1") for number in range(9)]
    paths = drafts(workbook, tmp_path, *teams, team("n0@b.contact.example", Équipe="組" * 60))
    names = [path.name for path in paths]
    assert names == sorted(set(names))
    assert names[0] == "2026-11-01-equipe-1-n0.eml"
    assert names[-1] == "2026-11-10-n0.eml"
    assert {path.parent for path in paths} == {tmp_path / "drafts"}


def test_only_those_that_were_asked_for(workbook: WorkbookMaker, tmp_path: Path) -> None:
    teams = team("ann@contact.example"), team("bob@contact.example", Équipe="Renfort")
    assert [path.name for path in drafts(workbook, tmp_path, *teams, names=("renfort",))] == [
        "2026-11-1-renfort-bob.eml"
    ]
