"""How a later developer, meaning well or not, could put an internal value into a public file: one change for each way.

Each takes the bytes of a sound file and returns them with one of the internal values of `INSIDE` in them.
"""

import base64
import io
import json
import re
import zlib
from collections.abc import Callable
from functools import partial

import pikepdf
from fontTools.ttLib import TTFont

from tests.making.canaries import changed

WORD, PHONE, NOTE, INITIALS = "Zebulonica", "02 555 48 61", "clef chez le concierge du numéro neuf", "QZK"
INSIDE = {"Consigne": WORD, "Message type": NOTE, "Autorisé par": INITIALS}
"""The internal cells of the one public fiche; `PHONE` is that of a contact to transfer to."""
Sabotage = Callable[[bytes], bytes]


# PDF


def in_pdf(change: Callable[[pikepdf.Pdf], object]) -> Sabotage:
    return partial(changed, change=change)


def drawn(commands: str) -> Sabotage:
    return in_pdf(lambda pdf: pdf.pages[0].contents_add(commands.encode()))


def in_root(value: Callable[[], pikepdf.Object]) -> Sabotage:
    return in_pdf(lambda pdf: pdf.Root.__setattr__("Extra", value()))


def stream_of(content: bytes, **entries: object) -> Sabotage:
    return in_pdf(lambda pdf: pdf.Root.__setattr__("Extra", pdf.make_stream(content, **entries)))


def font_program(change: Callable[[TTFont], object]) -> Sabotage:
    """Change the first embedded font."""

    def in_font(pdf: pikepdf.Pdf) -> None:
        stream = next(
            thing["/FontFile2"]
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        )
        font, target = TTFont(io.BytesIO(stream.read_bytes())), io.BytesIO()
        change(font)
        font.save(target)
        stream.write(target.getvalue())

    return in_pdf(in_font)


def name_font(text: str, platform: tuple[int, int, int]) -> Callable[[TTFont], object]:
    def name(font: TTFont) -> None:
        from fontTools.ttLib import newTable

        table = font["name"] if "name" in font else newTable("name")
        table.names = getattr(table, "names", [])
        font["name"] = table
        table.setName(text, 1, *platform)

    return name


def name_glyph(font: TTFont) -> None:
    from fontTools.ttLib import newTable

    font.setGlyphOrder([*font.getGlyphOrder()[:-1], WORD])
    post = font["post"] = newTable("post")
    post.formatType, post.extraNames, post.mapping = 2.0, [], {}
    post.italicAngle = post.underlinePosition = post.underlineThickness = post.isFixedPitch = 0
    post.minMemType42 = post.maxMemType42 = post.minMemType1 = post.maxMemType1 = 0
    post.glyphOrder = font.getGlyphOrder()


def add_font_table(font: TTFont) -> None:
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    table = DefaultTable("ZZZZ")
    table.data = WORD.encode()
    font["ZZZZ"] = table


def between_objects(text: str) -> Sabotage:
    """Put bytes behind the header, to which nothing points, and move every offset."""

    def add(content: bytes) -> bytes:
        sound = changed(content, bool)
        place = sound.index(b"\n", sound.index(b"\n") + 1) + 1
        added = f"% {text}\n".encode()
        return _moved(sound, place, added)

    return add


def _moved(content: bytes, place: int, added: bytes) -> bytes:
    """Return a PDF of qpdf's with bytes added; readers repair its table of places."""
    head, tail = content[:place] + added + content[place:], len(added)
    return re.sub(rb"startxref\n(\d+)", lambda found: b"startxref\n%d" % (int(found[1]) + tail), head)


def unreferenced(content: bytes) -> bytes:
    """Put an object into the file to which no table points."""
    return content.replace(b"startxref", b"9999 0 obj\n(%s)\nendobj\nstartxref" % WORD.encode())


def behind_deflated(pdf: pikepdf.Pdf) -> None:
    """Put bytes behind the end of what is packed: whoever unpacks a stream stops before them."""
    extra = pdf.make_stream(b"")
    extra.write(zlib.compress(b"q Q") + WORD.encode(), filter=pikepdf.Name.FlateDecode)
    pdf.Root.Extra = extra


