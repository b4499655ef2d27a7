"""Answers to the authors of closed suggestions, as drafts for a mail program.

A draft quotes the author's own words and says what was decided. Authors outside the internal domains read nothing
internal: only their own words, the answer that an editor wrote for them, and the fiche's name if the fiche is public.
The leak gate reads everything else in such a draft, which is what the program put around those words.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.common.config import Config
from fiche_builder.common.dates import day_text
from fiche_builder.common.files import write_atomically
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import Period
from fiche_builder.common.text import file_part, tidy
from fiche_builder.edition.compare import compare
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.edition.snapshot import Snapshot, take_snapshot
from fiche_builder.leak.gate import Gate, refuse_leaks
from fiche_builder.mail.message import build_draft, render_letter
from fiche_builder.model.model import Directory, Imprint, Suggestion
from fiche_builder.model.public import project_fiches
from fiche_builder.model.values.domains import is_internal_host
from fiche_builder.model.values.emails import ascii_address
from fiche_builder.model.words import Flag, SuggestionStatus
from fiche_builder.publish.archive import list_editions
from fiche_builder.publish.history import Passed, iterate_history
from fiche_builder.publish.journal import sent_on

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCopy:
    """The text of an answer, ready to print. `quote` and `answer` are split into lines."""

    language: str
    subject: str
    title: str
    greeting: str
    opening: str
    quote: tuple[str, ...]
    decision: str
    answer: tuple[str, ...]
    thanks: str
    organisation: str


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """A draft to be written: the name of its file and its bytes."""

    name: str
    content: bytes


def closed_since(output: Path, today: date) -> date | None:
    """Return the day from which closed suggestions still need an answer.

    It is the day on which the newest edition of an earlier month was sent, or the first day of that month if its
    journal knows of no mailing. None means that there is no edition, so all closed suggestions count.
    """
    earlier = [edition for edition in list_editions(output) if edition.period < Period.of(today)]
    if not earlier:
        return None
    return sent_on(output, earlier[-1]) or earlier[-1].period.first_day


def closed_suggestions(directory: Directory, since: date | None) -> tuple[Suggestion, ...]:
    """Return the suggestions accepted or refused on or after a day.

    Without a day, return all of them, dated or not.
    """
    closed = (suggestion for suggestion in directory.suggestions if not suggestion.is_open)
    return tuple(s for s in closed if since is None or (s.handled_on is not None and s.handled_on >= since))


def build_answers(
    checked: CheckedWorkbook,
    suggestions: tuple[Suggestion, ...],
    config: Config,
    changed: Collection[Suggestion] = (),
) -> Iterator[AnswerDraft]:
    """Yield the draft for each suggestion whose author has a mail address; raise `LeakError` if one would leak.

    `changed` are those whose fiche changed since they were written (`changed_since`).
    """
    directory, gate = checked.directory, Gate(checked.book.raw)
    writer = _AnswerWriter(directory, config.edition.lang)
    names = {fiche.number: fiche.name for fiche in directory.fiches if fiche.is_printed}
    public = {fiche.number: fiche.name for fiche in project_fiches(directory.fiches)}
    taken: set[str] = set()
    for suggestion in suggestions:
        address = ascii_address(suggestion.author_address)
        if not address:
            continue
        inside = is_internal_host(address.rpartition("@")[2], config.privacy.internal_domains)
        known = names if inside else public
        fiche = known.get(suggestion.fiche or 0, "")
        is_changed = bool(fiche) and suggestion in changed
        copy = writer.write(suggestion, fiche, is_changed=is_changed)
        name = _file_name(suggestion, address, taken)
        if not inside:
            around = replace(suggestion, proposal="", answer="", author="")
            _refuse_leaks(gate, writer.write(around, fiche, is_changed=is_changed))
        reply_to = ascii_address(directory.imprint.suggestions_address)
        answered = suggestion.message_id if _MESSAGE_ID.fullmatch(suggestion.message_id) else ""
        letter = render_letter(copy, template="reply")
        yield AnswerDraft(name, build_draft(letter, reply_to, suggestion.author_name, address, answered))


def write_answers(answers: Iterator[AnswerDraft], folder: Path) -> Iterator[Path]:
    """Write each draft into a folder and yield its path. All are made before any is written, so a leak leaves none."""
    for answer in list(answers):
        path = folder / answer.name
        write_atomically(path, answer.content)
        yield path


def changed_since(
    directory: Directory, suggestions: tuple[Suggestion, ...], config: Config, output: Path, passed: Passed
) -> tuple[Suggestion, ...]:
    """Return the suggestions whose fiche says something else than in the edition that their author had read.

    That is the edition of the month in which they were written, or the one before, if it had not come out yet.
    `passed` is told about those that cannot be read.
    """
    found: list[Suggestion] = []
    for suggestion in suggestions:
        if not suggestion.fiche or not suggestion.received_on:
            continue
        month = Period.of(suggestion.received_on)
        present = _only(take_snapshot(build_internal_edition(directory, month, config)), suggestion.fiche)
        for read in iterate_history(output, passed, until=month, at_most=2):
            changes = compare(_only(read, suggestion.fiche), present, config.edition.lang)
            if changes.changed or changes.added or changes.removed:
                found.append(suggestion)
                break
    return tuple(found)


def _only(snapshot: Snapshot, number: int) -> Snapshot:
    return replace(snapshot, fiches=tuple(record for record in snapshot.fiches if record.number == number))


class _AnswerWriter:
    """Writes the words of answers in the edition's language."""

    def __init__(self, directory: Directory, language: str) -> None:
        self._imprint: Imprint = directory.imprint
        self._language = language
        self._ = translations(language).gettext

    def write(self, suggestion: Suggestion, fiche: str, *, is_changed: bool = False) -> AnswerCopy:
        _ = self._
        name = suggestion.author_name
        return AnswerCopy(
            language=self._language,
            subject=self._subject(suggestion),
            title=self._imprint.title,
            greeting=_("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
            opening=self._opening(suggestion, fiche),
            quote=tuple(suggestion.proposal.splitlines()),
            decision=self._decision(suggestion, is_changed=is_changed),
            answer=tuple(suggestion.answer.splitlines()),
            thanks=_("Thank you for writing to us: the annuaire is only as good as what its readers tell us."),
            organisation=self._imprint.organisation,
        )

    def _decision(self, suggestion: Suggestion, *, is_changed: bool) -> str:
        """Return what became of a remark. “Corrected” is said only where something was."""
        _ = self._
        if suggestion.status is not SuggestionStatus.ACCEPTED:
            return _("We checked it, and the annuaire stays as it is.")
        if suggestion.corrected is Flag.YES:
            return _("Your remark was right: the annuaire is being corrected, the next edition has it.")
        if is_changed:
            return _("We took your remark into account. The fiche has changed since; the next edition shows it.")
        return _("We took note of your remark and take it into account.")

    def _subject(self, suggestion: Suggestion) -> str:
        if suggestion.fiche:
            return self._("%(title)s: your remark on fiche %(number)d") % {
                "title": self._imprint.title,
                "number": suggestion.fiche,
            }
        return self._("%(title)s: your remark") % {"title": self._imprint.title}

    def _opening(self, suggestion: Suggestion, fiche: str) -> str:
        _ = self._
        day = day_text(suggestion.received_on) if suggestion.received_on else ""
        values = {"day": day, "number": suggestion.fiche or 0, "name": fiche}
        if suggestion.fiche and fiche:
            with_day = _("On %(day)s you wrote to us about fiche %(number)d, “%(name)s”:")
            without = _("You wrote to us about fiche %(number)d, “%(name)s”:")
        elif suggestion.fiche:
            with_day, without = (
                _("On %(day)s you wrote to us about fiche %(number)d:"),
                _("You wrote to us about fiche %(number)d:"),
            )
        else:
            with_day, without = _("On %(day)s you wrote to us:"), _("You wrote to us:")
        return (with_day if suggestion.received_on else without) % values


def _refuse_leaks(gate: Gate, copy: AnswerCopy) -> None:
    """Raise if anything internal stands around the author's words and the editor's answer."""
    letter = render_letter(copy, template="reply")
    leaks = gate.find_leaks(copy.subject, "txt", letter.text.encode())
    refuse_leaks([*leaks, *gate.find_leaks(copy.subject, "html", letter.html.encode())])


def _file_name(suggestion: Suggestion, address: str, taken: set[str]) -> str:
    """Return an ASCII name, made from day, fiche and author. A suggestion has the same name every time."""
    day = suggestion.received_on.isoformat() if suggestion.received_on else ""
    author = file_part(tidy(suggestion.author_name or address.partition("@")[0]))[:40]
    stem = "-".join(part for part in (day, f"fiche-{suggestion.fiche}" if suggestion.fiche else "", author) if part)
    name = stem
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return f"{name}.eml"
