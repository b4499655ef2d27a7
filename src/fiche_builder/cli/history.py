"""What commands tell of the editions that were published before."""

from pathlib import Path

from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.errors import ConfigError, FicheError, OutputError
from fiche_builder.common.i18n import _, active_language
from fiche_builder.common.period import EditionId, Period
from fiche_builder.model.served import NumberHistory
from fiche_builder.publish.archive import list_editions
from fiche_builder.publish.history import newest_sent, spoilt_before, unfinished_mailing
from fiche_builder.publish.numbers import read_numbers


def read_served(terminal: Terminal, output: Path, before: EditionId) -> NumberHistory:
    """Return which N° served in the editions of a folder; tell once what of them cannot be read."""
    for error in spoilt_before(output, before):
        tell_passed(terminal, error)
    served = read_numbers(output, before)
    if served.unread:
        terminal.note(
            _("These editions have no readable data (.json), so their N° are not known: %(editions)s.")
            % {"editions": ", ".join(map(str, served.unread))},
            "yellow",
        )
    return served


def tell_passed(terminal: Terminal, error: FicheError) -> None:
    """Say that an edition of the past is damaged and does not count."""
    terminal.note(_("%(message)s This edition is passed over.") % {"message": error.message}, "yellow")
    if error.hint:
        terminal.note(f"→ {error.hint}")


def confirm_month(session: Session, period: Period, output: Path) -> None:
    """Ask before an edition of an unlikely month is made, such as 2062-11; raise `ConfigError` unless somebody agrees.

    Unlikely is what comes after next month, and a month of the past once a later edition was published: the workbook
    of today cannot say what was right then. Editions made one after the other in order, as an archive begins, are not
    asked about; that they are out of date is told.
    """
    today = Period.of(session.today)
    later = [edition for edition in list_editions(output) if edition.period > period]
    if period.months_after(today) > 1:
        what = _("%(month)s is not this month nor the next one: today it is %(today)s.")
    elif period < today and later:
        what = _("%(month)s is over, and the edition %(newest)s was made since. Today's workbook would speak for then.")
    else:
        if period.valid_until < session.today:
            session.terminal.note(
                _("%(month)s is over: this edition is out of date on the day it is made.") % _words(period), "yellow"
            )
        return
    message = what % {
        **_words(period),
        "today": today.label(active_language()),
        "newest": later[-1] if later else "",
    }
    session.terminal.note(message, "yellow")
    if session.no_input or not session.terminal.ask(_("Make the edition %(edition)s?") % {"edition": period}):
        raise ConfigError(
            _("The edition %(edition)s was not made.") % {"edition": period},
            _("For this month: fiche build. If you are sure of %(edition)s: fiche build --edition %(edition)s --yes")
            % {"edition": period},
        )


def _words(period: Period) -> dict[str, str]:
    return {"month": period.label(active_language())}


def edition_to_send(output: Path, today: Period, *, resume: bool) -> EditionId:
    """Return the newest edition of this month; raise `OutputError`, naming what there is, if it was not made.

    To resume is to go on where a mailing stopped, even if the month is over by now.

    An edition of another month is only sent by name: neither one that was made ahead nor the last one that happens to
    be there. The same holds for this month's, once people have a later one.
    """
    if resume and (unfinished := unfinished_mailing(output)):
        return unfinished
    editions = list_editions(output)
    ours = [edition for edition in editions if edition.period == today]
    if ours and not (newer := newest_sent(output, ours[-1])):
        return ours[-1]
    if ours:
        raise OutputError(
            _("The edition %(newer)s was sent already, and %(edition)s is older.")
            % {"newer": newer, "edition": ours[-1]},
            _("If it is to be sent all the same: fiche send %(edition)s") % {"edition": ours[-1]},
        )
    if not editions:
        raise OutputError(
            _("There is no edition in “%(path)s”.") % {"path": output}, _("Make this month's edition with: fiche build")
        )
    likely = [edition for edition in editions if edition.period.months_after(today) <= 1]
    last = (likely or editions)[-1]
    raise OutputError(
        _("The edition %(edition)s is not made; the last one is %(last)s.") % {"edition": today, "last": last},
        _("Make it with: fiche build. To send %(last)s: fiche send %(last)s") % {"last": last},
    )