def in_packed(content: bytes) -> bytes:
    """Put a comment into the list at the beginning of a stream of packed objects, which then is none of ours."""
    sound = changed(content, bool)
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        stream = next(
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == pikepdf.Name.ObjStm
        )
        packed, raw, first = stream.read_bytes(), stream.read_raw_bytes(), int(stream.First)
    added = f"%{WORD}\n".encode()
    new = zlib.compress(packed[:first] + added + packed[first:], 9)
    place = sound.index(raw)
    start = sound.rindex(b" obj", 0, place)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(new), sound[start:place])
    head = re.sub(rb"/First \d+", b"/First %d" % (first + len(added)), head)
    return sound[:start] + head + new + sound[place + len(raw) :]


def replaced(old: str, new: str) -> Sabotage:
    def replace(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return replace


def appended(text: str | bytes) -> Sabotage:
    return lambda content: content + (text.encode() if isinstance(text, str) else text)


def in_base64(text: str, encode: Callable[[bytes], bytes] = base64.b64encode) -> str:
    return encode(text.encode()).decode()


def data_uri(text: str, kind: str = "text/plain") -> str:
    return f"data:{kind};base64,{in_base64(text)}"


def glyphs_of(text: str) -> str:
    """Return a string of codes that stand for text only by a table of their own, added to the page's fonts."""
    return "".join(f"{ord(char):04x}" for char in text)


def other_table(pdf: pikepdf.Pdf) -> None:
    """Show text by a second table under the name of a font that other pages have, too."""
    page = pdf.pages[0]
    fonts = page.Resources.Font
    name = min(fonts.keys())
    table = b"1 beginbfrange <0020> <007e> <0020> endbfrange"
    own = pdf.make_indirect(pikepdf.Dictionary(dict(fonts[name].items())))
    own.ToUnicode = pdf.make_stream(table)
    resources = pdf.make_indirect(pikepdf.Dictionary(dict(page.Resources.items())))
    resources.Font = pikepdf.Dictionary({name: own})
    form = pdf.make_stream(
        f"BT {name} 9 Tf <{glyphs_of(WORD)}>Tj ET".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 9, 9],
        Resources=resources,
    )
    pdf.Root.Extra = form


PDF: dict[str, Sabotage] = {
    "a font's family name": font_program(name_font(WORD, (3, 1, 0x409))),
    "a font's name on a Mac": font_program(name_font(WORD, (1, 0, 0))),
    "a glyph's name": font_program(name_glyph),
    "a font's table of its own": font_program(add_font_table),
    "bytes between objects": between_objects(WORD),
    "digits between objects": between_objects(PHONE),
    "an object that nothing points to": unreferenced,
    "behind the end": appended(f"\n{WORD}\n"),
    "a phone behind the end": appended(f"\n% {PHONE}"),
    "before the beginning": lambda content: f"{WORD}\n".encode() + content,
    "a comment of commands": drawn(f"% {WORD}"),
    "a phone in a comment of commands": drawn(f"% {PHONE}"),
    "a phone as numbers of commands": drawn(f"{PHONE.replace(' ', '')} 0 m"),
    "a base64 comment of commands": drawn(f"% {in_base64(WORD)}"),
    "a name of commands": drawn(f"/{WORD} MP"),
    "a name in a mark": drawn(f"/P<</MCID 0/{WORD} 1>>BDC EMC"),
    "a string under a font of two bytes": drawn(f"BT /F400 9 Tf ({WORD}) Tj ET"),
    "hexadecimal letters": drawn(f"BT /F400 9 Tf <{WORD.encode().hex()}>Tj ET"),
    "another table of the same font": in_pdf(other_table),
    "an inline picture's data": drawn(f"BI /W 10 /H 1 /BPC 8 /CS /G ID {WORD} EI"),
    "a picture's stream": stream_of(
        WORD.encode(),
        Subtype=pikepdf.Name.Image,
        Width=10,
        Height=1,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    ),
    "a stream, deflated twice": stream_of(zlib.compress(WORD.encode())),
    "a stream in base64": stream_of(base64.b64encode(f"xx{WORD}".encode())),
    "a stream of digits": stream_of(PHONE.encode()),
    "behind a deflated stream": in_pdf(behind_deflated),
    "in the list of packed objects": in_packed,
    "an undecodable filter": stream_of(WORD.encode(), Filter=pikepdf.Name.JPXDecode),
    "a string in base64": in_root(lambda: pikepdf.String(in_base64(f"id:{WORD}"))),
    "a data URI as a link": in_root(lambda: pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(data_uri(WORD)))),
    "a string of UTF-8 bytes": in_root(lambda: pikepdf.String(b"\xef\xbb\xbf" + NOTE.encode())),
    "a number": in_root(lambda: pikepdf.Dictionary(Tel=int(PHONE.replace(" ", "")))),
    "a mark's number": drawn(f"/P<</MCID {PHONE.replace(' ', '')}>>BDC EMC"),
    "the file's identity": in_pdf(lambda pdf: pdf.trailer.__setattr__("ID", [WORD.encode(), b"x"])),
    "a key of the trailer": in_pdf(lambda pdf: pdf.trailer.__setattr__("Extra", pikepdf.String(WORD))),
    "seven digits": drawn("BT /Fx 9 Tf (555 48 61) Tj ET"),
    "initials": drawn(f"BT /Fx 9 Tf (verified by {INITIALS}) Tj ET"),
    "initials with points": drawn("BT /Fx 9 Tf (Q.Z.K.) Tj ET"),
    "a description": in_pdf(lambda pdf: pdf.docinfo.__setattr__("Subject", NOTE)),
}


