"""What all commands share: the language, the settings, today, and the terminal."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.config import Config, find_config, project_folders, read_config
from fiche_builder.common.errors import ConfigError, FicheError
from fiche_builder.common.font_chain import find_fonts, use_fonts
from fiche_builder.common.i18n import DEFAULT_LANGUAGE, LANGUAGES, _, use_language

DEFAULT_WORKBOOK = Path("sources/annuaire.xlsx")
LANGUAGE_VARIABLE = "FICHE_LANG"
"""The language of messages, unless `--lang` is given. It comes before `lang` in `fiche.toml`."""
CLOCK_VARIABLE = "SOURCE_DATE_EPOCH"
"""The time to use as now, in seconds since 1970 (reproducible-builds.org). Today is its day in UTC."""


@dataclass(slots=True)
class Session:
    """The options given before the command."""

    language: str | None
    terminal: Terminal
    no_input: bool = False
    _today: date | None = field(default=None, init=False)

    @property
    def today(self) -> date:
        """Today, asked once: a command that runs past midnight keeps its day."""
        self._today = self._today or _ask_today()
        return self._today

    def read_config(self, workbook: Path) -> Config:
        """Read the settings of a workbook's project, and switch to its fonts, and its language unless one was asked."""
        config = read_config(find_config(workbook))
        if self.language is None:
            use_language(config.lang)
        use_fonts(find_fonts(project_folders(workbook)))
        return config


def _ask_today() -> date:
    """Return the local day. `SOURCE_DATE_EPOCH` (reproducible-builds.org) sets the clock."""
    if epoch := os.environ.get(CLOCK_VARIABLE):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise ConfigError(
                _("%(name)s is not a number of seconds: “%(value)s”.") % {"name": CLOCK_VARIABLE, "value": epoch},
                _("Remove the variable, or set a Unix time."),
            ) from None
    return datetime.now().astimezone().date()


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return the language that an option or the environment asks for.

    It is needed before any command exists, because help is translated too.
    """
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return _known(arguments[position + 1])
        if argument.startswith("--lang="):
            return _known(argument.partition("=")[2])
    return _known(os.environ.get(LANGUAGE_VARIABLE, ""))


def start_language(arguments: Sequence[str]) -> str:
    """Return the first language: from an option, the environment, the current project's settings, or the default."""
    if language := asked_language(arguments):
        return language
    try:
        return read_config(find_config(DEFAULT_WORKBOOK)).lang
    except FicheError:
        return DEFAULT_LANGUAGE


def _known(language: str) -> str | None:
    return language if language in LANGUAGES else None
