"""`fiche check --links`: the progress, and the closing line."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from fiche_builder.check.sites.answers import LinkAnswer, Survey, Verdict
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.config import Config
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.model.values.domains import is_internal_host


class LinkCheck:
    """One round of asking links, if it was asked for."""

    def __init__(self, terminal: Terminal, config: Config) -> None:
        self._terminal = terminal
        self._is_internal = partial(is_internal_host, domains=config.privacy.internal_domains)
        self._survey: Survey | None = None

    def ask(self, urls: Sequence[str]) -> Mapping[str, LinkAnswer]:
        """Ask for each link, and return the results."""
        from fiche_builder.check.sites.survey import ask_links

        with self._terminal.counting(len(urls)) as done:
            self._survey = ask_links(urls, self._is_internal, done=done)
        return self._survey.answers

    @property
    def is_interrupted(self) -> bool:
        """Whether Ctrl+C stopped the asking."""
        return self._survey is not None and self._survey.is_interrupted

    def conclude(self) -> bool:
        """Tell how it went, and return whether every link was asked."""
        survey = self._survey
        if survey is None:
            return True
        if survey.is_offline:
            self._terminal.error(
                _("No site at all could be reached: nothing is known about any link."),
                _("Check that this machine is on the web; behind a proxy, set HTTPS_PROXY and HTTP_PROXY."),
            )
            return False
        self._terminal.note(survey_line(survey))
        if survey.is_interrupted:
            asked = {"count": len(survey.answers), "total": survey.total}
            self._terminal.error(_("Interrupted: of %(total)d links, %(count)d were checked.") % asked)
        return not survey.is_interrupted


def survey_line(survey: Survey) -> str:
    """Return the closing line."""
    number = len(survey.answers)
    asked = ngettext("%(count)d link checked in %(seconds)d s", "%(count)d links checked in %(seconds)d s", number)
    words: tuple[tuple[Verdict, Callable[[int], str]], ...] = (
        (Verdict.FINE, lambda count: ngettext("%(count)d is fine", "%(count)d are fine", count)),
        (Verdict.MOVED, lambda count: ngettext("%(count)d has moved", "%(count)d have moved", count)),
        (Verdict.DEAD, lambda count: ngettext("%(count)d is dead", "%(count)d are dead", count)),
        (
            Verdict.BAD_CERTIFICATE,
            lambda count: ngettext("%(count)d with a bad certificate", "%(count)d with a bad certificate", count),
        ),
        (Verdict.UNSURE, lambda count: ngettext("%(count)d unsure", "%(count)d unsure", count)),
    )
    parts = [text(count) % {"count": count} for verdict, text in words if (count := survey.count(verdict))]
    told = asked % {"count": number, "seconds": round(survey.seconds)}
    return _("%(asked)s: %(counts)s") % {"asked": told, "counts": " · ".join(parts)} if parts else told
