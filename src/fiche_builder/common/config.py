"""`fiche.toml`: the settings of a project.

Every key has a default. An unknown key is an error, so that a typing mistake does not go unnoticed.
"""

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from fiche_builder.common.collation import DEFAULT_ARTICLES
from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import DEFAULT_LANGUAGE, LANGUAGES, _
from fiche_builder.common.reading import MEGABYTE, read_file
from fiche_builder.common.reasons import reason

CONFIG_NAME = "fiche.toml"
"""The settings of a project, in the folder of the workbook or the one above.

The file is optional, because every setting has a default.
"""

_LARGEST = MEGABYTE
_MOST = "most"
_DECADE, _PORTS, _MANY = {_MOST: 120}, {_MOST: 65_535}, {_MOST: 100_000}
"""The largest whole number that a setting takes."""


@dataclass(frozen=True, slots=True)
class EditionConfig:
    """How editions are made."""

    lang: str = DEFAULT_LANGUAGE
    """The language of the words printed in editions."""
    articles: tuple[str, ...] = DEFAULT_ARTICLES
    """Leading articles that sorting skips."""


@dataclass(frozen=True, slots=True)
class PrivacyConfig:
    """Which domains count as inside."""

    internal_domains: tuple[str, ...] = ()
    """Domains of intranet hosts and of colleagues' mail. A name also covers its subdomains."""


@dataclass(frozen=True, slots=True)
class VerificationConfig:
    """When a fiche must be verified again, and how many fiches a month has time for."""

    due_months: int = field(default=6, metadata=_DECADE)
    """Months after a verification at which the fiche is due to be called again, and `fiche check` says so."""
    overdue_months: int = field(default=12, metadata=_DECADE)
    """Months after a verification at which the edition prints "to be confirmed" beside the fiche."""
    calls: int = field(default=20, metadata=_MANY)
    """The most calls that the editors have time for in a month."""


@dataclass(frozen=True, slots=True)
class MailConfig:
    """The server that sends the edition. Its password or token comes only from the environment."""

    host: str = ""
    """The name of the mail server. Without one, editions can still be made, and mailed as drafts."""
    port: int = field(default=587, metadata=_PORTS)
    """The server's port."""
    sender: str = ""
    """The address the mail comes from, alone or with a name: `Annuaire <annuaire@contact.example>`."""
    security: str = ""
    """`starttls`, `tls` or `none`; empty means `tls` at port 465 and `starttls` elsewhere."""
    user: str = ""
    """The user to log in as; empty means the sender."""
    per_minute: int = field(default=20, metadata=_MANY)
    """The most messages sent in a minute."""
    attach: tuple[str, ...] = ("pdf",)
    """The files of the edition in its mail: `pdf`, or `pdf` and `html` (the offline page)."""
    editors_team: str = "Rédaction"
    """The team of the sheet `Équipes` whose mail also tells the indicators; its name as editors write it. Empty for
    none."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of `fiche.toml`."""

    lang: str = DEFAULT_LANGUAGE
    """The language of messages."""
    edition: EditionConfig = field(default_factory=EditionConfig)
    privacy: PrivacyConfig = field(default_factory=PrivacyConfig)
    verification: VerificationConfig = field(default_factory=VerificationConfig)
    mail: MailConfig = field(default_factory=MailConfig)


def find_config(workbook: Path) -> Path | None:
    """Return the `fiche.toml` of the project that a workbook belongs to.

    It is in the workbook's folder, or in the one above (`sources/annuaire.xlsx`).
    """
    folder = workbook.absolute().parent
    return next((path for path in (folder / CONFIG_NAME, folder.parent / CONFIG_NAME) if _is_there(path)), None)


def _is_there(path: Path) -> bool:
    """Tell whether there are settings. A pipe or a link to nowhere is no reason to go on without; a folder is."""
    return os.path.lexists(path) and not path.is_dir()


def project_folders(workbook: Path) -> tuple[Path, ...]:
    """Return the folder of a workbook's project; without a `fiche.toml`, the two in which it may be."""
    found = find_config(workbook)
    folder = workbook.absolute().parent
    return (found.parent,) if found else (folder, folder.parent)


def read_config(path: Path | None) -> Config:
    """Read the settings at `path`; without a file, return the defaults."""
    if path is None:
        return Config()
    try:
        content = read_file(path, _LARGEST).decode("utf-8-sig")
        data = tomllib.loads(content)
    except OSError as error:
        words, hint = reason(error), _("Check that it is a file and that you may read it.")
    except UnicodeDecodeError as error:
        words = _("line %(line)d has a letter that is not UTF-8") % {
            "line": error.object.count(b"\n", 0, error.start) + 1
        }
        hint = _("Save it as UTF-8, in Notepad under “Save as”, “Encoding”.")
    except (ValueError, RecursionError) as error:
        words = _("line %(line)d is not as TOML wants it") % {"line": _line(error, content)}
        hint = _('Write each setting on a line of its own: name = "text", or name = 12. # begins a remark.')
    else:
        config: Config = _build(Config, data, path, "")
        return config
    raise ConfigError(_("“%(name)s” cannot be read: %(reason)s.") % {"name": path, "reason": words}, hint)


def _line(error: Exception, content: str) -> int:
    """Return the line of which tomllib speaks, in its words; or the last one, at which it gave up."""
    found = re.search(r"\(at line (\d+),", str(error))
    return int(found[1]) if found else len(content.splitlines()) or 1


def _build(kind: Any, data: dict[str, Any], path: Path, prefix: str) -> Any:  # noqa: ANN401 (one function for all the tables)
    """Make the dataclass `kind` from a TOML table. Each key and its type are checked against the default."""
    defaults = kind()
    known = {entry.name: entry for entry in fields(kind)}
    values = {}
    for key, value in data.items():
        name = f"{prefix}{key}"
        if key not in known:
            raise ConfigError(
                _("“%(path)s” has an unknown setting: %(name)s.") % {"path": path.name, "name": name},
                _("Known here: %(names)s.") % {"names": ", ".join(sorted(known))},
            )
        values[key] = _value(getattr(defaults, key), value, path, name)
        if isinstance(value, int) and value > known[key].metadata.get(_MOST, value):
            raise _wrong(path, name, f"1, 2, 3 … {known[key].metadata[_MOST]}")
    built = kind(**values)
    if getattr(built, "lang", DEFAULT_LANGUAGE) not in LANGUAGES:
        raise _wrong(path, f"{prefix}lang", ", ".join(LANGUAGES))
    return built


def _value(default: object, value: Any, path: Path, name: str) -> object:  # noqa: ANN401
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(entry, str) and entry.isprintable() for entry in value):
            return tuple(value)
        raise _wrong(path, name, '["…", "…"]')
    if isinstance(default, int):
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise _wrong(path, name, "1, 2, 3 …")
    if isinstance(default, str):
        if isinstance(value, str) and value.isprintable():
            return value
        raise _wrong(path, name, '"…"')
    if isinstance(value, dict):
        return _build(type(default), value, path, f"{name}.")
    raise _wrong(path, name, f"[{name}]")


def _wrong(path: Path, name: str, expected: str) -> ConfigError:
    return ConfigError(
        _("“%(path)s”: the setting %(name)s has a value that cannot be used.") % {"path": path.name, "name": name},
        _("Expected: %(expected)s") % {"expected": expected},
    )
