"""How fast the page's search is and how often it is right, beside MiniSearch and Fuse.js, in Chromium.

    python benchmarks/search.py ../shared/data/nord.xlsx 500 3000

All three search the same data, from a file. For each number of fiches it prints the size of the internal page, how long
until it can be used, and how long from a key until its hits are laid out, letter by letter through real queries. Then
it prints the time of the search alone, ours and theirs. Last comes how many of the sample's queries
(`tests/making/queries.py`) have the right first hit. It needs what `make test` installs.
"""

import json
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from multiply import multiply
from playwright.sync_api import Browser, Page

from fiche_builder.check.checked import check_workbook
from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.outputs.web.page import make_page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.making.browser import chromium  # noqa: E402 (the tests are no package that is installed)
from tests.making.queries import QUERIES  # noqa: E402

LIBRARIES = ROOT / "tests" / "web" / "node_modules"
TYPED = (
    "mission locale lille",
    "pole emploi roubaix",
    "caf",
    "maison de justice",
    "03 27 14 67 00",
    "misison locale",
    "retraite douai",
    "dunkerqe",
)
_FIELDS = ["acronym", "names", "others", "places", "details", "phones", "texts", "unseen"]
_MAKE = """() => {
    const fields = %s;
    const documents = annuaire.index.records.map((record) => ({
        id: record.number, ...Object.fromEntries(fields.map((field) => [field, [record[field]].flat().join(" ")])),
    }));
    const timed = (make) => {
        const start = performance.now();
        const made = make();
        return [made, performance.now() - start];
    };
    const words = (text) => splitWords(fold(text));
    const boost = { acronym: 10, names: 6, others: 4, places: 3, details: 2 };
    const [mini, miniTime] = timed(() => {
        const index = new MiniSearch({
            fields, tokenize: words, processTerm: (word) => word,
            searchOptions: { prefix: true, fuzzy: (word) => (word.length >= 4 ? 1 : 0), combineWith: "AND", boost },
        });
        index.addAll(documents);
        return index;
    });
    const [fuse, fuseTime] = timed(() => new Fuse(documents, {
        keys: fields.map((name) => ({ name, weight: boost[name] ?? 1 })), ignoreDiacritics: true, ignoreLocation: true,
        threshold: 0.2, useExtendedSearch: true,
    }));
    const [, ourTime] = timed(() => new SearchIndex(annuaire.index.records));
    window.engines = {
        "ours": (query) => annuaire.index.search(query).records.map((record) => record.number),
        "MiniSearch": (query) => mini.search(query).map((hit) => hit.id),
        "Fuse.js": (query) => fuse.search(query).map((hit) => hit.item.id),
    };
    return { "ours": ourTime, "MiniSearch": miniTime, "Fuse.js": fuseTime };
}""" % json.dumps(_FIELDS)  # noqa: UP031 (braces are the script's own)
_KEYS = """(queries) => {
    const box = document.getElementById("query");
    const times = [];
    for (const query of queries) {
        for (let end = 1; end <= query.length; end += 1) {
            const start = performance.now();
            box.value = query.slice(0, end);
            box.dispatchEvent(new Event("input"));
            document.body.getBoundingClientRect();
            times.push(performance.now() - start);
        }
    }
    return times;
}"""
_SEARCHES = """([name, queries]) => queries.flatMap((query) => [...query].map((_letter, end) => {
    const start = performance.now();
    engines[name](query.slice(0, end + 1));
    return performance.now() - start;
}))"""


def main() -> None:
    """Print the tables."""
    source, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        print("fiches   KB/fiche   ready   key to hits: median    95 %     max      index made")
        for size in sizes:
            workbook = Path(folder) / f"{size}.xlsx"
            multiply(source, workbook, size)
            page = open_page(browser, workbook, Path(folder) / f"{size}.html")
            show_page(page, size, Path(folder) / f"{size}.html")
        print("\nThe sample's queries          right first hit   median")
        page = open_page(browser, ROOT / "sources" / "annuaire.xlsx", Path(folder) / "sample.html")
        page.evaluate(_MAKE)
        show_quality(page)


def open_page(browser: Browser, workbook: Path, target: Path) -> Page:
    """Make the internal page of a workbook and open it, with the two libraries beside our search."""
    edition = build_internal_edition(
        check_workbook(workbook, Config(), date(2026, 11, 22)).directory, Period(2026, 11), Config()
    )
    target.write_bytes(make_page(edition, "fr"))
    page = browser.new_page()
    page.goto(target.as_uri())
    page.evaluate((LIBRARIES / "minisearch" / "dist" / "umd" / "index.js").read_text("utf-8"))
    fuse = (LIBRARIES / "fuse.js" / "dist" / "fuse.cjs").read_text("utf-8")
    page.evaluate(f"() => {{ const module = {{}}; {fuse}\n; window.Fuse = module.exports; }}")
    return page


def show_page(page: Page, size: int, path: Path) -> None:
    """Print the line of a page, and the time that each search takes alone."""
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    times = page.evaluate(_KEYS, list(TYPED))
    made = page.evaluate(_MAKE)
    middle, most, longest = spread(times)
    weight = path.stat().st_size / size / 1000
    print(f"{size:6} {weight:10.2f} {ready:6.0f} ms {middle:19.1f} {most:7.1f} {longest:7.1f} ms")
    for name, index_time in made.items():
        middle, most, longest = spread(page.evaluate(_SEARCHES, [name, list(TYPED)]))
        print(
            f"       search alone: {name:12} {middle:18.1f} {most:7.1f} {longest:7.1f} ms {index_time:8.0f} ms",
            flush=True,
        )


def show_quality(page: Page) -> None:
    """Print how many first hits each search gets right."""
    for name in ("ours", "MiniSearch", "Fuse.js"):
        asked = [query for query, _wanted in QUERIES]
        first: list[Any] = page.evaluate(
            "([name, asked]) => asked.map((query) => engines[name](query)[0])", [name, asked]
        )
        right = sum(found == wanted for found, (_query, wanted) in zip(first, QUERIES, strict=True))
        middle, _most, _longest = spread(page.evaluate(_SEARCHES, [name, asked]))
        print(f"  {name:26} {right:4} of {len(QUERIES)} {middle:12.1f} ms")


def spread(times: list[float]) -> tuple[float, float, float]:
    """Return the median, the 95th percentile and the maximum."""
    return statistics.median(times), sorted(times)[int(len(times) * 0.95)], max(times)


if __name__ == "__main__":
    main()
