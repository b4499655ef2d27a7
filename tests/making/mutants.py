"""Workbooks damaged by chance: one part, in one of the ways in which disks, transfers and programs damage files."""

import random
import re

from tests.making.packages import Parts, pack

_ATTRIBUTE = re.compile(rb'="([^"<]*)"')
_NUMBER = re.compile(rb"[0-9]+")
_ENCODING = re.compile(rb"<\?xml[^>]*\?>")
_DIGITS = (b"9" * 100, b"9" * 400, b"1e400", b"-1", b"0", b"99999999999", b"1.5", b"nan", b"1048577", b"4294967296")
_CHARSETS = (b"none", b"utf-16", b"utf-7", b"idna", b"zip", b"undefined", b"latin-1", b"", b"x" * 300, b"shift_jis")
_WORDS = (b"", b"\0", b"<", b'"', b"&#0;", b"\xff\xfe", b"_xD800_", b"]]>", b"<!--", b"A" * 300)


def mutant(parts: Parts, chance: random.Random) -> bytes:
    """Return a file of these parts, of which one, or the file as it is packed, is damaged."""
    name = chance.choice([*parts, ""])
    if not name:
        return _bytes(pack(parts), chance)
    return pack(parts | {name: chance.choice([_bytes, _number, _attribute, _charset, _element])(parts[name], chance)})


def _bytes(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, insert or repeat some bytes."""
    start = chance.randrange(len(content) or 1)
    end = min(len(content), start + chance.choice([1, 1, 1, 8, 300]))
    piece = content[start:end]
    new = chance.choice([*_WORDS, piece * 3, bytes(byte ^ 1 << chance.randrange(8) for byte in piece)])
    return content[:start] + new + content[end:]


def _replaced(content: bytes, found: re.Match[bytes] | None, new: bytes, group: int = 0) -> bytes:
    return content if found is None else content[: found.start(group)] + new + content[found.end(group) :]


def _one(pattern: re.Pattern[bytes], content: bytes, chance: random.Random) -> re.Match[bytes] | None:
    return chance.choice([*pattern.finditer(content)] or [None])


def _number(content: bytes, chance: random.Random) -> bytes:
    return _replaced(content, _one(_NUMBER, content, chance), chance.choice(_DIGITS))


def _attribute(content: bytes, chance: random.Random) -> bytes:
    return _replaced(content, _one(_ATTRIBUTE, content, chance), chance.choice(_DIGITS + _WORDS), 1)


def _charset(content: bytes, chance: random.Random) -> bytes:
    declared = b'<?xml version="1.0" encoding="' + chance.choice(_CHARSETS) + b'"?>'
    found = _ENCODING.match(content)
    return declared + (content[found.end() :] if found else content)


def _element(content: bytes, chance: random.Random) -> bytes:
    """Drop or repeat a tag."""
    found = _one(re.compile(rb"<[^<>]*>"), content, chance)
    return _replaced(content, found, found[0] * chance.choice([0, 2]) if found else b"")
