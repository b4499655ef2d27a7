"""The questions about private words in public texts: listed before a build publishes, and before a mailing."""

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.check.questions import Question, open_questions
from fiche_builder.check.rules.private_text import CODE
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.i18n import _, listed, ngettext

_SHOWN = 8
"""The most questions that are listed one by one."""
_NAMED = 5


def list_questions(terminal: Terminal, checked: CheckedWorkbook) -> None:
    """List what the public edition will tell although nobody answered for it."""
    asked = {(question.sheet, question.cell) for question in open_questions(checked)}
    if not asked:
        return
    count = {"count": len(asked)}
    terminal.note(
        ngettext(
            "%(count)d public text may hold something private:",
            "%(count)d public texts may hold something private:",
            len(asked),
        )
        % count,
        "yellow",
    )
    findings = [
        finding
        for finding in checked.findings
        if finding.code == CODE and any((place.sheet, place.coordinate) in asked for place in finding.places)
    ]
    for finding in findings[:_SHOWN]:
        place = f"{finding.place.sheet} {finding.place.coordinate}"
        terminal.note("  " + _("%(place)s: %(message)s") % {"place": place, "message": finding.message})
    if len(findings) > _SHOWN:
        more = len(findings) - _SHOWN
        terminal.note(" " + _(" and %(count)d more") % {"count": more})
    terminal.note(
        _("What to do about each is told by: fiche check. Until then, fiche send keeps the public edition back.")
    )


def tell_held(terminal: Terminal, questions: tuple[Question, ...]) -> None:
    """Tell why the public edition is not sent, and the ways out."""
    cells = listed([f"{question.sheet} {question.cell}" for question in questions], _NAMED)
    terminal.error(
        ngettext(
            "The public edition is kept back: %(count)d of its texts may hold something private (%(cells)s).",
            "The public edition is kept back: %(count)d of its texts may hold something private (%(cells)s).",
            len(questions),
        )
        % {"count": len(questions), "cells": cells},
        _(
            "Read them with: fiche check. If a text is not for everybody, change it and build again before you send "
            "anything. If it is, write its code into the column “Vu”, and send. Or send all the same with: "
            "--accept-private-text"
        ),
    )
