"""The program's own words, which occur in every edition whatever the workbook says. They are no evidence of a leak."""

from babel import Locale

from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE, translations
from fiche_builder.common.resources import templates_folder

# Names from ISO 32000 and from the tables of characters in our files, and names that tagged files will add.
PDF_WORDS = """
Action ActualText Adobe Alt Annot Annots Artifact Ascent Attached Author BaseFont BBox BleedBox Border Bottom
CIDFontType2 CIDInit CIDSystemInfo CIDToGIDMap CMap CMapName CMapType CapHeight Caption Catalog ColorSpace Columns
Contents Count CreationDate Creator DecodeParms DescendantFonts Descent Dest Dests DeviceGray DeviceRGB DisplayDocTitle
Document Encoding ExtGState Filter First Flags FlateDecode Font FontBBox FontDescriptor FontFamily FontFile2 FontName
Form Group Header Identity Index Info ItalicAngle Keywords Kids Lang Last Layout Length Limits Link Linearized MarkInfo
Marked Matrix MediaBox Metadata ModDate Names Next Nums Ordering Outlines Page PageLabels PageMode Pages Pagination
Parent ParentTree ParentTreeNextKey Pattern Placement Predictor Prev ProcSet Producer Range Rect Registry Resources Root
Scope Shading Size Span StemH StemV StructElem StructParent StructParents StructTreeRoot Subject Subtype Supplement
Suspects Table Tabs Title ToUnicode Transparency TrimBox Type UCS URI UseOutlines ViewerPreferences WhitePoint XObject
begin beginbfchar beginbfrange begincmap begincodespacerange currentdict def defineresource dict end endbfchar
endbfrange endcmap endcodespacerange findresource lab pop Source Sans Pro Semibold Bold Regular WeasyPrint fiche-builder
Version pdf xmpmeta rdf RDF Description pdfuaid part dc format application SourceSansPro FontWeight LBody MCID OBJR
ObjStm Sect XRef aiim purl pdfua syntax xmlns xpacket CreateDate CreatorTool ModifyDate
"""
# What stands around the words of pages, cards and metadata: together, for "version 4" is no more evidence than
# "version".
_MARKUP = (
    "use strict",
    "default-src 'none'; base-uri 'none'; form-action 'none'",
    "BEGIN:VCARD VERSION:4.0 KIND:org UID:urn:x-fiche:%(number)d",
    "id=fiche-%(number)d href=#theme-%(number)d item%(number)d",
    "NICKNAME CATEGORIES X-ABLABEL",
    "TEL;VALUE=uri;TYPE=work,voice TEL;VALUE=uri;TYPE=work,fax",
    "EMAIL;TYPE=work URL;TYPE=work ADR;TYPE=work LANG NOTE END:VCARD",
    "pdfuaid:part 1 pdfuaid:part",
)
# The keys and words of a snapshot.
_SNAPSHOT_WORDS = """
schema edition audience public title organisation suggestions_address themes name code fiches changes old new added
removed changed fields field renamed_themes confirmed warnings number theme name_nl acronym other_names description
description_nl for_whom conditions phones emails sites address postal_code municipality hours languages notice
notice_from notice_until see_also verified_on contacts label digits shown extension phone email site contact
"""
# The names and values of a mail's headers.
_MAIL_WORDS = """
Auto-Submitted auto-generated X-Auto-Response-Suppress OOF AutoReply Content-Type Content-Transfer-Encoding
Content-Disposition Content-Language MIME-Version Message-ID In-Reply-To References Reply-To Subject From Date X-Unsent
multipart alternative mixed boundary charset utf-8 quoted-printable base64 text plain html application pdf attachment
filename
"""
_DATE_STYLES = (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated"))


def static_texts() -> list[str]:
    """Return the texts of templates and catalogues, the names of months and days, and the words of the PDF format."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(templates_folder().rglob("*.*"))]
    for language in LANGUAGES:
        locale = Locale(language)
        for context, width in _DATE_STYLES:
            names = [str(name) for kind in (locale.months, locale.days) for name in kind[context][width].values()]
            texts += [f"{name} %(number)d" for name in names]
        if language != SOURCE_LANGUAGE:
            catalogue = getattr(translations(language), "_catalog", {})
            texts += [text for pair in catalogue.items() for text in pair if isinstance(text, str)]
    return [*texts, *_MARKUP, *PDF_WORDS.split(), *_MAIL_WORDS.split(), *_SNAPSHOT_WORDS.split()]
