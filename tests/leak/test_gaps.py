"""Each byte of a PDF belongs to something to which its table of places leads."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from fiche_builder.leak.gaps import has_gaps

KEPT = [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate]


def gaps(content: bytes) -> bool:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return has_gaps(content, pdf)


def saved(content: bytes, mode: pikepdf.ObjectStreamMode) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Extra = pikepdf.Dictionary(A=pikepdf.String("a) (b"), B=pikepdf.String("endobj % no comment"))
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=mode)
        return written.getvalue()


def test_our_own_files_have_none(sound_pdf: bytes) -> None:
    assert not gaps(sound_pdf)


@pytest.mark.parametrize("mode", KEPT)
def test_neither_have_others(mode: pikepdf.ObjectStreamMode, sound_pdf: bytes) -> None:
    assert not gaps(saved(sound_pdf, mode))


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "in front": lambda content: b"x\n" + content,
    "behind": lambda content: content + b"x",
    "a comment": lambda content: content.replace(b"endobj\n", b"endobj\n% x\n", 1),
    "a comment in an object": lambda content: content.replace(b" obj\n<<", b" obj\n% x\n<<", 1),
    "between stream and object": lambda content: content.replace(b"endstream\nendobj", b"endstream x\nendobj", 1),
    "an object by itself": lambda content: content.replace(b"startxref", b"9999 0 obj\n(x)\nendobj\nstartxref", 1),
    "a known object again": lambda content: content.replace(b"startxref", b"1 0 obj\n(x)\nendobj\nstartxref", 1),
    "another header": lambda content: content.replace(content[9:15], b"%Kanar\n", 1),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("mode", KEPT)
def test_what_stands_elsewhere_is_seen(name: str, mode: pikepdf.ObjectStreamMode, sound_pdf: bytes) -> None:
    content = saved(sound_pdf, mode)
    changed = CHANGES[name](content)
    assert changed != content
    assert gaps(changed)
