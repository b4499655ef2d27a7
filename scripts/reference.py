"""Write `docs/reference/` from the code: its tables, help texts, docstrings and defaults, and nothing else.

If something is missing from a page, add it to the code as a docstring, which may also stand below a constant, a field
or a member of an enumeration. `tests/test_docs.py` and `--check` fail while a page differs from the code.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import click

from fiche_builder.cli import session
from fiche_builder.cli.main import COMMANDS, make_cli
from fiche_builder.common import config, errors
from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.mail import transport
from fiche_builder.model.project import starter_config
from reference_files import files_page
from reference_parts import code, doc_below, doc_of, page, table
from reference_workbook import columns_page, findings_page

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


# commands.md


def commands_page() -> str:
    """Return every command with its arguments and options."""
    cli = make_cli(None)
    context = click.Context(cli, info_name="fiche")
    own = _parameters(cli, context)
    return page(
        "Commands",
        cli.help or "",
        "These options may stand before or after the command. Each command also has `--help`.",
        own,
        "`WORKBOOK` is the path of an Excel workbook, `DIR` a folder. `EDITION` is a month such as `2026-11`, or "
        "`2026-11-r2` for a corrected edition; `fiche send` takes this month's newest one if none is named.",
        "Results go to stdout, progress and warnings to stderr.",
        *_subcommands(cli, context),
        "## Exit codes",
        _exit_codes(),
        "These errors stop a command, each with its exit code:",
        _error_classes(),
        "## Environment variables",
        _variables(),
    )


def _subcommands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.commands or COMMANDS:
        command = group.get_command(context, name)
        inner = click.Context(command, info_name=name, parent=context)
        words = [inner.command_path, *command.collect_usage_pieces(inner)]
        yield "\n\n".join(
            part
            for part in (
                f"## {inner.command_path}",
                command.help or "",
                f"```\n{' '.join(words)}\n```",
                _parameters(command, inner),
            )
            if part
        )
        if isinstance(command, click.Group):
            yield from _subcommands(command, inner)


def _parameters(command: click.Command, context: click.Context) -> str:
    rows = [
        (_names(parameter, context), getattr(parameter, "help", None) or "", _default(parameter))
        for parameter in command.params
        if (not parameter.hidden if isinstance(parameter, click.Option) else _is_told(parameter.default))
    ]
    return table(("Argument or option", "What it does", "By itself"), rows) if rows else ""


def _names(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Argument):
        return code(parameter.make_metavar(context))
    takes_value = isinstance(parameter, click.Option) and not parameter.is_flag and not parameter.count
    value = f" {parameter.make_metavar(context)}" if takes_value else ""
    return ", ".join(code(f"{name}{value}") for name in parameter.opts) + (", repeatable" if parameter.multiple else "")


def _default(parameter: click.Parameter) -> str:
    default = parameter.default
    return code(default.as_posix() if isinstance(default, Path) else default) if _is_told(default) else ""


def _is_told(default: object) -> bool:
    return isinstance(default, str | Path | int) and not isinstance(default, bool)


def _exit_codes() -> str:
    rows = [(str(int(c)), doc_below(errors, f"ExitCode.{c.name}")) for c in errors.ExitCode]
    return table(("Code", "Meaning"), rows)


def _error_classes() -> str:
    kinds = [kind for _name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.FicheError)]
    kinds = sorted((k for k in kinds if k is not errors.FicheError), key=lambda k: (k.exit_code, k.__name__))
    return table(
        ("Class in `common/errors.py`", "Exit code", "What is wrong"),
        [(code(kind.__name__), str(int(kind.exit_code)), doc_of(kind)) for kind in kinds],
    )


def _variables() -> str:
    known = (
        (session, "LANGUAGE_VARIABLE"), (session, "CLOCK_VARIABLE"),
        (transport, "PASSWORD_VARIABLE"), (transport, "TOKEN_VARIABLE"),
    )  # fmt: skip
    return table(
        ("Variable", "Meaning"), [(code(getattr(module, name)), doc_below(module, name)) for module, name in known]
    )


# fiche-toml.md


def config_page() -> str:
    """Return every setting."""
    tables = [entry for entry in fields(config.Config) if callable(entry.default_factory)]
    plain = [entry for entry in fields(config.Config) if entry not in tables]
    return page(
        f"The settings: `{config.CONFIG_NAME}`",
        f"{doc_below(config, 'CONFIG_NAME')} An unknown setting is an error, so that a typing mistake shows. Secrets "
        "are not kept here: see the [environment variables](commands.md#environment-variables).",
        "## At the top of the file",
        _settings("Config", plain),
        *(_section(entry.name, entry.default_factory) for entry in tables if callable(entry.default_factory)),
        "## The file that `fiche init` writes",
        f"```toml\n{starter_config()}```",
    )


def _section(name: str, kind: Callable[[], Any]) -> str:
    described = type(kind())
    return f"## `[{name}]`\n\n{doc_of(described)}\n\n{_settings(described.__name__, fields(described))}"


def _settings(owner: str, entries: "Iterable[Field[Any]]") -> str:
    rows = [
        (code(e.name), _type(e.name, e.default), code(_toml(e.default)), doc_below(config, f"{owner}.{e.name}"))
        for e in entries
    ]
    return table(("Setting", "Type", "Default", "Meaning"), rows)


def _type(name: str, default: object) -> str:
    if name == "lang":
        return "one of " + ", ".join(code(_toml(language)) for language in LANGUAGES)
    return {str: "text", int: "whole number from 1", tuple: "list of texts"}[type(default)]


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(entry) for entry in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


# Writing and checking


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "columns.md": columns_page,
    "findings.md": findings_page,
    "files.md": files_page,
    "fiche-toml.md": config_page,
}


def build_pages() -> dict[str, str]:
    """Return the text of each page, by name."""
    use_language("en")
    return {name: build() for name, build in PAGES.items()}


def stale_pages(folder: Path = FOLDER) -> list[str]:
    """Return the names of the pages in a folder that differ from the code."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    pages = build_pages()
    return sorted(name for name in pages.keys() | texts.keys() if pages.get(name) != texts.get(name))


def main() -> None:
    """Write the pages; with `--check`, only name those that are stale, and exit with 1 if there are any."""
    if "--check" in sys.argv[1:]:
        stale = stale_pages()
        for name in stale:
            print(f"docs/reference/{name} is stale: make reference")
        sys.exit(bool(stale))
    FOLDER.mkdir(exist_ok=True)
    for name, text in build_pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
