// The texts by which each fiche can be found, read from the fiche in the page. `unshown` holds those it does not show, by N°.
// The same as search/records.py.

function readRecords(unshown) {
  return [...document.querySelectorAll(".theme")].flatMap((theme) => {
    const themeName = theme.querySelector("h2").textContent;
    return [...theme.querySelectorAll(".fiche")].map((article) => readRecord(article, themeName, unshown));
  });
}

function readRecord(article, themeName, unshown) {
  const number = Number(article.id.slice("fiche-".length));
  const [title, ...lines] = article.children;
  const record = {
    number, article, themeClass: article.classList[1], names: [title.firstChild.data.trim()], acronym: "", others: [],
    details: [themeName], texts: [], phones: [], places: [], unseen: [], ...unshown[number],
  };
  if (title.firstElementChild.tagName === "B") record.acronym = title.firstElementChild.textContent;
  for (const line of lines) readLine(line, line.className.split(" ")[0], record);
  return record;
}

function readLine(line, kind, record) {
  if (kind === "") {
    record.texts.push(line.lastChild.data);
  } else if (kind === "also") {
    if (line.lang) record.names.push(line.textContent);
    else record.others = line.lastElementChild.textContent.split(" · ");
  } else if (kind === "tel" || kind === "links") {
    for (const part of line.children) {
      if (part.tagName === "SMALL" || (part.tagName === "A" && kind === "links")) record.details.push(part.textContent);
      else if (part.tagName === "A") record.phones.push(...phonesIn(part));
    }
  }
}

// The digits as shown, without an extension, and as dialled from abroad.
function phonesIn(link) {
  return [link.textContent.split(/\p{L}/u)[0], link.getAttribute("href").split(";")[0]].map((text) => text.replace(/[^0-9]/g, ""));
}
