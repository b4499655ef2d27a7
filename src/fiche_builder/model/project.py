"""Starting a project with its workbook and its settings."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fiche_builder.common.config import CONFIG_NAME, MailConfig
from fiche_builder.common.files import write_atomically
from fiche_builder.common.i18n import LANGUAGES, _, active_language
from fiche_builder.model.starter import starter_workbook


def init_project(folder: Path, today: date) -> Iterator[tuple[Path, bool]]:
    """Make the files of a project that do not exist yet. Yield each path and whether it was made."""
    files = {
        folder / "sources" / "annuaire.xlsx": starter_workbook(today),
        folder / CONFIG_NAME: starter_config().encode(),
    }
    for path, content in files.items():
        is_new = not path.exists()
        if is_new:
            write_atomically(path, content)
        yield path, is_new


def starter_config() -> str:
    """Return a commented `fiche.toml`."""
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
            "# " + _("Your own domains: the internal edition goes nowhere else, and no public fiche may link to them."),
            '# internal_domains = ["contact.example"]',
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
            '# host = "smtp.example"',
            "# port = 587",
            "# "
            + _(
                "starttls, tls or none (only for a server on this very machine); by itself tls at port 465, else "
                "starttls."
            ),
            '# security = "starttls"',
            '# sender = "annuaire@contact.example"',
            "# " + _("Whom to log in as, if not the sender. A token (XOAUTH2) comes from FICHE_MAIL_TOKEN."),
            '# user = "annuaire@contact.example"',
            "# " + _("Messages a minute at most: many servers close the door on those who send faster."),
            "# per_minute = 20",
            "# " + _("The team of the sheet “Équipes” whose mail of the internal edition also tells the indicators."),
            f'# editors_team = "{MailConfig().editors_team}"',
            "",
        )
    )
