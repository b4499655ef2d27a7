// How fiches are shown: as a line in the list of hits, and whole beside it. Both are made from the fiche in the page.

// The line of the first phone; `lines` is the filter on lines, if one is set.
const phoneLineOf = (article, lines) => article.querySelector(`.tel${lines}`);

const phoneOf = (article, lines) => phoneLineOf(article, lines)?.querySelector("a").textContent ?? "";

// The first phone, with what may be done with it.
function makePhone(article, lines, answer) {
  const line = phoneLineOf(article, lines);
  if (!line) return "";
  const phone = make("span", { className: line.className }, make("span", { className: "phone" }, marked(phoneOf(article, lines), answer)));
  const mark = line.querySelector("b");
  if (mark) phone.append(" ", mark.cloneNode(true));
  return phone;
}

function makeHit(record, answer, lines, isFavourite) {
  const article = record.article;
  const link = make("a", { href: `#${article.id}`, className: `hit ${record.themeClass}` });
  const title = make("span", { className: "title" }, isFavourite ? "★ " : "", marked(record.names[0], answer));
  if (record.acronym) title.append(" ", make("b", {}, marked(record.acronym, answer)));
  link.append(title);
  const warning = article.querySelector("[data-warning]");
  if (warning) link.append(" ", make("span", { className: warning.className }, warning.textContent));
  link.append(makePhone(article, lines, answer));
  const place = record.places[0] ?? "";
  const reason = answer ? findReason(record, answer) : null;
  if (place || reason) {
    const where = make("span", { className: "where" });
    if (place) where.append(marked(place, answer));
    if (place && reason) where.append(" · ");
    if (reason) where.append(marked(reason, answer));
    link.append(where);
  }
  return make("li", {}, link);
}

// If the name does not show why a fiche was found: the text that does, cut around the match.
function findReason(record, answer) {
  const shown = [record.names[0], record.acronym, record.places[0] ?? ""].join(" ");
  const isShown = (word) => findMarks(shown, { ...answer, query: { words: [word] } }).length;
  const missing = { ...answer, query: { words: answer.query.words.filter((word) => !isShown(word)) } };
  if (!missing.query.words.length) return null;
  for (const text of [...record.names, ...record.others, ...record.details, ...record.places, ...record.texts, ...record.unseen]) {
    const [first] = findMarks(text, missing);
    if (first) return excerpt(text, first[0]);
  }
  return null;
}

function excerpt(text, place) {
  const from = place > 40 ? text.lastIndexOf(" ", place - 25) + 1 : 0;
  return (from ? "…" : "") + text.slice(from, from + 90) + (from + 90 < text.length ? "…" : "");
}

// The whole fiche with its buttons. It is a copy of the one in the page, so that the list of all fiches stays complete.
function makeOpened(record, answer, isFavourite, page) {
  const article = record.article.cloneNode(true);
  article.removeAttribute("id");
  if (answer) markInside(article, answer);
  const title = make("h2", { tabIndex: -1 });
  title.append(...article.querySelector("h3").childNodes);
  article.querySelector("h3").replaceWith(title);
  for (const link of article.querySelectorAll(".tel a, .links a")) link.after(" ", copyButton(link.textContent, page));
  for (const text of article.querySelectorAll("[data-copy]")) text.after(" ", copyButton(text.textContent, page));
  const report = article.querySelector(".report");
  if (report) report.href = reportAddress(report, record, page.data);
  const favourite = make("button", { type: "button", textContent: page.data.words[isFavourite ? "kept" : "keep"], className: "favourite" });
  favourite.setAttribute("aria-pressed", String(isFavourite));
  favourite.addEventListener("click", () => page.toggleFavourite(record));
  const share = make("button", { type: "button", textContent: page.data.words.link });
  share.addEventListener("click", () => page.copy(`${location.href.replace(/[?#].*$/, "")}#fiche-${record.number}`));
  const back = make("button", { type: "button", textContent: page.data.words.back, className: "back" });
  back.addEventListener("click", () => page.close());
  article.append(make("p", { className: "buttons" }, back, favourite, share));
  return article;
}

function copyButton(text, page) {
  const button = make("button", { type: "button", className: "copy", textContent: page.data.words.copy });
  button.setAttribute("aria-label", page.data.words.copyWhat.replace("%(what)s", () => text));
  button.addEventListener("click", () => page.copy(text));
  return button;
}

// The mail that reports a mistake: the fiche, the edition, and for colleagues the questions to answer.
function reportAddress(link, record, data) {
  const values = { number: record.number, name: record.names[0], edition: data.edition };
  const fill = (words) => encodeURIComponent(words.replace(/%\((\w+)\)[ds]/g, (_found, key) => values[key]).replaceAll("\n", "\r\n"));
  const body = data.words.report ? `&body=${fill(data.words.report)}` : "";
  return `${link.href.split("?")[0]}?subject=${fill(data.words.subject)}${body}`;
}
