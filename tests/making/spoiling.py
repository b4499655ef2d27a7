"""Published folders that are spoilt, one way after the other: what a disk, a cloud folder or a hand may do to them."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from fiche_builder.common.period import EditionId
from fiche_builder.model.columns import Audience
from fiche_builder.publish.journal import State, open_journal
from fiche_builder.publish.manifest import MANIFEST_NAME, file_name
from tests.making.sending import ANN

Spoil = Callable[[Path], Path]
"""Spoils the edition in a folder such as `output/2026-11`; returns the file that is to be named."""


def a_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def a_link_to_nowhere(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("nowhere")


def a_link_to_a_device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def holding(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


PLACES: dict[str, Callable[[Path], object]] = {
    "a pipe": a_pipe,
    "a folder": a_folder,
    "a link to nowhere": a_link_to_nowhere,
    "a device": a_link_to_a_device,
    "empty": holding(b""),
    "zeros": holding(b"\0" * 4096),
    "half": holding(b'{"edition": "2026-1'),
    "another encoding": holding('{"edition": "é"}'.encode("utf-16")),
    "nested": holding(b"[" * 200_000),
    "nested objects": holding(b'{"fiches":' * 100_000),
    "a list": holding(b"[]"),
    "null": holding(b"null"),
}
"""What may be in the place of a file."""


def _in_manifest(change: Callable[[Any], object]) -> Spoil:
    def spoil(folder: Path) -> Path:
        path = folder / MANIFEST_NAME
        manifest = json.loads(path.read_text("utf-8"))
        change(manifest)
        path.write_text(json.dumps(manifest), encoding="utf-8")
        return path

    return spoil


def _set(key: str, value: Any) -> Spoil:
    """Set a value in the entry of the first file."""
    return _in_manifest(lambda manifest: manifest["files"][0].update({key: value}))


_TYPES: tuple[Any, ...] = (None, True, 1.5, float("inf"), float("nan"), -1, 10**400, "", "\ud800", [], {}, [[[[]]]])
_ENTRY = "name", "audience", "format", "sha256", "size", "fiches", "checks", "unanswered"
MANIFESTS: dict[str, Spoil] = {
    **{
        f"{key} is {str(value)[:12]!a}": _set(key, value)
        for key in _ENTRY
        for value in _TYPES
        if not (key in {"checks", "unanswered"} and value == []) and not (key == "fiches" and value == "")
    },
    **{f"no {key}": _in_manifest(lambda m, key=key: m["files"][0].pop(key)) for key in _ENTRY[:-1]},  # type: ignore[misc]
    **{
        f"{key} as a whole is {str(value)[:12]!a}": _in_manifest(lambda m, key=key, value=value: m.update({key: value}))  # type: ignore[misc]
        for key in ("edition", "files", "columns")
        for value in _TYPES
        if not (key == "files" and value == []) and not (key == "columns" and value == {})
    },
    "another month": _in_manifest(lambda m: m.update(edition="2026-07")),
    "a file of elsewhere": _set("name", "../../annuaire.xlsx"),
    "the manifest itself": _set("name", MANIFEST_NAME),
    "internal as public": _in_manifest(
        lambda m: [entry.update(audience="public") for entry in m["files"] if "interne" in entry["name"]]
    ),
    "a file twice": _in_manifest(lambda m: m["files"].append(m["files"][0])),
    "columns that are none": _in_manifest(lambda m: m.update(columns={"fiches": [float("inf")]})),
}


def _snapshot(change: Callable[[Any], Any]) -> Spoil:
    """Change the internal snapshot, and let the manifest vouch for what it then is."""

    def spoil(folder: Path) -> Path:
        path = folder / file_name(EditionId.parse(folder.name), Audience.INTERNAL, "json")
        data = json.loads(path.read_text("utf-8"))
        data = change(data) or data
        content = json.dumps(data).encode()
        path.write_bytes(content)
        manifest = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
        for entry in manifest["files"]:
            if entry["name"] == path.name:
                entry.update(sha256=sha256(content).hexdigest(), size=len(content))
        (folder / MANIFEST_NAME).write_text(json.dumps(manifest), encoding="utf-8")
        return path

    return spoil


def _deep(levels: int) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = [value] if level % 2 else {"x": value}
    return value


_ODD: tuple[Any, ...] = (None, True, 1.5, float("inf"), float("-inf"), float("nan"), "\ud800", {}, _deep(300))
SNAPSHOTS: dict[str, Spoil] = {
    **{
        f"{key} of a fiche is {str(value)[:12]!a}": _snapshot(
            lambda d, key=key, value=value: d["fiches"][0].update({key: value})  # type: ignore[misc]
        )
        for key in ("number", "name", "theme")
        for value in _ODD
    },
    **{
        f"{key} is {str(value)[:12]!a}": _snapshot(lambda d, key=key, value=value: d.update({key: value}))  # type: ignore[misc]
        for key in ("edition", "audience", "title", "themes", "fiches", "schema")
        for value in _ODD
    },
    "phones without end": _snapshot(lambda d: d["fiches"][0].update(phones=[float("inf")])),
    "contacts deep down": _snapshot(lambda d: d["fiches"][0].update(contacts=_deep(300))),
    "a number twice": _snapshot(lambda d: d["fiches"].append(d["fiches"][0])),
    "another edition": _snapshot(lambda d: d.update(edition="2026-07")),
    "the other audience": _snapshot(lambda d: d.update(audience="public")),
    "changes of nothing": _snapshot(lambda d: d.update(changes={"old": float("inf")})),
    "changes that are a list": _snapshot(lambda d: d.update(changes=[])),
}


def _journal(*statements: str) -> Spoil:
    """Send to one recipient, and then let somebody run statements on the journal."""

    def spoil(folder: Path) -> Path:
        path = sent_journal(folder)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
        return path

    return spoil


def sent_journal(folder: Path) -> Path:
    """Let an edition have been sent to one recipient; return its journal."""
    edition = EditionId.parse(folder.name)
    with open_journal(folder.parent, edition) as journal:
        journal.plan([(ANN, "internal", "00", f"<{edition}@x>")])
        journal.mark(journal.deliveries()[0], State.SENT)
    return folder.parent / f"{edition}.journal.sqlite"


def _in_place_of_journal(spoil: Callable[[Path], object]) -> Spoil:
    def spoilt(folder: Path) -> Path:
        path = folder.parent / f"{folder.name}.journal.sqlite"
        spoil(path)
        return path

    return spoilt


def _beside_journal(ending: str) -> Spoil:
    def spoil(folder: Path) -> Path:
        path = sent_journal(folder)
        a_pipe(path.with_name(path.name + ending))
        return path

    return spoil


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
JOURNALS: dict[str, Spoil] = {
    **{name: _in_place_of_journal(spoil) for name, spoil in PLACES.items()},
    **{f"{ending} is a pipe": _beside_journal(ending) for ending in ("-journal", "-wal")},
    **{
        f"state is {state}": _journal(f"UPDATE delivery SET state = {state}")  # noqa: S608 (the test's own)
        for state in ("'lost'", "7", "x'00'", "1e999")
    },
    **{
        f"{column} is {value}": _journal(f"UPDATE delivery SET {column} = {value}")  # noqa: S608 (the test's own)
        for column in ("address", "audience", "sha256", "message_id", "reply", "changed")
        for value in ("x'ff'", "CAST(x'ff' AS TEXT)")
    },
    "a day that is none": _journal("UPDATE delivery SET changed = '2026-13-45'"),
    "a day before all": _journal("UPDATE delivery SET changed = '0001-01-01T00:00:00+14:00'"),
    "a view": _journal(
        "ALTER TABLE delivery RENAME TO kept",
        "CREATE VIEW delivery (number, address, audience, sha256, message_id, state, reply, changed) AS "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i, i, i, i, i, i, i, i FROM n",
    ),
    "a trigger": _journal("CREATE TRIGGER t AFTER UPDATE ON delivery BEGIN DELETE FROM delivery; END"),
    "another column": _journal("ALTER TABLE delivery ADD COLUMN secret TEXT"),
    "no table": _journal("DROP TABLE delivery"),
    "no name": _journal("DELETE FROM mailing"),
    "two names": _journal("INSERT INTO mailing SELECT * FROM mailing"),
    "a request that is none": _journal(f"CREATE VIEW request AS {_ENDLESS}"),
}
