"""One PDF from the pieces of an edition: their commands on pages, their structure in one tree, each font once.

It follows PDF/UA-1 (ISO 14289-1): everything is either in the structure tree or an artifact, links have descriptions,
and the language is declared.
"""

from collections.abc import Iterator

from fiche_builder.outputs.pdf.file import PdfFile, pdf_text
from fiche_builder.outputs.pdf.fonts import EmbeddedFont, embed
from fiche_builder.outputs.pdf.sheet import Bookmark, Group, Piece, Sheets
from fiche_builder.outputs.pdf.slug import MCID, PX, Node, SlugLink

_DECIMALS = 2


def assemble(sheets: Sheets) -> bytes:
    """Return the PDF."""
    return _Assembly(sheets).run()


class _Assembly:
    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._pdf = PdfFile()
        self._pages = [self._pdf.reserve() for _page in range(sheets.page_count)]
        self._commands: list[list[str]] = [[] for _page in self._pages]
        self._marks: list[list[int]] = [[] for _page in self._pages]
        """For each page: the structure element of each marked-content sequence."""
        self._annotations: list[list[int]] = [[] for _page in self._pages]
        self._owners: list[int] = []
        """For each annotation: its structure element."""
        self._glyphs: dict[str, set[str]] = {}

    def run(self) -> bytes:
        pdf, sheets = self._pdf, self._sheets
        root, document = pdf.reserve(), pdf.reserve()
        kids = self._add_group(sheets.document, document)
        for piece in sheets.furniture:
            self._draw(piece, is_artifact=True)
        pdf.put(document, f"<</S/Document/P {root} 0 R/K{_array(kids)}>>")
        parents = self._parent_tree()
        pdf.put(
            root,
            f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {self._next_key()}>>",
        )
        fonts = " ".join(f"/{name} {self._add_font(name)} 0 R" for name in sorted(self._glyphs))
        resources = pdf.add(f"<</Font<<{fonts}>>>>")
        tree = pdf.reserve()
        for number, page in enumerate(self._pages):
            self._put_page(number, page, tree, resources)
        pdf.put(tree, f"<</Type/Pages/Count {len(self._pages)}/Kids{_references(self._pages)}>>")
        catalog = pdf.add(
            f"<</Type/Catalog/Pages {tree} 0 R/Lang{pdf_text(sheets.metadata.language)}/MarkInfo<</Marked "
            f"true>>/StructTreeRoot {root} 0 R"
            f"/Outlines {self._outlines()} 0 R/Names<</Dests {self._destinations()} 0 "
            f"R>>/PageLabels<</Nums[0<</S/D>>]>>"
            f"/Metadata {pdf.add_metadata(sheets.metadata)} 0 "
            f"R/PageMode/UseOutlines/ViewerPreferences<</DisplayDocTitle true>>>>"
        )
        return pdf.write(catalog, sheets.metadata)

    # Structure

    def _add_group(self, group: Group, parent: int) -> list[str]:
        """Add the content of a group below the element `parent`; return the kids for that element."""
        kids: list[str] = []
        for member in group.members:
            if isinstance(member, Piece):
                kids += self._add_piece(member, parent)
            elif member.tag:
                element = self._pdf.reserve()
                inline = any(isinstance(piece, Piece) and piece.is_inline for piece in member.members)
                page = f"/Pg {self._pages[member.page]} 0 R" if inline else ""
                self._pdf.put(
                    element, f"<</S/{member.tag}/P {parent} 0 R{page}/K{_array(self._add_group(member, element))}>>"
                )
                kids.append(f"{element} 0 R")
            else:
                kids += self._add_group(member, parent)
        return kids

    def _add_piece(self, piece: Piece, parent: int) -> list[str]:
        first = len(self._marks[piece.page])
        self._draw(piece)
        self._marks[piece.page] += [0] * piece.slug.marks
        if not piece.is_inline:
            return [f"{self._add_node(node, parent, piece, first)} 0 R" for node in piece.slug.nodes]
        return [kid for node in piece.slug.nodes for kid in self._kids(node, parent, piece, first)]

    def _add_node(self, node: Node, parent: int, piece: Piece, first: int) -> int:
        element = self._pdf.reserve()
        kids = self._kids(node, element, piece, first)
        has_marks = any(isinstance(kid, int) for kid in node.kids)
        page = f"/Pg {self._pages[piece.page]} 0 R" if has_marks else ""
        language = f"/Lang{pdf_text(node.language)}" if node.language else ""
        self._pdf.put(element, f"<</S/{node.tag}/P {parent} 0 R{page}{language}/K{_array(kids)}>>")
        return element

    def _kids(self, node: Node, element: int, piece: Piece, first: int) -> list[str]:
        kids: list[str] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(f"{self._add_node(kid, element, piece, first)} 0 R")
            elif kid >= 0:
                self._marks[piece.page][first + kid] = element
                kids.append(str(first + kid))
            elif (
                kid == -1 or not piece.links_whole
            ):  # a link on two lines is two annotations; one is enough if it covers everything
                annotation = self._add_link(piece.slug.links[-1 - kid], piece, element)
                kids.append(f"<</Type/OBJR/Obj {annotation} 0 R>>")
        return kids

    def _parent_tree(self) -> int:
        pages = "".join(f"{number}{_references(marks)}" for number, marks in enumerate(self._marks) if marks)
        links = "".join(f"{len(self._pages) + number} {owner} 0 R\n" for number, owner in enumerate(self._owners))
        return self._pdf.add(f"<</Nums[{pages}\n{links}]>>")

    def _next_key(self) -> int:
        return len(self._pages) + len(self._owners)

    # Pages

    def _draw(self, piece: Piece, *, is_artifact: bool = False) -> None:
        slug = piece.slug
        left, foot = round(piece.left * PX, _DECIMALS), round((self._sheets.height - piece.top) * PX, _DECIMALS)
        axes = f"{PX:g} 0 0 -{PX:g}"
        if piece.is_turned:
            axes = f"0 -{PX:g} -{PX:g} 0"
            left = round((piece.left + slug.height) * PX, _DECIMALS)
        parts = slug.commands.split(MCID)
        first = len(self._marks[piece.page])
        if is_artifact:
            commands = slug.commands.replace(f"/P<</MCID {MCID}>>BDC", "/Artifact BMC")
        else:
            commands = "".join(f"{part}{first + number}" for number, part in enumerate(parts[:-1])) + parts[-1]
        self._commands[piece.page].append(f"q {axes} {left:g} {foot:g} cm\n{commands}\nQ")
        for font, glyphs in slug.glyphs:
            self._glyphs.setdefault(font, set()).add(glyphs)

    def _put_page(self, number: int, page: int, tree: int, resources: int) -> None:
        content = self._pdf.add_stream("", "\n".join(self._commands[number]).encode("ascii"))
        width, height = round(self._sheets.width * PX, _DECIMALS), round(self._sheets.height * PX, _DECIMALS)
        links = f"/Annots{_references(self._annotations[number])}" if self._annotations[number] else ""
        self._pdf.put(
            page,
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {width:g} {height:g}]/Resources {resources} 0 R/Contents "
            f"{content} 0 R"
            f"/StructParents {number}/Tabs/S{links}>>",
        )

    def _add_link(self, link: SlugLink, piece: Piece, element: int) -> int:
        x1, y1, x2, y2 = (0, 0, piece.slug.width, piece.slug.height) if piece.links_whole else link.rectangle
        height = self._sheets.height
        corners = (piece.left + x1, height - piece.top - y2, piece.left + x2, height - piece.top - y1)
        rectangle = " ".join(f"{corner * PX:.0f}" for corner in corners)
        is_inside = link.target.startswith("#")
        action = f"/Dest{pdf_text(link.target[1:])}" if is_inside else f"/A<</S/URI/URI{pdf_text(link.target)}>>"
        key = self._next_key()
        annotation = self._pdf.add(
            f"<</Subtype/Link/BS<</W 0>>/Rect[{rectangle}]/StructParent "
            f"{key}/Contents{pdf_text(link.description)}{action}>>"
        )
        self._owners.append(element)
        self._annotations[piece.page].append(annotation)
        return annotation

    # Names, outline, fonts

    def _destinations(self) -> int:
        height = self._sheets.height
        names = "".join(
            f"{pdf_text(name)}[{self._pages[page]} 0 R/XYZ null {round((height - top) * PX, 1):g} null]\n"
            for name, (page, top) in sorted(self._sheets.destinations.items())
        )
        return self._pdf.add(f"<</Names[{names}]>>")

    def _outlines(self) -> int:
        root = self._pdf.reserve()
        first, last = self._add_bookmarks(self._sheets.outline, root)
        self._pdf.put(root, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(self._sheets.outline)}>>")
        return root

    def _add_bookmarks(self, bookmarks: tuple[Bookmark, ...], parent: int) -> tuple[int, int]:
        """Add bookmarks, closed; return the first and the last."""
        items = [self._pdf.reserve() for _bookmark in bookmarks]
        for place, (item, bookmark) in enumerate(zip(items, bookmarks, strict=True)):
            before = f"/Prev {items[place - 1]} 0 R" if place else ""
            after = f"/Next {items[place + 1]} 0 R" if place + 1 < len(items) else ""
            below = ""
            if bookmark.children:
                first, last = self._add_bookmarks(bookmark.children, item)
                below = f"/First {first} 0 R/Last {last} 0 R/Count -{len(bookmark.children)}"
            title, name = pdf_text(bookmark.title), pdf_text(bookmark.destination)
            self._pdf.put(item, f"<</Title{title}/Dest{name}/Parent {parent} 0 R{before}{after}{below}>>")
        return items[0], items[-1]

    def _add_font(self, name: str) -> int:
        glyphs = {
            int(digits[place : place + 4], 16) for digits in self._glyphs[name] for place in range(0, len(digits), 4)
        }
        font, file = embed(name, glyphs)
        pdf = self._pdf
        content = pdf.add_stream(f"/Length1 {len(file)}", file)
        descriptor = pdf.add(
            f"<</Type/FontDescriptor/FontName/{font.name}/FontFamily{pdf_text(font.family)}/Flags 4"
            f"/FontBBox[{' '.join(map(str, font.box))}]/ItalicAngle 0/Ascent {font.ascent}/Descent {font.descent}"
            f"/CapHeight {font.cap_height}/StemV {font.weight // 5}/FontWeight {font.weight}/FontFile2 {content} 0 R>>"
        )
        widths = "".join(f"{glyph}[{width}]" for glyph, width in font.widths.items())
        descendant = pdf.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R/W[{widths}]>>"
        )
        table = pdf.add_stream("", "\n".join(_character_table(font)).encode("ascii"))
        return pdf.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 "
            f"R]/ToUnicode {table} 0 R>>"
        )


def _character_table(font: EmbeddedFont) -> Iterator[str]:
    """Yield the lines of a ToUnicode table (ISO 32000-2, 9.10.3)."""
    yield "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    rows = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in font.characters.items()]
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        yield f"{len(some)} beginbfchar"
        yield from some
        yield "endbfchar"
    yield "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


_ROWS = 100
"""The most rows that one block of a ToUnicode table may have."""


def _array(kids: list[str]) -> str:
    if len(kids) == 1:
        return kids[0] if kids[0].startswith("<<") else f" {kids[0]}"
    return f"[{' '.join(kids)}]"


def _references(numbers: list[int]) -> str:
    return f"[{' '.join(f'{number} 0 R' if number else 'null' for number in numbers)}]"
