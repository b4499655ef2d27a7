// What each fiche can be found by, read from the fiche as the page shows it; `unshown` is what it does not show, by N°.
// The same as search/records.py.

function readRecords(unshown) {
  return [...document.querySelectorAll(".theme")].flatMap((theme) => {
    const themeName = theme.querySelector("h2").textContent;
    return [...theme.querySelectorAll(".fiche")].map((article) => readRecord(article, themeName, unshown));
  });
}

function readRecord(article, themeName, unshown) {
  const number = Number(article.id.slice("fiche-".length));
  const [title, acronym] = [article.querySelector("h3"), article.querySelector("h3 b")];
  const others = article.querySelector(".also span");
  return {
    number,
    article,
    themeClass: article.classList[1],
    names: [title.firstChild.data.trim(), ...textsOf(article, "[lang]")],
    acronym: acronym ? acronym.textContent : "",
    others: others ? others.textContent.split(" · ") : [],
    details: [...textsOf(article, "small, .links a"), themeName],
    texts: [...article.querySelectorAll("p:not([class])")].map((line) => line.lastChild.data),
    phones: [...article.querySelectorAll(".tel a")].flatMap((link) => [digitsIn(link.textContent.split(/\p{L}/u)[0]), digitsIn(link.href.split(";")[0])]),
    places: [],
    unseen: [],
    ...unshown[number],
  };
}

const textsOf = (article, selector) => [...article.querySelectorAll(selector)].map((element) => element.textContent);
const digitsIn = (text) => text.replace(/[^0-9]/g, "");
