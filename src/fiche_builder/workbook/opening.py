"""Opening a file that claims to be a workbook: every unreadable file gets one clear message.

The first bytes and the zip's own table of contents are looked at before anything is parsed. To a library, a `.csv`, an
old `.xls` and a locked workbook are all the same: not a zip.
"""

import errno
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.files import windows_words
from fiche_builder.common.i18n import _
from fiche_builder.common.reading import read_file
from fiche_builder.common.reasons import reason

MAX_FILE_BYTES = 64 * 2**20
MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 256 * 2**20
_PROLOG_BYTES = 100_000
_OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENTRY_SIGNATURE = b"PK\1\2"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_RIGHTS_STORAGE = "DRMEncryptedDataSpace".encode("utf-16-le")


def read_workbook_bytes(path: Path) -> bytes:
    """Return the bytes of a workbook that is safe to parse, or raise `WorkbookError` with what the file really is.

    The file is read once. The bytes that are checked are those that are parsed, and their hash is the one in the
    manifest, even if somebody saves the workbook meanwhile.
    """
    if path.name.startswith(("~$", ".~lock.")):
        raise WorkbookError(
            _("“%(name)s” is the lock file of an open workbook, not the workbook.") % {"name": path.name},
            _("Give the file whose name does not start with “~$”."),
        )
    try:
        content = read_file(path, MAX_FILE_BYTES)
    except OSError as error:
        raise too_large(path) if error.errno == errno.EFBIG else _unreadable(path, error) from None
    _refuse_other_formats(path, content)
    if content.count(_ENTRY_SIGNATURE) > 2 * MAX_ENTRIES:  # before each entry becomes an object
        raise too_large(path)
    with _open_zip(path, content) as archive:
        _refuse_bombs(path, archive)
        _refuse_other_packages(path, archive)
        _refuse_doctypes(path, archive)
    return content


def _unreadable(path: Path, error: OSError) -> WorkbookError:
    if words := windows_words(path, error):
        return WorkbookError(*words)
    match error:
        case FileNotFoundError():
            return WorkbookError(
                _("There is no file “%(name)s”.") % {"name": path},
                _("Check the name, or start a new project with: fiche init"),
            )
        case IsADirectoryError():
            return WorkbookError(_("“%(name)s” is a folder, not a workbook.") % {"name": path})
    return WorkbookError(
        _("“%(name)s” cannot be read: %(reason)s.") % {"name": path, "reason": reason(error)},
        _("Check that you may open it, and that it is not open elsewhere."),
    )


def damaged(path: Path, part: str = "") -> WorkbookError:
    """Return the error for a workbook that is broken inside, in one part or as a whole."""
    name = {"name": path.name, "part": part}
    return WorkbookError(
        _("“%(name)s” is damaged: its part “%(part)s” cannot be read.") % name
        if part
        else _("“%(name)s” is damaged: it cannot be read as an Excel workbook.") % name,
        _("Open it in Excel, let Excel repair it, and save it under a new name; or take the last good copy."),
    )


def holds_entities(path: Path) -> WorkbookError:
    """Return the error for a workbook that declares entities in one of its parts, or could."""
    return WorkbookError(
        _("“%(name)s” holds XML entities, which no Excel workbook does: it was not opened.") % {"name": path.name},
        _("Check where the file comes from."),
    )


def _refuse_other_formats(path: Path, content: bytes) -> None:
    name = {"name": path.name}
    if not content:
        raise WorkbookError(_("“%(name)s” is empty (0 bytes).") % name, _("Take the last good copy."))
    if content.startswith(_OLE_SIGNATURE):
        if _ENCRYPTED_STREAM in content and _RIGHTS_STORAGE in content:
            raise WorkbookError(
                _("“%(name)s” is encrypted by a sensitivity label: only Excel can open it, with your account.") % name,
                _("In Excel: Home > Sensitivity, choose a label that does not encrypt, save; or ask your IT service."),
            )
        if _ENCRYPTED_STREAM in content:
            raise WorkbookError(
                _("“%(name)s” is protected by a password.") % name,
                _("In Excel: File > Info > Protect Workbook > Encrypt with Password, empty the password, save."),
            )
        raise WorkbookError(
            _("“%(name)s” is in Excel's old format (.xls), whatever its name says.") % name,
            _("Open it in Excel and save it as “Excel Workbook (.xlsx)”."),
        )
    if not content.startswith(b"PK"):
        raise WorkbookError(
            _("“%(name)s” is not an Excel workbook (perhaps a .csv or a web page with another name).") % name,
            _("Open it in Excel and save it as “Excel Workbook (.xlsx)”."),
        )


@contextmanager
def _open_zip(path: Path, content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open the package. Whatever goes wrong inside it means that the workbook is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:  # zipfile raises more than it says
        raise damaged(path) from error


def _refuse_bombs(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise too_large(path)


def _refuse_other_packages(path: Path, archive: zipfile.ZipFile) -> None:
    names = {name.replace("\\", "/").casefold() for name in archive.namelist()}
    if "mimetype" in names and "content.xml" in names:
        raise WorkbookError(
            _("“%(name)s” is an OpenDocument file (.ods), whatever its name says.") % {"name": path.name},
            _("Open it in LibreOffice and save it as “Excel 2007-365 (.xlsx)”."),
        )
    if "xl/workbook.bin" in names:
        raise WorkbookError(
            _("“%(name)s” is a binary workbook (.xlsb).") % {"name": path.name},
            _("Open it in Excel and save it as “Excel Workbook (.xlsx)”."),
        )


def _refuse_doctypes(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse XML that declares a document type, which is where entities are declared.

    No workbook does (ECMA-376 part 2, 8.1.4). Our reader refuses document types in the parts it reads; openpyxl, which
    changes workbooks, loads further parts. XML that other programs attach may hold anything, because nobody reads it.
    """
    for entry in archive.infolist():
        name = entry.filename.replace("\\", "/").lstrip("/").casefold()
        if name.endswith((".xml", ".rels", ".vml")) and not name.startswith("customxml/"):
            # For these letters, UTF-16 is UTF-8 with zeros in between.
            start = _prolog(archive, entry).replace(b"\0", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise holds_entities(path)


def _prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return how a part begins.

    A part that cannot be unpacked counts as empty here; it is damaged only if somebody needs it.
    """
    try:
        with archive.open(entry) as part:
            return part.read(_PROLOG_BYTES)
    except Exception:  # noqa: BLE001 (zipfile raises more than it says)
        return b""


def too_large(path: Path) -> WorkbookError:
    """Return the error for a workbook that would take more time or memory than any annuaire."""
    return WorkbookError(
        _("“%(name)s” is far larger than any annuaire: it was not opened.") % {"name": path.name},
        _("Check where the file comes from. The largest allowed is %(megabytes)d MB once unpacked.")
        % {"megabytes": MAX_UNPACKED_BYTES // 2**20},
    )
