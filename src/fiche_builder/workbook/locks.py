"""The lock files that Excel and LibreOffice write beside a workbook they have open."""

from pathlib import Path


def lock_files(workbook: Path) -> list[Path]:
    """Return the lock files that Excel or LibreOffice keep beside a workbook while it is open."""
    names = (f"~${workbook.name}", f"~${workbook.name[2:]}", f".~lock.{workbook.name}#")
    return [path for name in names if (path := workbook.with_name(name)).exists()]
