"""Drafts for a mail program, one for each recipient.

They are for those who send by hand, or have no server that takes their mail.
"""

from collections.abc import Iterator
from pathlib import Path

from fiche_builder.common.files import write_atomically
from fiche_builder.common.text import file_part
from fiche_builder.mail.message import build_draft
from fiche_builder.mail.plan import MailingPlan
from fiche_builder.mail.prepare import Prepared


def write_drafts(prepared: Prepared, plan: MailingPlan, reply_to: str, folder: Path) -> Iterator[Path]:
    """Write an `.eml` for each mail of the plan; yield its path."""
    mails = plan.to_send
    for position, mail in enumerate(mails, 1):
        name = "-".join(
            part for part in (file_part(mail.team.team)[:30], file_part(mail.team.email.partition("@")[0])[:40]) if part
        )
        path = folder / f"{prepared.edition.id}-{position:0{len(str(len(mails)))}}-{name}.eml"
        write_atomically(
            path,
            build_draft(prepared.letter_for(mail.team), reply_to, mail.team.name or mail.team.team, mail.team.email),
        )
        yield path