# Page, cards, data

INDEX = json.dumps({"terms": [WORD.casefold()[:end] for end in range(2, len(WORD))]})
HTML: dict[str, Sabotage] = {
    "a comment": replaced("</body>", f"<!-- {WORD} --></body>"),
    "an attribute": replaced("<main", f'<main data-phone="{PHONE}"'),
    "percent twice": replaced("</body>", '<a href="https://x.example/?q=Zebu%256Conica">x</a></body>'),
    "an entity": replaced("</body>", "<p hidden>&#90;ebulonica</p></body>"),
    "a data URI": replaced("</body>", f'<img alt="" src="{data_uri(WORD, "image/svg+xml")}"></body>'),
    "a data URI in percent-encoding": replaced("</body>", '<img alt="" src="data:,%5Aebulonica"></body>'),
    "a data URI in a style": replaced("</style>", f".x {{ background: u\\72l({data_uri(WORD)}) }}</style>"),
    "base64 in a script": replaced("</script>", f"const k = atob('{in_base64(WORD)}');</script>"),
    "base64 twice": replaced("</script>", f"const k='{in_base64(in_base64(WORD))}';</script>"),
    "base64 for the web": replaced(
        "</script>", f"const k='{in_base64(f'??>>{WORD}', base64.urlsafe_b64encode).rstrip('=')}';</script>"
    ),
    "hexadecimal": replaced("</script>", f"const k='{NOTE.encode().hex()}';</script>"),
    "numbers of letters": replaced("</script>", f"const k=[{','.join(str(ord(c)) for c in NOTE)}];</script>"),
    "hexadecimal numbers of letters": replaced(
        "</script>", f"const k=[{','.join(hex(ord(c)) for c in WORD)}];</script>"
    ),
    "a phone with strokes": replaced("</main>", "<p>02|555_48•61</p></main>"),
    "a phone in elements": replaced("</main>", "<p>02 <b>555</b> <i>48</i>\n<u>61</u></p></main>"),
    "data in angle brackets": replaced("</script>", 'const k = ["Zebu", "<lonica>"];</script>'),
    "a comment inside": replaced("</main>", "<p>Zebu<!-- -->lonica</p></main>"),
    "escapes of a script": replaced("</script>", "const k='\\x5a\\x65bulonica';</script>"),
    "escapes of a style": replaced("</style>", ".x::after { content: '\\5a ebulonica' }</style>"),
    "an index by beginnings": replaced("</script>", f"const k={INDEX};</script>"),
    "an index by words": replaced("</script>", "const k={'clef':[1],'chez':[2],'zebulonica':[1]};</script>"),
    "initials": replaced("</main>", f"<p>Revu: {INITIALS}</p></main>"),
    "seven digits": replaced("</main>", "<p>555 48 61</p></main>"),
    "seven digits with an area in brackets": replaced("</main>", "<p>(2) 555.48.61</p></main>"),
    "in UTF-16": appended(WORD.encode("utf-16-le")),
}
VCF: dict[str, Sabotage] = {
    "a note": replaced("END:VCARD", f"NOTE:{NOTE}\r\nEND:VCARD"),
    "a property of one's own": replaced("END:VCARD", f"X-ZK;X={WORD}:1\r\nEND:VCARD"),
    "a picture": replaced("END:VCARD", f"X-PHOTO:{data_uri(WORD, 'image/png')}\r\nEND:VCARD"),
    "quoted-printable": replaced("END:VCARD", "NOTE;ENCODING=QUOTED-PRINTABLE:=5Aebulonica\r\nEND:VCARD"),
    "behind the last card": appended(f"{PHONE}\r\n"),
    "initials": replaced("END:VCARD", f"X-REV-BY:{INITIALS}\r\nEND:VCARD"),
    "seven digits": replaced("END:VCARD", "X-EXT:555 48 61\r\nEND:VCARD"),
}
JSON: dict[str, Sabotage] = {
    "a key": replaced('"schema": 1', f'"schema": 1, "{WORD}": 0'),
    "escapes": replaced('"schema": 1', '"schema": 1, "x": "\\u005aebulonica"'),
    "base64": replaced('"schema": 1', f'"schema": 1, "x": "{in_base64(f"a{WORD}")}"'),
    "a number": replaced('"schema": 1', '"schema": 1, "x": 25554861'),
    "in angle brackets": replaced('"schema": 1', '"schema": 1, "x": "Zebu <lonica>"'),
    "two strings": replaced('"schema": 1', '"schema": 1, "x": ["clef chez le", "concierge du numéro neuf"]'),
    "initials": replaced('"schema": 1', f'"schema": 1, "by": "{INITIALS}"'),
}


