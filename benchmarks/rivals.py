"""The same edition set by other page-makers, each as its own manual teaches, to be measured beside ours.

    python benchmarks/rivals.py weasyprint|typst|chromium annuaire.xlsx out.pdf

It prints one line of JSON. `seconds` is page-making alone, from the copy in memory to the bytes, including the start of
the engine; the workbook is read before. `peak_mb` is the most memory during that time, for this process and those it
started, including the edition and the interpreter. If an engine is not installed, the line has `skipped` with the
reason instead.

All engines set the same text in the same measures: table of themes, bands, fiches, index A-Z and page numbers. There is
no cover, running head or thumb tab, and columns are filled, not balanced. The engines differ in what they can do. Plain
WeasyPrint takes the pages of table and index from `target-counter`, and its file is not tagged. Typst takes them from
its counters, and tags. Chromium tags, but has no `target-counter`: **its table and index have no page numbers**.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from jinja2 import Environment
from peak import Peak

from fiche_builder.check.checked import check_workbook
from fiche_builder.common.config import Config
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import Period
from fiche_builder.common.resources import FONT_WEIGHTS, fonts_folder
from fiche_builder.edition.edition import IndexEntry, IndexGroup, build_internal_edition
from fiche_builder.edition.fiche_copy import (
    ContactLine,
    FicheCopy,
    InternalFicheCopy,
    SectionCopy,
    build_sections,
    fiche_anchor,
)

Sections = tuple[SectionCopy, ...]
Index = tuple[IndexGroup, ...]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_BROWSER_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--generate-pdf-document-outline",
)  # fmt: skip
_STYLES = {
    "text": (8.2, 400, "#222222"),
    "band": (15, 700, "#ffffff"),
    "title": (10.4, 700, "#222222"),
    "acronym": (9, 600, "#1d4e89"),
    "dutch": (8, 400, "#555555"),
    "bold": (8.2, 700, "#222222"),
    "notice": (8.2, 600, "#222222"),
    "phone": (11, 600, "#222222"),
    "label": (8.2, 400, "#555555"),
    "give": (7.8, 700, "#0b5d3b"),
    "transfer": (7.8, 700, "#7a4a00"),
    "internal": (7.8, 700, "#7d1128"),
    "small": (7.6, 400, "#555555"),
    "overdue": (7.6, 700, "#7a4a00"),
    "letter": (10.4, 700, "#1d4e89"),
    "entry": (8.2, 400, "#222222"),
}
"""Size in points, weight and colour of a paragraph by its kind, or of a run in it. The leading is 2.8 pt."""

_HTML = """
{%- macro set_runs(runs) -%}
  {%- for run in runs -%}
    {%- if run.uri %}<a class="{{ run.style }}" href="{{ run.uri }}">{{ run.text }}</a>
    {%- elif run.style %}<span class="{{ run.style }}">{{ run.text }}</span>{% else %}{{ run.text }}{% endif -%}
  {%- endfor -%}
{%- endmacro -%}
{%- macro set_line(tag, kind, runs, right) -%}
  <{{ tag }} class="{{ kind }}">
  {%- if right %}<span class="left">{{ set_runs(runs) }}</span>
  {#- -#}<span class="right {{ right.style }}">{{ right.text }}</span>
  {%- else %}{{ set_runs(runs) }}{% endif %}</{{ tag }}>
{%- endmacro -%}
{%- macro set_entries(entries) -%}
  {% for uri, runs in entries %}<p class="entry"><span class="left">{{ set_runs(runs) }}</span>
  {%- if has_pages %}<a class="page right bold" href="{{ uri }}"></a>{% endif %}</p>{% endfor %}
{%- endmacro -%}
<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Annuaire</title><style>
{% for weight, name in faces.items() %}
@font-face { font-family: "Source Sans Pro"; font-weight: {{ weight }}; src: url("SourceSansPro-{{ name }}.ttf") }
{% endfor %}
@page { size: A4; margin: 19mm 17mm 19mm 14mm; @bottom-right { content: counter(page); font: 7.6pt "Source Sans Pro" } }
html { font-family: "Source Sans Pro"; font-variant-ligatures: none; hyphens: manual }
body, h1, h2, h3, p { margin: 0 }
a { color: inherit; text-decoration: none; white-space: nowrap }
section { break-before: page; columns: 2; column-gap: 7mm; column-fill: auto }
section:first-child { break-before: auto }
.head { padding: 2.6mm 3mm; margin-bottom: 3mm; break-after: avoid }
.fiche { border-bottom: .5pt solid #bbb; padding-bottom: 1.6mm; margin-bottom: 2mm; break-inside: avoid }
.left, .right { display: inline-block }
.left { width: 66mm }
.right { width: 20mm; text-align: right }
.title .left { width: 75mm }
.title .right { width: 11mm }
.phone { font-variant-numeric: tabular-nums }
.notice { border: .8pt solid #7a4a00; padding: .6mm 2mm }
.handover { background: #eef2f7; border-left: 1.6pt solid #1d4e89; padding: .3mm 2mm }
.see a, .entry a { white-space: normal }
.letter { margin-top: 2mm; break-after: avoid }
.entry { break-inside: avoid }
.entry .left { width: 74mm; padding-left: 3mm; text-indent: -3mm }
.entry .right { width: 9mm }
.page::after { content: target-counter(attr(href), page) }
{% for name, (size, weight, colour) in styles.items() %}
{{ "html" if name == "text" else "." + name }} {
  font-size: {{ size }}pt; line-height: {{ size + 2.8 }}pt; font-weight: {{ weight }}; color: {{ colour }} }
{% endfor %}
</style></head><body>
<section><h1 class="title">{{ contents.title }}</h1>{{ set_entries(contents.entries) }}</section>
{% for section in sections %}
<section><div class="head" id="{{ section.anchor }}" style="background: {{ section.colour }}; color: #fff">
  <h2 class="band">{{ section.title }}</h2><p>{{ section.note }}</p></div>
{% for fiche in section.fiches %}<div class="fiche" id="{{ fiche.anchor }}">
{% for line in fiche.lines %}{{ set_line("h3" if line.kind == "title" else "p", *line) }}{% endfor %}</div>
{% endfor %}</section>
{% endfor %}
<section><div class="head" id="index" style="background: #333"><h2 class="band">{{ index.title }}</h2></div>
{% for letter, entries in index.groups %}<p class="letter">{{ letter }}</p>{{ set_entries(entries) }}{%
endfor %}</section>
</body></html>
"""

_TYPST = """
#let data = json("data.json")
#let style(name) = {
  let (size, weight, colour) = data.styles.at(name, default: data.styles.text)
  (size: size * 1pt, weight: weight, fill: rgb(colour))
}
#let set-run((body, name, uri)) = {
  let it = if name == "" { body } else { text(..style(name), body) }
  if uri == "" { it } else if uri.starts-with("#") { link(label(uri.slice(1)), it) } else { link(uri, box(it)) }
}
#let set-runs(runs) = for run in runs { set-run(run) }
#let set-line((kind, runs, right)) = {
  set text(..style(kind))
  set text(number-width: "tabular") if kind == "phone"
  let width = if kind == "title" { 75mm } else { 66mm }
  let it = if right == none { set-runs(runs) } else { box(width: width, par(set-runs(runs))) + h(1fr) + set-run(right) }
  if kind == "title" { heading(level: 2, text(..style(kind), it)) }
  else if kind == "notice" { block(width: 100%, stroke: .8pt + rgb("#7a4a00"), inset: (x: 2mm, y: .6mm), it) }
  else if kind == "handover" {
    block(width: 100%, fill: rgb("#eef2f7"), stroke: (left: 1.6pt + rgb("#1d4e89")), inset: (x: 2mm, y: .3mm), it)
  } else { par(it) }
}
#let band(title, note, colour, anchor) = block(
  width: 100%, fill: rgb(colour), inset: (x: 3mm, y: 2.6mm), below: 3mm, sticky: true,
  [#heading(level: 1, text(..style("band"), title)) #label(anchor)] + text(fill: white, note),
)
#let set-entry((uri, runs)) = {
  let target = label(uri.slice(1))
  let number = context link(target, text(..style("bold"), str(counter(page).at(target).first())))
  block(box(width: 77mm, par(hanging-indent: 3mm, set-runs(runs))) + h(1fr) + number)
}

