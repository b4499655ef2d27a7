// Marking what matched in the texts that are shown.

// Return [start, end] in `text` for each stretch that matches a typed word, whatever its accents.
function findMarks(text, { query, meant }) {
  const marks = [];
  for (const found of text.matchAll(/[\p{L}\p{N}\p{Mn}]+/gu)) {
    const word = fold(found[0]);
    const typed = query.words.filter((part) => word.startsWith(part) || (part.length >= SHORTEST_INSIDE && word.includes(part)));
    const longest = typed.sort((a, b) => b.length - a.length)[0];
    if (longest !== undefined) {
      const start = word.indexOf(longest);
      marks.push([found.index + reach(found[0], start), found.index + reach(found[0], start + longest.length)]);
    } else if (meant.has(word)) {
      marks.push([found.index, found.index + found[0].length]);
    }
  }
  return marks.length ? marks : findNumber(text, query.words[0]);
}

// A phone is written with blanks, points or strokes between the digits typed.
function findNumber(text, digits) {
  if (!/^\d{3,}$/.test(digits ?? "")) return [];
  const found = new RegExp([...digits].join("[^\\p{L}\\p{N}]{0,3}"), "u").exec(text);
  return found ? [[found.index, found.index + found[0].length]] : [];
}

// Return how many characters of `word` make up `length` folded ones: œ is two of them, a letter with its accent is one.
function reach(word, length) {
  let taken = 0;
  for (const letter of word.match(/\P{Mn}\p{Mn}*/gu) ?? []) {
    if (length <= 0) break;
    length -= fold(letter).length;
    taken += letter.length;
  }
  return taken;
}

// Return the text as nodes, with matches inside <mark>.
function marked(text, answer) {
  const fragment = document.createDocumentFragment();
  let done = 0;
  for (const [start, end] of answer ? findMarks(text, answer) : []) {
    fragment.append(text.slice(done, start), make("mark", { textContent: text.slice(start, end) }));
    done = end;
  }
  fragment.append(text.slice(done));
  return fragment;
}

function markInside(element, answer) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) text.replaceWith(marked(text.data, answer));
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