# A mail

MAIL: dict[str, Sabotage] = {
    "the preamble": replaced("\r\n\r\n--", f"\r\n\r\n{WORD}\r\n--"),
    "the epilogue": appended(f"\r\n{WORD}\r\n"),
    "the boundary": lambda content: re.sub(rb"=+\d+==", WORD.encode(), content),
    "a part's name": replaced("Content-Type: text/plain", f'Content-Type: text/plain; name="{WORD}.txt"'),
    "a part's name, encoded": replaced("text/plain", "text/plain; name*=utf-8''%5Aebulonica"),
    "a content's id": replaced("Content-Type: text/html", f"Content-ID: <{WORD}@x>\r\nContent-Type: text/html"),
    "an encoded header": replaced("Subject:", f"X-Note: =?utf-8?b?{in_base64(WORD)}?=\r\nSubject:"),
    "a header of the format": replaced("MIME-Version: 1.0", f"MIME-Version: 1.0 ({WORD})"),
    "a sign of the draft": replaced("X-Unsent: 1", f"X-Unsent: {WORD}"),
    "a style of the letter": replaced("<body", f'<body data-x=3D"{WORD}"'),
    "initials": replaced("Subject:", f"X-By: {INITIALS}\r\nSubject:"),
    "an attachment without an extractor": replaced("Content-Type: text/html", "Content-Type: application/zip"),
    "an attached mail": replaced("Content-Type: text/plain", "Content-Type: message/rfc822"),
    "a type with a value in it": replaced("Content-Type: text/plain", f"Content-Type: text/{WORD.casefold()}"),
    "a part of another encoding": replaced('charset="utf-8"', f'charset="{WORD}"'),
}
SABOTAGES = {"pdf": PDF, "html": HTML, "vcf": VCF, "json": JSON, "eml": MAIL}
