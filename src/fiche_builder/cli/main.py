"""The way in: language, commands, and the one funnel that turns what went wrong into a message and an exit code."""

import os
import sys
import traceback
from collections.abc import Sequence

import click

from fiche_builder import __version__
from fiche_builder.cli.apply import apply_command
from fiche_builder.cli.build import build_command
from fiche_builder.cli.check import check_command
from fiche_builder.cli.diff import diff_command
from fiche_builder.cli.doctor import doctor_command
from fiche_builder.cli.init import init_command
from fiche_builder.cli.search import search_command
from fiche_builder.cli.send import send_command
from fiche_builder.cli.session import Session, asked_language, start_language
from fiche_builder.cli.stats import stats_command
from fiche_builder.cli.suggestions import suggestions_command
from fiche_builder.cli.terminal import Terminal
from fiche_builder.cli.verify import verify_command
from fiche_builder.common import i18n
from fiche_builder.common.errors import ExitCode, FicheError
from fiche_builder.common.i18n import LANGUAGES, _, use_language

_FLAGS = {"-q", "--quiet", "--no-input"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `fiche` and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: Sequence[str]) -> int:  # noqa: C901, PLR0911 (one return for each way it can end)
    """Run a command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console or a C locale cannot show every letter: it shows a ? then, and goes on.
            stream.reconfigure(errors="replace")
    arguments = globals_first(arguments)
    use_language(start_language(arguments))
    _translate_click()
    try:
        code = int(
            make_cli(asked_language(arguments)).main(args=list(arguments), prog_name="fiche", standalone_mode=False)
            or 0
        )
        sys.stdout.flush()  # now, where a full disk still has a message, not when Python leaves
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        Terminal().error(_("Interrupted: nothing was published."))
        return ExitCode.WRONG_USE
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "fiche"
        Terminal().error(error.format_message(), _("More: %(command)s --help") % {"command": command})
        return ExitCode.WRONG_USE
    except FicheError as error:
        Terminal().error(error.message, error.hint)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output, such as `head`, has enough of it.
        _forget_output()
        return ExitCode.DONE
    except OSError as error:
        _forget_output()
        Terminal().error(_("The output cannot be written: %(reason)s.") % {"reason": error.strerror or error})
        return ExitCode.WRONG_USE
    except MemoryError:
        Terminal().error(
            _("The memory of this machine is not enough."), _("Close other programs, or split the workbook.")
        )
        return ExitCode.WRONG_USE
    except Exception:  # noqa: BLE001 (the one funnel: a bug is shown whole, to be reported)
        traceback.print_exc()
        Terminal().error(
            _("This is a bug in fiche-builder, not a mistake of yours."),
            _("Please report it with the lines above."),
        )
        return ExitCode.BUG
    else:
        return code


def _forget_output() -> None:
    """Let what is still to be written to stdout go nowhere: Python would try again when it leaves, and exit with 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with those of `fiche` itself before the command: people write them behind it too."""
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
    """Return the command line in the active language; `language` is the one that was asked for, if any."""

    @click.group(
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

    commands = (
        init_command, check_command, build_command, diff_command, send_command, search_command, verify_command,
        apply_command,
        suggestions_command, stats_command, doctor_command,
    )  # fmt: skip
    for make_command in commands:
        cli.add_command(make_command())
    return cli


def _translate_click() -> None:
    """Let click's own words (usage, options, wrong use) come from our catalogue.

    click translates through names that each of its modules imports from gettext; there is no public way to give it a
    catalogue that is not a compiled file in a folder.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for function in ("_", "ngettext"):
                if hasattr(module, function):
                    setattr(module, function, i18n.gettext if function == "_" else i18n.ngettext)
