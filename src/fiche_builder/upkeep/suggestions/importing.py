"""From mails to suggestions: which files are read, and what is new in them."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _
from fiche_builder.common.reading import read_file
from fiche_builder.common.reasons import reason
from fiche_builder.common.text import fold
from fiche_builder.model.fields import SUGGESTIONS
from fiche_builder.model.model import Directory
from fiche_builder.model.tables import Book, fiche_numbers
from fiche_builder.model.values.emails import ascii_address
from fiche_builder.model.words import SuggestionStatus
from fiche_builder.upkeep.amend import Addition
from fiche_builder.upkeep.suggestions.mime import LARGEST, Reason
from fiche_builder.upkeep.suggestions.parse import LONGEST_TEXT, Known, ParsedMail, parse_mail

_MAIL_NAMES = {".eml", ".msg"}
_Likeness = tuple[date | None, str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A mail file and its result: a mail, the reason why it gives none, or the system's error if it cannot be read."""

    path: Path
    outcome: ParsedMail | Reason | str

    @property
    def is_failure(self) -> bool:
        """Whether the file could not be read."""
        return isinstance(self.outcome, str) or (isinstance(self.outcome, Reason) and self.outcome.is_failure)


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """A row to be added. `missing` is a N° in the mail that no fiche has; it then stands in the text."""

    path: Path
    mail: ParsedMail
    received_on: date
    fiche: int | None
    text: str
    missing: int | None = None

    @property
    def addition(self) -> Addition:
        """The row. Whether its author is thanked is left to the editors."""
        values = {
            "received_on": self.received_on,
            "fiche": self.fiche,
            "proposal": self.text,
            "author": self.mail.author,
            "status": SuggestionStatus.NEW.word,
            "message_id": self.mail.message_id,
        }
        return Addition(SUGGESTIONS, values, _("by mail: %(name)s") % {"name": self.path.name})


@dataclass(frozen=True, slots=True)
class Harvest:
    """What the mails of a folder bring: new suggestions in order of their days, and the files that bring none."""

    new: tuple[NewSuggestion, ...]
    repeated: tuple[Path, ...]
    others: tuple[ImportReport, ...]


def find_mails(place: Path) -> list[Path]:
    """Return the mail files in a folder and its subfolders, or the one file. Links to folders are not followed."""
    if not place.is_dir():
        if not place.exists():
            message = _("There is no folder or file “%(path)s”.") % {"path": place}
            raise ConfigError(message, _("Name the folder where you saved the mails."))
        return [place]
    paths = (Path(folder, name) for folder, _folders, names in os.walk(place) for name in names)
    # Opening a pipe would wait for ever.
    found = [path for path in paths if path.suffix.casefold() in _MAIL_NAMES and (path.is_file() or path.is_symlink())]
    if not found:
        raise ConfigError(
            _("There is no mail (.eml) in “%(path)s”.") % {"path": place},
            _("Drag the mails from Thunderbird into that folder, or save them from Outlook as .eml."),
        )
    return sorted(found)


def read_reports(paths: Iterable[Path], known: Known) -> Iterator[ImportReport]:
    """Yield the result of each mail file."""
    for path in paths:
        try:
            content = read_file(path, LARGEST)
        except OSError as error:
            yield ImportReport(path, Reason.TOO_LARGE if error.errno == errno.EFBIG else reason(error))
            continue
        yield ImportReport(path, parse_mail(content, known))


def known_words(directory: Directory, sender: str) -> Known:
    """Return what distinguishes the annuaire's own words from a colleague's."""
    addresses = (ascii_address(address).casefold() for address in (directory.imprint.suggestions_address, sender))
    return Known(directory.imprint.title, frozenset(address for address in addresses if address))


def harvest(reports: Iterable[ImportReport], book: Book, directory: Directory, today: date) -> Harvest:
    """Return what is new among the mails: not yet in the workbook, and each once."""
    numbers = fiche_numbers(book)
    seen_ids = {suggestion.message_id for suggestion in directory.suggestions if suggestion.message_id}
    seen = {_likeness(s.received_on, s.author, s.proposal) for s in directory.suggestions}
    new: list[NewSuggestion] = []
    repeated: list[Path] = []
    others: list[ImportReport] = []
    for report in reports:
        mail = report.outcome
        if not isinstance(mail, ParsedMail):
            others.append(report)
            continue
        suggestion = _place(report.path, mail, numbers, today)
        likeness = _likeness(suggestion.received_on, mail.author, suggestion.text)
        if mail.message_id in seen_ids or likeness in seen:
            repeated.append(report.path)
        else:
            new.append(suggestion)
        seen_ids.add(mail.message_id)
        seen.add(likeness)
    return Harvest(tuple(sorted(new, key=lambda s: (s.received_on, s.path))), tuple(repeated), tuple(others))


def _place(path: Path, mail: ParsedMail, numbers: set[int], today: date) -> NewSuggestion:
    """Return the row of a mail. A day in the future is a wrong clock at the author's, so today is taken instead."""
    day = mail.day if mail.day and mail.day <= today else today
    if mail.fiche is None or mail.fiche in numbers:
        return NewSuggestion(path, mail, day, mail.fiche, mail.text)
    head = f"Fiche {mail.fiche}"
    text = mail.text if fold(mail.text).startswith(fold(head)) else f"{head} – {mail.text}"[:LONGEST_TEXT]
    return NewSuggestion(path, mail, day, None, text, missing=mail.fiche)


def _likeness(day: date | None, author: str, text: str) -> _Likeness:
    return day, fold(author), fold(text)
