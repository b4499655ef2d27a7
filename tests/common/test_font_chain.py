"""The fonts in `look/fonts`: which is asked for which character, and what is said of a file that cannot be used."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from fiche_builder.common.config import project_folders
from fiche_builder.common.errors import ConfigError
from fiche_builder.common.font_chain import FontChain, active_fonts, find_fonts, use_fonts
from tests.conftest import SOAK
from tests.making.look_fonts import ARABIC, CJK, FATHA, HEBREW, make_look_font


def chain_of(*paths: Path) -> FontChain:
    return FontChain(paths)


def test_files_are_asked_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name, characters in (("2-b.ttf", "אב"), ("10-a.OTF", "בג"), ("A.ttf", "גד")):
        make_look_font(tmp_path / "look" / "fonts" / name, characters, family=name)
    chain = FontChain(find_fonts([tmp_path]))
    assert [path.name for path in chain.paths] == ["10-a.OTF", "2-b.ttf", "A.ttf"]
    asked = {sign: font.family for sign in "אבגד" if (font := chain.choose(sign, 400))}
    assert asked == {"א": "2-b.ttf", "ב": "10-a.OTF", "ג": "10-a.OTF", "ד": "A.ttf"}
    assert chain.choose("ה", 400) is None
    assert chain.choose("אד", 400) is None


def test_what_is_no_font_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "look" / "fonts"
    make_look_font(folder / "a.ttf", HEBREW)
    for name in ("OFL.txt", ".b.ttf", "Thumbs.db", "._a.ttf"):
        (folder / name).write_bytes(b"?")
    (folder / "static.ttf").mkdir()
    assert [path.name for path in find_fonts([tmp_path])] == ["a.ttf"]
    assert find_fonts([tmp_path / "elsewhere"]) == []


def test_the_folder_is_beside_the_settings_or_the_workbook(tmp_path: Path) -> None:
    workbook = tmp_path / "sources" / "annuaire.xlsx"
    workbook.parent.mkdir()
    below = make_look_font(workbook.parent / "look" / "fonts" / "a.ttf", HEBREW)
    beside = make_look_font(tmp_path / "look" / "fonts" / "b.ttf", HEBREW)
    assert find_fonts(project_folders(workbook)) == [below]
    (tmp_path / "fiche.toml").touch()
    assert find_fonts(project_folders(workbook)) == [beside]


def test_of_a_family_the_nearest_weight_is_taken(tmp_path: Path) -> None:
    for weight in (300, 500, 900):
        make_look_font(tmp_path / f"{weight}.ttf", HEBREW, weight=weight)
    make_look_font(tmp_path / "000-italic.ttf", HEBREW, italic=True)
    make_look_font(tmp_path / "other.ttf", HEBREW, family="Another", weight=600)
    chain = FontChain(sorted(tmp_path.iterdir()))
    for wanted, found in ((400, 300), (450, 500), (600, 500), (700, 500), (701, 900), (900, 900)):
        font = chain.choose("א", wanted)
        assert font
        assert font.nearest(wanted) == found
        assert not font.is_italic
    slanted = chain_of(tmp_path / "000-italic.ttf").choose("א", 700)
    assert slanted
    assert slanted.is_italic


def test_a_font_that_varies_has_every_weight_between(tmp_path: Path) -> None:
    chain = chain_of(make_look_font(tmp_path / "a.ttf", HEBREW, weight=300, heaviest=650))
    font = chain.choose("א", 400)
    assert font
    assert [font.nearest(weight) for weight in (100, 400, 600, 700)] == [300, 400, 600, 650]
    assert chain.find(font.name(600)) == (font, 600)


def test_its_name_is_made_of_its_content(tmp_path: Path) -> None:
    first, second = (make_look_font(tmp_path / name, HEBREW) for name in ("a.ttf", "b.ttf"))
    second.write_bytes(first.read_bytes())
    third = make_look_font(tmp_path / "c.ttf", ARABIC)
    codes = [font.code for font in chain_of(first, second, third).fonts]
    assert codes[0] == codes[1] != codes[2]


def test_letters_with_marks_may_come_in_two(tmp_path: Path) -> None:
    (font,) = chain_of(make_look_font(tmp_path / "a.ttf", f"\u05e9\u05c1{FATHA}")).fonts
    assert font.has("\ufb2a")  # shin with its dot
    assert font.has("ש\u200d")
    assert not font.has("ת")
    assert font.has("")


def test_a_sign_that_is_drawn_as_nothing_is_none(tmp_path: Path) -> None:
    path = make_look_font(tmp_path / "a.ttf", f"{CJK}\u3000")
    (font,) = chain_of(path).fonts
    assert font.has("東")
    assert font.has(" ")
    (blank,) = chain_of(make_look_font(tmp_path / "b.ttf", "אב", blank="א")).fonts
    assert not blank.has("א")
    assert blank.has("ב")


@pytest.mark.parametrize(
    ("name", "made", "reason"),
    [
        ("a.ttf", {"embedding": 2}, "forbids"),
        ("a.ttf", {"embedding": 0x102}, "forbids"),
        ("a.otf", {"embedding": 0x100, "is_cff": True}, "forbids"),
        ("a.ttf", {"embedding": 0x204}, "forbids"),
        ("a.ttf", {"without": ("glyf", "loca")}, "coloured pictures"),
        ("a.ttf", {"without": ("cmap",)}, "does not tell"),
        ("a.ttf", {"without": ("head",)}, "damaged"),
        ("a.ttf", {"without": ("hhea",)}, "damaged"),
        ("a.ttc", {}, r"kind \.ttc"),
        ("A.WOFF2", {}, r"kind \.woff2"),
    ],
)
def test_a_font_that_cannot_be_used_is_told_by_its_name(
    name: str, made: dict[str, object], reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "look" / "fonts" / name
    make_look_font(path, HEBREW, **made)  # type: ignore[arg-type]
    chain = FontChain(find_fonts([tmp_path]))
    with pytest.raises(ConfigError, match=reason) as error:
        chain.refuse_unusable()
    assert f"“{name}”" in error.value.message
    assert error.value.hint


@pytest.mark.parametrize("embedding", [0, 4, 6, 8])
def test_what_may_be_embedded_is(embedding: int, tmp_path: Path) -> None:
    chain_of(make_look_font(tmp_path / "a.ttf", HEBREW, embedding=embedding)).refuse_unusable()


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"Bonjour", b"OTTO" + bytes(99), b"ttcf" + bytes(50), b"wOF2\0"])
def test_a_file_that_is_no_font_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.otf"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"“a\.otf”"):
        chain_of(path).refuse_unusable()


def test_a_folder_or_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"“gone\.ttf”"):
        chain_of(tmp_path / "gone.ttf").refuse_unusable()


@pytest.mark.parametrize("is_cff", [False, True])
def test_a_damaged_file_is_refused_or_works_but_never_stumbles(is_cff: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Cut off anywhere it is refused; with a byte changed, it is either refused or asked without harm."""
    path = make_look_font(tmp_path / "a.otf", ARABIC + FATHA, is_cff=is_cff)
    content = path.read_bytes()
    lot = random.Random(4)  # noqa: S311 (the same each time)
    for end in lot.sample(range(len(content) - 4), 400 if SOAK else 40):
        path.write_bytes(content[:end])
        with pytest.raises(ConfigError, match=r"“a\.otf”"):
            chain_of(path).refuse_unusable()
    for _turn in range(4000 if SOAK else 200):
        changed = bytearray(content)
        changed[lot.randrange(len(content))] ^= 1 << lot.randrange(8)
        path.write_bytes(changed)
        with suppress(ConfigError):
            chain_of(path).choose("لا", 400)


def test_fonts_are_those_that_were_named_last(tmp_path: Path) -> None:
    before = active_fonts()
    use_fonts([make_look_font(tmp_path / "a.ttf", HEBREW)])
    assert active_fonts().has("א")
    use_fonts([])
    assert active_fonts() is before
    assert not active_fonts().has("א")
