"""The options that several commands have."""

from collections.abc import Iterator

import click
import pytest

from fiche_builder.cli.main import make_cli, run
from fiche_builder.common.i18n import LANGUAGES


def paths(command: click.Command | None) -> Iterator[list[str]]:
    """Yield the words by which each command is called, `fiche` left out."""
    if not isinstance(command, click.Group):
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        below = command.get_command(context, word)
        yield from ([word, *rest] for rest in (*paths(below), []))


COMMANDS = list(paths(make_cli("en")))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_in_one_language(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What stands for a value too, such as DIRECTORY: click names it when an option is made."""
    shown = {}
    for language in LANGUAGES:
        assert run(["--lang", language, *words, "--help"]) == 0
        shown[language] = capsys.readouterr().out
    for word in ("DIRECTORY", "PATH]", " PATH ", "INTEGER", "Usage:", "default:"):
        assert word not in shown["fr"]
        assert word not in shown["nl"]
    assert "Usage:" in shown["en"]
    assert ("--output DIRECTORY" in shown["en"]) == ("--output MAP" in shown["nl"])


def test_every_command_is_tried_above() -> None:
    assert len(COMMANDS) > 10
    assert ["suggestions", "import"] in COMMANDS
