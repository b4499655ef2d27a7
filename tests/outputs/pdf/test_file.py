"""PDF as a file format: what goes in comes out again, by other people's readers."""

import io
import re
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element

import pikepdf
import pypdfium2
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.outputs.pdf.file import Metadata, PdfFile, pdf_text
from tests.conftest import SOAK

SAYS = Metadata(
    "Annuaire & <bottin> (novembre)", "Cellule « Ω »", "2026-11 \\ interne", language="fr", created="2026-11-01"
)
CONTENT = b"BT ET\n" * 500
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


TEXTS = [
    "plain", "", "(", ")", "((", "a\\b", "\\", "\\)", "line\rreturn", "line\nfeed", "both\r\n", "tab\t", "é œ € … “”",
    "Ωμέγα", "Щ", "→ ◆",
    "\U0001f600", "\x00", "\x7f", "\x18", "\xad", "\xa0",
]  # fmt: skip
MARKS = ("þÿ", "ï»¿")
"""How the marks of UTF-16 and UTF-8 look in PDFDocEncoding (ISO 32000-2, 7.9.2.2)."""


def make_file(*texts: str, says: Metadata = SAYS, content: bytes = CONTENT) -> bytes:
    """Return a file of one page, with an array of arrays, each holding one of `texts`, under `/Own`."""
    pdf = PdfFile()
    page, pages = pdf.reserve(), pdf.reserve()
    own = pdf.reserve()
    stream = pdf.add_stream("", content)
    pdf.put(page, f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 100 200]/Resources<<>>/Contents {stream} 0 R>>")
    pdf.put(pages, f"<</Type/Pages/Count 1/Kids[{page} 0 R]>>")
    things = [pdf.add(f"[{pdf_text(text)}]") for text in texts]
    pdf.put(own, f"[{' '.join(f'{thing} 0 R' for thing in things)}]")
    catalog = pdf.add(f"<</Type/Catalog/Pages {pages} 0 R/Own {own} 0 R/Metadata {pdf.add_metadata(says)} 0 R>>")
    return pdf.write(catalog, says)


def open_file(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def texts_of(content: bytes) -> list[str]:
    with open_file(content) as pdf:
        return [str(thing[0]) for thing in pdf.Root.Own]


def check(path: Path) -> tuple[int, str]:
    """Return what qpdf says of a file: zero if all is well, and its words."""
    run = subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True, text=True)
    return run.returncode, run.stderr


def test_other_readers_find_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(make_file(*TEXTS))
    assert check(path) == (0, "")
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        assert document[0].get_size() == (100, 200)


def test_texts_come_back_as_they_were() -> None:
    assert texts_of(make_file(*TEXTS)) == TEXTS


@settings(max_examples=2000 if SOAK else 60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.startswith(MARKS)), max_size=8
    )
)
def test_any_texts_come_back_as_they_were(texts: list[str]) -> None:
    assert texts_of(make_file(*texts)) == texts


@pytest.mark.parametrize("mark", MARKS)
def test_texts_that_begin_like_the_mark_of_an_encoding_come_back_too(mark: str) -> None:
    assert texts_of(make_file(f"{mark}text")) == [f"{mark}text"]


