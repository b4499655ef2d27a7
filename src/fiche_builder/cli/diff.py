"""`fiche diff`: what changed between two editions."""

import os
from dataclasses import replace
from pathlib import Path

import click

from fiche_builder.cli.options import output_option
from fiche_builder.cli.session import DEFAULT_WORKBOOK, Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.errors import ConfigError, OutputError
from fiche_builder.common.i18n import _, active_language, ngettext, translations
from fiche_builder.common.period import EditionId
from fiche_builder.common.reading import read_file
from fiche_builder.common.reasons import reason
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, change_counts, field_labels
from fiche_builder.edition.compare import compare, find_reused
from fiche_builder.edition.snapshot import NUMBER_REUSED, Snapshot, changes_json, parse_snapshot
from fiche_builder.edition.wording import labelled
from fiche_builder.model.columns import Audience
from fiche_builder.model.served import NumberHistory
from fiche_builder.publish.archive import LARGEST_FILE, read_published, what_there_is
from fiche_builder.publish.numbers import read_numbers

_AUDIENCES = ("internal", "public")
_EXCERPT = 64
_LONG_EXCERPT = 240
"""What changed on a line of its own: the numbers of several contacts, say."""
"""Letters of an old or new text that fit beside the name of its field."""


def diff_command() -> click.Command:
    """Return `fiche diff`."""

    @click.command(
        "diff", help=_("Tells what changed between two editions: their months (2026-10), folders or .json files.")
    )
    @click.argument("old", metavar="OLD")
    @click.argument("new", metavar="NEW")
    @click.option(
        "--audience", type=click.Choice(_AUDIENCES), help=_("Which edition; the internal one if both have it.")
    )
    @output_option()
    @click.option("--json", "as_json", is_flag=True, help=_("Print the changes as JSON."))
    @click.pass_obj
    def diff(session: Session, old: str, new: str, audience: str | None, output: Path, *, as_json: bool) -> None:  # noqa: PLR0913
        session.read_config(DEFAULT_WORKBOOK)
        changes = _compare(_Source(old, output), _Source(new, output), audience)
        if as_json:
            session.terminal.say_json(changes_json(changes))
        else:
            show_changes(session.terminal, changes)

    return diff


class _Source:
    """Where one of the two editions comes from: a month in the output folder, a folder, or a single snapshot."""

    def __init__(self, name: str, output: Path) -> None:
        self._name = name
        self._path = Path(name)
        if not os.path.lexists(name):
            try:
                self._path = output / str(EditionId.parse(name))
            except ConfigError:
                raise OutputError(
                    _("There is no edition, folder or file “%(name)s”.") % {"name": name},
                    " ".join((_("Name two editions, such as: fiche diff 2026-10 2026-11"), what_there_is(output))),
                ) from None
        self._is_file = os.path.lexists(self._path) and not self._path.is_dir()

    def numbers(self, before: EditionId, audience: Audience) -> NumberHistory:
        """Return the N° of the editions in the same folder, as far as they are earlier; a single file has none."""
        return NumberHistory() if self._is_file else read_numbers(self._path.parent, before, audience)

    def audiences(self) -> list[Audience]:
        """Return the audiences of its snapshots, the internal one first."""
        if self._is_file:
            return [self._read_file().audience]
        edition = read_published(self._path)
        return [audience for audience in (Audience.INTERNAL, Audience.PUBLIC) if edition.find(audience, "json")]

    def snapshot(self, audience: Audience) -> Snapshot:
        found = self._read_file() if self._is_file else read_published(self._path).snapshot(audience)
        if found is None or found.audience is not audience:
            raise OutputError(
                _("“%(name)s” has no snapshot (.json) of that edition.") % {"name": self._name},
                _("An internal edition is compared with an internal one, a public with a public."),
            )
        return found

    def _read_file(self) -> Snapshot:
        try:
            content = read_file(self._path, LARGEST_FILE)
        except OSError as error:
            raise OutputError(
                _("“%(path)s” cannot be read: %(reason)s.") % {"path": self._path, "reason": reason(error)},
                _("Check that you may read it."),
            ) from None
        return parse_snapshot(content, self._name)


def show_changes(terminal: Terminal, changes: Changes) -> None:
    """Print changes in groups, line by line."""
    news = {"old": changes.old, "new": changes.new, "counts": news_line(changes)}
    terminal.say(_("From %(old)s to %(new)s: %(counts)s") % news, "bold")
    _show_names(terminal, _("New"), changes.added)
    if changes.changed:
        terminal.say()
        terminal.say(f"{_('Changed')} ({len(changes.changed)})", "bold")
        for fiche in changes.changed:
            _show_changed(terminal, fiche)
    _show_names(terminal, _("Gone"), changes.removed)
    for theme in changes.renamed_themes:
        terminal.say()
        terminal.say(_("Renamed theme: %(old)s → %(new)s") % {"old": theme.old, "new": theme.new})
    warn_of_reused(terminal, changes)


def news_line(changes: Changes) -> str:
    """Return how much changed, in words."""
    parts = change_counts(changes, ngettext) or [_("nothing changed")]
    if count := len(changes.confirmed):
        parts.append(ngettext("%(count)d only checked again", "%(count)d only checked again", count) % {"count": count})
    return ", ".join(parts)


def warn_of_reused(terminal: Terminal, changes: Changes) -> None:
    """Warn of each N° that seems to have been given to another fiche."""
    for reused in changes.reused:
        terminal.note(
            _("Warning: N° %(number)d was “%(old)s” (%(edition)s) and is now “%(new)s” [%(code)s]")
            % {
                "code": NUMBER_REUSED,
                "number": reused.number,
                "old": reused.old,
                "edition": reused.edition,
                "new": reused.new,
            },
            "yellow",
        )
    if changes.reused:
        terminal.note(_("→ A N° is never given to another fiche: give the new one a N° of its own."))


def _compare(old: _Source, new: _Source, asked: str | None) -> Changes:
    if asked:
        audience = Audience(asked)
    else:
        both = [audience for audience in old.audiences() if audience in new.audiences()]
        audience = both[0] if both else Audience.INTERNAL
    later = new.snapshot(audience)
    changes = compare(old.snapshot(audience), later, active_language())
    before = [*changes.reused, *find_reused(new.numbers(later.id, audience), later)]
    return replace(changes, reused=tuple({reused.number: reused for reused in before}.values()))


def _show_names(terminal: Terminal, title: str, fiches: tuple[FicheName, ...]) -> None:
    if not fiches:
        return
    terminal.say()
    terminal.say(f"{title} ({len(fiches)})", "bold")
    for fiche in fiches:
        terminal.say(f"{fiche.number:>6}  " + " · ".join(part for part in (fiche.name, fiche.theme) if part))


def _show_changed(terminal: Terminal, fiche: ChangedFiche) -> None:
    labels = field_labels(translations(active_language()))
    terminal.say(f"{fiche.number:>6}  {fiche.name}")
    for change in fiche.fields:
        old, new = (excerpt or _("(empty)") for excerpt in change.excerpts(_EXCERPT))
        label = labels.get(change.field, change.field)
        line = labelled(label, f"{old} → {new}", _)
        if len(line) <= _EXCERPT:
            terminal.say(f"        {line}")
        else:
            old, new = change.excerpts(_LONG_EXCERPT)
            terminal.say("        " + labelled(label, "", _).rstrip())
            terminal.say(f"        - {old}", "red")
            terminal.say(f"        + {new}", "green")
