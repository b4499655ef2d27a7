"""Editions to be mailed, and mailings, made in a test.

The PDFs are a few bytes: what is proved here is how they travel.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from fiche_builder.check.questions import open_questions
from fiche_builder.common.config import Config, MailConfig, PrivacyConfig
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.snapshot import snapshot_json, take_snapshot
from fiche_builder.leak.gate import HYGIENE, LEAK_GATE
from fiche_builder.mail.sending import Mailing, Pace, SendObserver
from fiche_builder.mail.transport import Server, connect
from fiche_builder.model.columns import Audience
from fiche_builder.model.tables import used_columns
from fiche_builder.publish.folder import OutputFile, publish
from fiche_builder.publish.journal import Delivery, State, open_journal
from fiche_builder.publish.manifest import file_name
from tests.making.workbooks import Cells, check

NOVEMBER = EditionId(Period(2026, 11))
INTERNAL_PDF, PUBLIC_PDF = b"%PDF-1.7 inside \x00\r\n.\r\n\xff", b"%PDF-1.7 outside \n.\n\x80"
CONFIG = Config(
    privacy=PrivacyConfig(internal_domains=("contact.example",)),
    mail=MailConfig(host="localhost", port=1, sender="Annuaire <annuaire@contact.example>", per_minute=60_000),
)
MAIL_SETTINGS = """
[privacy]
internal_domains = ["contact.example"]
[mail]
host = "localhost"
sender = "Annuaire <annuaire@contact.example>"
"""
"""What a `fiche.toml` needs before anything is mailed."""
EAGER = Pace(per_minute=600_000, pauses=(0.01, 0.01))
SENDER = "annuaire@contact.example"


def team(email: str, edition: str = "Interne", **cells: str) -> Cells:
    """Return the row of a recipient."""
    return {
        "Équipe": "Contact Center",
        "Nom": "Une collègue",
        "E-mail": email,
        "Édition": edition,
        "Actif": "Oui",
        **cells,
    }


def make_edition(  # noqa: PLR0913 (what an edition may be)
    workbook: Path,
    output: Path,
    edition_id: EditionId = NOVEMBER,
    *,
    pdfs: tuple[bytes, bytes] = (INTERNAL_PDF, PUBLIC_PDF),
    pages: tuple[bytes, bytes] | None = None,
    checks: Sequence[str] = (LEAK_GATE, HYGIENE),
) -> Path:
    """Publish an edition of a workbook, with its snapshots, and PDFs (and offline pages) that are none."""
    checked = check(workbook, CONFIG)
    directory = checked.directory
    editions: tuple[AnyEdition, ...] = (
        replace(build_internal_edition(directory, edition_id.period, CONFIG), revision=edition_id.revision),
        replace(build_public_edition(directory, edition_id.period, CONFIG), revision=edition_id.revision),
    )
    files = []
    questions = open_questions(checked)
    for edition, content, page in zip(editions, pdfs, pages or (b"", b""), strict=True):
        is_public = edition.audience is Audience.PUBLIC
        passed = tuple(checks) if is_public else (HYGIENE,)
        unanswered = questions if is_public else ()
        made = [("pdf", content), ("json", snapshot_json(take_snapshot(edition))), *([("html", page)] if pages else [])]
        for extension, data in made:
            name = file_name(edition_id, edition.audience, extension)
            files.append(OutputFile(name, edition.audience, extension, data, len(edition.fiches), passed, unanswered))
    return publish(
        output, edition_id, files, workbook_sha256=checked.book.raw.sha256, columns=used_columns(checked.book)
    )


def mail(  # noqa: PLR0913 (all of a mailing)
    output: Path,
    server: Server,
    addresses: Iterable[str],
    *,
    pace: Pace = EAGER,
    stop: threading.Event | None = None,
    write: Callable[[Delivery], bytes] | None = None,
    observer: SendObserver | None = None,
) -> dict[str, State]:
    """Send a plain message to each address, or go on where an earlier call ended; return the states in the journal."""
    with open_journal(output, NOVEMBER) as journal:
        known = {address for address, _audience in journal.latest()}
        journal.plan(
            (a, "internal", "00", f"<{a.replace('@', '.')}@contact.example>") for a in addresses if a not in known
        )
        unfinished = [d for d in journal.latest().values() if d.state in {State.PLANNED, State.DEFERRED}]
        mailing = Mailing(
            journal,
            partial(connect, server),
            SENDER,
            write or plain_message,
            pace,
            observer or SendObserver(),
            stop or threading.Event(),
        )
        try:
            mailing.run(unfinished)
        finally:
            states = {address: delivery.state for (address, _audience), delivery in journal.latest().items()}
    return states


def plain_message(delivery: Delivery) -> bytes:
    """Return a message, with a line that begins with a dot."""
    return f"Message-ID: {delivery.message_id}\r\nSubject: x\r\n\r\n.first line\r\nbody\r\n".encode()
