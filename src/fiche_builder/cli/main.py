"""The entry point: it chooses the language, runs the command, and turns errors into a message and an exit code."""

import errno
import glob
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from fiche_builder import __version__
from fiche_builder.cli.session import Session, asked_language, start_language
from fiche_builder.cli.stopping import begin, held
from fiche_builder.cli.streams import StreamError, guarded_streams
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common import i18n
from fiche_builder.common.errors import ExitCode, FicheError
from fiche_builder.common.files import IS_WINDOWS, windows_words
from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE, _, use_language
from fiche_builder.common.reasons import reason
from fiche_builder.common.resources import damaged, is_own_file

COMMANDS = "init", "check", "build", "diff", "send", "search", "verify", "apply", "suggestions", "stats", "doctor"
"""The commands, in the order in which one meets them. Each is made by the module of its name, `NAME_command`."""
_FLAGS = {"-q", "--quiet", "--no-input"}
_REFUSALS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO, errno.ENAMETOOLONG, errno.ENOTDIR}
"""What a machine refuses, of a file or folder that somebody named: no bug of ours."""


def run_with_arguments() -> int:
    """Run the command of this process; return its exit code."""
    return run(spelled_out(sys.argv[1:]))


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the names for which `*` and `?` stand. A shell has done so, but not that of Windows."""
    if not IS_WINDOWS:
        return list(arguments)
    return [name for argument in arguments for name in _names_for(argument) or [argument]]


def _names_for(argument: str) -> list[str]:
    """Return the names for which an argument stands. A bracket is one: browsers call copies `annuaire[1].xlsx`."""
    if not {"*", "?"} & set(argument):
        return []
    return sorted(glob.glob(argument.replace("[", "[[]")))  # noqa: PTH207 (it leaves a name as it was typed)


def run(arguments: Sequence[str]) -> int:
    """Run a command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console or a C locale cannot show every letter. It then shows a ? and goes on.
            stream.reconfigure(errors="replace")
    arguments = globals_first(arguments)
    with guarded_streams():
        try:
            code = _run(arguments)
            sys.stdout.flush()  # now, while a full disk can still be reported, not when Python exits
        except StreamError as error:
            error.forget()
            if error.has_enough:
                return ExitCode.DONE
            with suppress(StreamError):
                Terminal().error(_("The output cannot be written: %(reason)s.") % {"reason": error})
            return ExitCode.WRONG_USE
        return code


def _run(arguments: Sequence[str]) -> int:
    """Run a command, or report what went wrong. Return the exit code."""
    try:
        use_language(start_language(arguments))
        begin()
        _translate_click()
        cli = make_cli(asked_language(arguments))
        return int(cli.main(args=list(arguments), prog_name="fiche", standalone_mode=False) or 0)
    except StreamError:
        raise
    except KeyboardInterrupt:
        return tell_interrupted()
    except Exception as error:  # noqa: BLE001 (the last resort: a bug is shown in full, to be reported)
        return _tell(error)


def tell_interrupted() -> int:
    """Say that the command was interrupted. Return the exit code."""
    return _tell(click.Abort())


def _tell(error: Exception) -> int:
    """Report what went wrong and what to do now. Return the exit code."""
    hint, code = "", ExitCode.WRONG_USE
    match error:
        case OSError(filename=str(path)) if is_own_file(path):
            if Path(path).suffix == ".po":
                use_language(SOURCE_LANGUAGE)  # the other one has lost its words
            return _tell(damaged(path, reason(error)))
        case OSError(filename=str(path)) if words := windows_words(Path(path), error):
            message, hint = words
        case OSError(filename=str(path)) if error.errno in _REFUSALS:
            message = _("“%(path)s” cannot be used: %(reason)s.") % {"path": path, "reason": reason(error)}
            hint = _("Check your rights there, the free space and the length of the name.")
        case FicheError():
            message, hint, code = error.message, error.hint, error.exit_code
        case click.Abort():
            message, code = _("Interrupted: nothing was left half done."), ExitCode.INTERRUPTED
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "fiche"
            message, hint = error.format_message(), _("More: %(command)s --help") % {"command": command}
        case MemoryError():
            message = _("The memory of this machine is not enough.")
            hint = _("Close other programs, or split the workbook.")
        case _:
            traceback.print_exc()
            message = _("This is a bug in fiche-builder, not a mistake of yours.")
            hint, code = _("Please report it with the lines above."), ExitCode.BUG
    Terminal().error(message, hint)
    return code


class _CommandLine(click.Group):
    """`fiche` itself. Only the command that is run is imported: the start of each would be that of all of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (as click has it)
        """Return the names of all commands, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as click has it)
        """Return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        with held():
            module = import_module(f"fiche_builder.cli.{cmd_name}")
        command: click.Command = getattr(module, f"{cmd_name}_command")()
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (as click has it)
        """Run a command.

        click would take the end of any pipe, even one to a worker, for a reader who has seen enough.
        """
        try:
            return super().invoke(ctx)
        except (BrokenPipeError, EOFError) as error:
            raise RuntimeError(str(error)) from error


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the options of `fiche` itself before the command. People also write them after it."""
    before: list[str] = []
    after: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            return [*before, *after, argument, *rest]
        if argument in _FLAGS or argument.startswith("--lang="):
            before.append(argument)
        elif argument == "--lang":
            before += [argument, *rest[:1]]
            rest = rest[1:]
        else:
            after.append(argument)
    return [*before, *after]


def make_cli(language: str | None) -> click.Group:
    """Return the command line in the active language. `language` is the one that was asked for, if any."""

    @click.group(
        cls=_CommandLine,
        help=_(
            "Makes the annuaire from the Excel workbook: checks it, then makes the internal and the public edition."
        ),
        context_settings={"help_option_names": ["-h", "--help"], "obj": None},
    )
    @click.option("--lang", type=click.Choice(LANGUAGES), help=_("Language of messages."))
    @click.option("--quiet", "-q", is_flag=True, help=_("Only results and errors."))
    @click.option("--no-input", is_flag=True, help=_("Never ask."))
    @click.version_option(
        __version__, prog_name="fiche-builder", message="%(prog)s %(version)s", help=_("Show the version.")
    )
    @click.pass_context
    def cli(context: click.Context, lang: str | None, *, quiet: bool, no_input: bool) -> None:
        context.obj = Session(lang or language, Terminal(quiet=quiet), no_input)

    return cli


def _translate_click() -> None:
    """Let click take its own words (usage, options, errors) from our catalogue.

    Each module of click imports its translating functions from gettext. There is no public way to give click a
    catalogue, except as a compiled file in a folder.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for function in ("_", "ngettext"):
                if hasattr(module, function):
                    setattr(module, function, i18n.gettext if function == "_" else i18n.ngettext)
