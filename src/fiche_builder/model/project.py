"""Starting a project with its workbook and its settings."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_builder.common.config import CONFIG_NAME, MailConfig
from fiche_builder.common.files import write_atomically
from fiche_builder.common.i18n import LANGUAGES, _, active_language
from fiche_builder.model.starter import starter_workbook


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new team knows about its mail; empty where it will be written later."""

    address: str = ""
    """The address of the annuaire: remarks come to it, and the mail comes from it."""
    domains: tuple[str, ...] = ()
    host: str = ""


def init_project(folder: Path, today: date, answers: Answers | None = None) -> Iterator[tuple[Path, bool]]:
    """Make the files of a project that do not exist yet. Yield each path and whether it was made."""
    answers = answers or Answers()
    files = {
        folder / "sources" / "annuaire.xlsx": starter_workbook(today, answers.address),
        folder / CONFIG_NAME: starter_config(answers).encode(),
    }
    for path, content in files.items():
        is_new = not path.exists()
        if is_new:
            write_atomically(path, content)
        yield path, is_new


def starter_config(answers: Answers | None = None) -> str:
    """Return a commented `fiche.toml`. What was answered is set; everything else says what it would be."""
    known = answers or Answers()
    return "\n".join(
        (
            "# " + _("Settings of the annuaire. A line that begins with # says what the program does by itself."),
            "",
            "# " + _("Language of messages: %(languages)s.") % {"languages": ", ".join(LANGUAGES)},
            f'lang = "{active_language()}"',
            "",
            "[edition]",
            "# " + _("Language of the words printed in editions: %(languages)s.") % {"languages": ", ".join(LANGUAGES)},
            '# lang = "fr"',
            "# " + _("Leading articles that do not count for the alphabet."),
            '# articles = ["le", "la", "les", "l\'", "un", "une", "de", "het", "een", "\'s", "\'t"]',
            "",
            "[privacy]",
            "# "
            + _(
                "Your own domains: what stands after the @ in the addresses of colleagues, and your intranet. Without "
                "them"
            ),
            "# " + _("no internal edition is sent; with them it goes nowhere else, and no public fiche links to them."),
            _setting("internal_domains", list(known.domains), ["contact.example"]),
            "",
            "[verification]",
            "# " + _("Months after which a check at the source is due again, and overdue."),
            "# due_months = 6",
            "# overdue_months = 12",
            "# " + _("Calls a month that you have time for: fiche verify lists no more than these."),
            "# calls = 20",
            "",
            "[mail]",
            "# "
            + _(
                "The server that mails the edition; its password comes from the environment variable "
                "FICHE_MAIL_PASSWORD."
            ),
            _setting("host", known.host, "smtp.example"),
            "# port = 587",
            "# "
            + _(
                "starttls, tls or none (only for a server on this very machine); by itself tls at port 465, else "
                "starttls."
            ),
            '# security = "starttls"',
            _setting("sender", known.address, "annuaire@contact.example"),
            "# " + _("Whom to log in as, if not the sender. A token (XOAUTH2) comes from FICHE_MAIL_TOKEN."),
            '# user = "annuaire@contact.example"',
            "# " + _("Messages a minute at most: many servers close the door on those who send faster."),
            "# per_minute = 20",
            "# " + _("Files in the mail: the PDF, and with html the offline page too (some mailboxes refuse it)."),
            '# attach = ["pdf"]',
            "# " + _("The team of the sheet “Équipes” whose mail of the internal edition also tells the indicators."),
            f'# editors_team = "{MailConfig().editors_team}"',
            "",
        )
    )


def _setting(name: str, value: object, example: object) -> str:
    """Return a line of TOML: a setting with its value, or an example that is commented out."""
    return f"{name} = {json.dumps(value)}" if value else f"# {name} = {json.dumps(example)}"