#set document(title: "Annuaire")
#set page(
  paper: "a4", margin: (top: 19mm, right: 17mm, bottom: 19mm, left: 14mm), columns: 2,
  footer: context align(right, text(size: 7.6pt, counter(page).display())),
)
#set columns(gutter: 7mm)
#set text(
  font: "Source Sans Pro", lang: "fr", hyphenate: false, ligatures: false, fallback: false,
  top-edge: .8em, bottom-edge: -.2em,
)
#set text(..style("text"))
#set par(leading: 2.8pt, spacing: 2.8pt)
#set block(spacing: 2.8pt)
#show heading: it => block(spacing: 2.8pt, it.body)

#text(..style("title"), data.contents.title)
#for entry in data.contents.entries { set-entry(entry) }
#for section in data.sections {
  pagebreak()
  band(section.title, section.note, section.colour, section.anchor)
  for fiche in section.fiches [
    #block(breakable: false, width: 100%, stroke: (bottom: .5pt + rgb("#bbb")), inset: (bottom: 1.6mm), below: 2mm, {
      for line in fiche.lines { set-line(line) }
    }) #label(fiche.anchor)
  ]
}
#pagebreak()
#band(data.index.title, [], "#333333", "index")
#for (letter, entries) in data.index.groups {
  block(above: 2mm, sticky: true, text(..style("letter"), letter))
  for entry in entries { set-entry(entry) }
}
"""


class Run(NamedTuple):
    """A stretch of text in one style."""

    text: str
    style: str = ""
    uri: str = ""


class Line(NamedTuple):
    """A paragraph, with the text at its right."""

    kind: str
    runs: tuple[Run, ...]
    right: Run | None = None


class Entry(NamedTuple):
    """A line of the table or the index, which leads to an anchor."""

    uri: str
    runs: tuple[Run, ...]


def weasyprint_plain(sections: Sections, index: Index) -> bytes | None:
    """Return the edition set by WeasyPrint as one document, with WeasyPrint's own page numbers."""
    from weasyprint import HTML

    with _workshop() as folder:
        content: bytes = HTML(
            string=_render(sections, index, has_pages=True), base_url=f"{folder.as_uri()}/"
        ).write_pdf()
    return content