@pytest.mark.parametrize("count", [9990, 10_000, 21_000])
def test_more_objects_than_one_package_holds_are_all_found(tmp_path: Path, count: int) -> None:
    path = tmp_path / "file.pdf"
    texts = [f"{number} (n° {number % 7})" for number in range(count)]
    path.write_bytes(make_file(*texts))
    assert check(path) == (0, "")
    assert texts_of(path.read_bytes()) == texts
    with pikepdf.open(path) as pdf:
        packages = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/ObjStm"
        ]
        assert len(packages) in {0, -(-(count + 5) // 10_000)}  # a reader may hide them
    assert path.read_bytes().count(b"/Type/ObjStm") == -(-(count + 5) // 10_000)


def test_a_file_beyond_64_kibibytes_is_addressed_rightly(tmp_path: Path) -> None:
    """Its streams lie far behind each other."""
    pdf = PdfFile()
    contents = [bytes((number * 7 + place * place) % 251 for place in range(40_000)) for number in range(5)]
    streams = [pdf.add_stream("", content, is_plain=True) for content in contents]
    pages = pdf.add("<</Type/Pages/Count 0/Kids[]>>")
    catalog = pdf.add(f"<</Type/Catalog/Pages {pages} 0 R/Own[{' '.join(f'{stream} 0 R' for stream in streams)}]>>")
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf.write(catalog, SAYS))
    assert path.stat().st_size > 200_000
    assert check(path) == (0, "")
    with pikepdf.open(path) as opened:
        assert [stream.read_bytes() for stream in opened.Root.Own] == contents


@pytest.mark.parametrize("content", [b"", CONTENT, b"endstream endobj \r\n", bytes(range(256)) * 9])
def test_streams_decode_to_what_they_were(content: bytes) -> None:
    with open_file(make_file(content=content)) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == content
        assert pdf.pages[0].Contents.Filter == "/FlateDecode"
        assert str(pdf.Root.Metadata.get("/Filter")) == "None"


@pytest.mark.parametrize("content", [b"x", b"ends in a line\n", b"\r", b"endstream"])
def test_plain_streams_stay_as_they_are(content: bytes) -> None:
    pdf = PdfFile()
    stream = pdf.add_stream("/Kind/Own", content, is_plain=True)
    pages = pdf.add("<</Type/Pages/Count 0/Kids[]>>")
    catalog = pdf.add(f"<</Type/Catalog/Pages {pages} 0 R/Own {stream} 0 R>>")
    with open_file(pdf.write(catalog, SAYS)) as opened:
        own = opened.Root.Own
        assert (own.read_raw_bytes(), str(own.Kind)) == (content, "/Own")


def test_it_says_what_it_is_in_the_information_dictionary() -> None:
    with open_file(make_file()) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": SAYS.title,
            "/Author": SAYS.author,
            "/Subject": SAYS.subject,
            "/Creator": "fiche-builder",
            "/CreationDate": "D:20261101",
            "/ModDate": "D:20261101",
        }


def xmp(says: Metadata) -> Element:
    with open_file(make_file(says=says)) as pdf:
        metadata = pdf.Root.Metadata
        assert (str(metadata.Type), str(metadata.Subtype)) == ("/Metadata", "/XML")
        content: bytes = metadata.read_raw_bytes()
        found: Element = fromstring(content)
        return found


def test_it_says_the_same_in_xmp_which_every_program_can_read_plain() -> None:
    root = xmp(SAYS)
    paths = [f".//dc:{name}/*/rdf:li" for name in ("title", "creator", "description", "language")]
    said = [
        [element.text for element in root.findall(path, NAMESPACES)]
        for path in (*paths, ".//xmp:CreateDate", ".//pdfuaid:part")
    ]
    assert said == [[SAYS.title], [SAYS.author], [SAYS.subject], ["fr"], ["2026-11-01"], ["1"]]
    with open_file(make_file()) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == SAYS.title
        assert metadata["dc:creator"] == [SAYS.author]
        assert metadata.pdfa_status == ""


@pytest.mark.parametrize("title", ["", "a]]>b", "&amp; &lt;", "<?xpacket end='w'?>", "é\U0001f600", '"'])
def test_any_title_is_escaped(title: str) -> None:
    says = Metadata(title, title, title, "nl", "2026-11-01")
    assert (xmp(says).findtext(".//dc:title/*/rdf:li", namespaces=NAMESPACES) or "") == title
    with open_file(make_file(says=says)) as pdf:
        assert str(pdf.docinfo.Title) == title


def test_it_has_one_revision() -> None:
    content = make_file(*TEXTS)
    assert content.startswith(b"%PDF-1.7\n")
    assert content.endswith(b"%%EOF\n")
    for once in (b"startxref", b"%%EOF", b"/Type/XRef"):
        assert content.count(once) == 1
    assert b"/Prev" not in content
    place = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    assert re.match(rb"\d+ 0 obj\n<</Type/XRef", content[place:])


def test_the_same_objects_make_the_same_bytes_and_others_another_identity() -> None:
    assert make_file(*TEXTS) == make_file(*TEXTS)
    identities = []
    for content in (make_file("a"), make_file("a"), make_file("b")):
        with open_file(content) as pdf:
            identities.append([bytes(part) for part in pdf.trailer.ID])
    assert identities[0] == identities[1] != identities[2]
    assert identities[0][0] == identities[0][1]


def test_objects_that_nobody_put_are_null() -> None:
    pdf = PdfFile()
    pages, gap = pdf.add("<</Type/Pages/Count 0/Kids[]>>"), pdf.reserve()
    catalog = pdf.add(f"<</Type/Catalog/Pages {pages} 0 R/Own[{gap} 0 R 7]>>")
    with open_file(pdf.write(catalog, SAYS)) as opened:
        assert [str(thing) for thing in opened.Root.Own] == ["None", "7"]
