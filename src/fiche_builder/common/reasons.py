"""What a system refuses, in the reader's language. The system itself says it in English, and in its own terms."""

import errno
import os
from collections.abc import Callable

from fiche_builder.common.i18n import _

_WORDS: dict[str, Callable[[], str]] = {
    "EACCES": lambda: _("you have no right to it"),
    "EDQUOT": lambda: _("your share of the disk is full"),
    "EEXIST": lambda: _("it is there already"),
    "EIO": lambda: _("the disk reports an error"),
    "EISDIR": lambda: _("it is a folder"),
    "ELOOP": lambda: _("it is a link that cannot be followed"),
    "EMFILE": lambda: _("too many files are open"),
    "ENAMETOOLONG": lambda: _("its name is too long"),
    "ENFILE": lambda: _("too many files are open"),
    "ENOENT": lambda: _("it is not there"),
    "ENOSPC": lambda: _("the disk is full"),
    "ENOTDIR": lambda: _("what should be a folder is a file"),
    "EPERM": lambda: _("you have no right to it"),
    "EROFS": lambda: _("the disk can only be read"),
}
_BY_NUMBER = {getattr(errno, name): words for name, words in _WORDS.items() if hasattr(errno, name)}


def reason(error: OSError) -> str:
    """Return why the system refused something; what it says itself for what is not known here."""
    words = _BY_NUMBER.get(error.errno or 0)
    # An error that we raised has words of its own.
    if words and error.strerror in {None, os.strerror(error.errno or 0)}:
        return words()
    return error.strerror or str(error)