def typst_plain(sections: Sections, index: Index) -> bytes | None:
    """Return the edition set by Typst, or nothing if it is not installed.

    The text is passed as JSON, never as markup.
    """
    if why_not("typst"):
        return None
    import typst

    with _workshop() as folder:
        source = folder / "main.typ"
        source.write_text(_TYPST, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(_data(sections, index), ensure_ascii=False), encoding="utf-8")
        day = datetime(2026, 11, 1, tzinfo=UTC)
        content: bytes = typst.compile(
            source, root=folder, font_paths=[folder], ignore_system_fonts=True, format="pdf", timestamp=day
        )
    return content


def chromium_plain(sections: Sections, index: Index) -> bytes | None:
    """Return the edition printed by Chromium, or nothing if it is not installed.

    Its table and index have no page numbers.
    """
    browser = _browser()
    if browser is None:
        return None
    with _workshop() as folder:
        source, target = folder / "main.html", folder / "out.pdf"
        source.write_text(_render(sections, index, has_pages=False), encoding="utf-8")
        places = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri())
        subprocess.run(
            [browser, *_BROWSER_FLAGS, *places], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return target.read_bytes()


RIVALS: dict[str, Callable[[Sections, Index], bytes | None]] = {
    "weasyprint": weasyprint_plain,
    "typst": typst_plain,
    "chromium": chromium_plain,
}


def why_not(engine: str) -> str:
    """Return why an engine cannot take part, or an empty string."""
    if engine == "typst" and find_spec("typst") is None:
        return "Typst is not installed: pip install typst"
    return "Chromium is not installed: apt-get install chromium" if engine == "chromium" and _browser() is None else ""


def _browser() -> str | None:
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


@contextmanager
def _workshop() -> Iterator[Path]:
    """Give a folder with the fonts."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for weight in FONT_WEIGHTS.values():
            shutil.copy(fonts_folder() / f"SourceSansPro-{weight}.ttf", name)
        yield Path(name)


def _render(sections: Sections, index: Index, *, has_pages: bool) -> str:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_HTML).render(_data(sections, index), faces=FONT_WEIGHTS, has_pages=has_pages)


def _data(sections: Sections, index: Index) -> dict[str, Any]:
    """Return the text that all rivals set, so that none sets less than another."""
    counts = Counter(entry.heading for group in index for entry in group.entries)
    title = _word("Index A-Z")
    parts = (*((section.anchor, section.title) for section in sections), ("index", title))
    return {
        "styles": _STYLES,
        "contents": {
            "title": _word("Themes"),
            "entries": [Entry(f"#{anchor}", (Run(text, "text", f"#{anchor}"),)) for anchor, text in parts],
        },
        "sections": [
            {
                "anchor": section.anchor,
                "title": section.title,
                "note": _glue(f"{len(section.fiches)} fiches", section.subtitle, section.description),
                "colour": section.colour,
                "fiches": [{"anchor": fiche.anchor, "lines": list(_lines(fiche))} for fiche in section.fiches],
            }
            for section in sections
        ],
        "index": {
            "title": title,
            "groups": [
                (group.letter, [_entry(entry, is_shared=counts[entry.heading] > 1) for entry in group.entries])
                for group in index
            ],
        },
    }


def _lines(fiche: FicheCopy) -> Iterator[Line]:
    inside = fiche if isinstance(fiche, InternalFicheCopy) else None
    acronym = (Run(" "), Run(fiche.acronym, "acronym")) if fiche.acronym else ()
    yield Line("title", (Run(fiche.name), *acronym), Run(str(fiche.number), "label"))
    if inside and inside.is_suspended:
        yield Line("internal", (Run(_word("Suspended: do not refer")),))
    for kind, texts in (("dutch", (fiche.name_nl,)), ("text", fiche.description), ("notice", (fiche.notice,))):
        yield from (Line(kind, (Run(text),)) for text in texts if text)
    yield from map(_contact, fiche.contact_lines)
    yield from (Line("text", (Run(text),)) for text in (fiche.address, _glue(fiche.hours, fiche.languages)) if text)
    yield from (_titled("text", line.title, line.text) for line in fiche.lines)
    if inside:
        handover = {"Instruction": inside.handover_rule, "Message": inside.handover_message, "Note": inside.note}
        yield from (_titled("handover", _word(msgid), text) for msgid, text in handover.items() if text)
        yield from (_titled("handover", line.title, line.text) for line in inside.internal_lines)
    if fiche.see_also:
        links = _joined((Run(link.text, "", link.uri) for link in fiche.see_also), " ; ")
        yield Line("see", (Run(_word("See also"), "bold"), Run(" "), *links))
    sign, style = ("▲", "overdue") if fiche.freshness.is_overdue else ("✓", "small")
    ways = {"intranet sheet": inside.intranet, "report a mistake": inside.report_uri} if inside else {}
    links = tuple(Run(_word(msgid), "", uri) for msgid, uri in ways.items() if uri)
    yield Line("small", _joined((Run(f"{sign} {fiche.freshness.text}", style), *links), " · "))


def _contact(line: ContactLine) -> Line:
    label = (Run(" "), Run(line.label, "label")) if line.label else ()
    mark = Run(f"{line.mark.icon} {line.mark.word}", line.mark.key) if line.mark else None
    links = _joined((Run(link.text, "", link.uri) for link in line.links), " · ")
    return Line("phone" if line.is_phone else "text", (*links, *label), mark)


def _titled(kind: str, title: str, text: str) -> Line:
    return Line(kind, (Run(title, "bold"), Run(f" {text}")))


def _entry(entry: IndexEntry, *, is_shared: bool) -> Entry:
    see = f" {_word('see')} {entry.see}" if entry.see else ""
    place = f" ({entry.municipality})" if entry.municipality and is_shared else ""
    uri = f"#{fiche_anchor(entry.number)}"
    return Entry(uri, (Run(entry.heading, "bold", uri), Run(f"{see}{place}"), Run(f" n° {entry.number}", "small")))


def _word(msgid: str) -> str:
    return translations("fr").gettext(msgid)


def _glue(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _joined(runs: Iterable[Run], glue: str) -> tuple[Run, ...]:
    return tuple(part for run in runs for part in (Run(glue), run))[1:]


def main() -> None:
    """Set one edition with one engine and print the figures."""
    engine, workbook, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    edition = build_internal_edition(
        check_workbook(workbook, Config(), date(2026, 11, 22)).directory, Period(2026, 11), Config()
    )
    sections = build_sections(edition, "fr", translations("fr"))
    figures: dict[str, object] = {"engine": engine, "fiches": len(edition.fiches)}
    with Peak() as peak:
        start = time.perf_counter()
        content = RIVALS[engine](sections, edition.index)
        seconds = round(time.perf_counter() - start, 2)
    if content is None:
        print(json.dumps({**figures, "skipped": why_not(engine)}))
        return
    target.write_bytes(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        print(
            json.dumps(
                {**figures, "seconds": seconds, "bytes": len(content), "pages": len(pdf.pages), "peak_mb": peak.mb}
            )
        )


if __name__ == "__main__":
    main()
