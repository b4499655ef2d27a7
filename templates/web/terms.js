// The words that are searched. The same as search/terms.py and text.py (fold), function by function; a test asks both the same.

const STOP_WORDS = new Set(
  "a au aux d de des du en et l la le les un une der die een en het in of op s t te van voor".split(" "));
const ABBREVIATIONS = new Map(Object.entries({ saint: "st", sainte: "ste", sint: "st", st: "saint", ste: "sainte" }));
const LETTERS = new Map(Object.entries({
  "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ς": "σ", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'",
  "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "«": '"', "»": '"', "“": '"', "”": '"',
}));
const LOCAL_LENGTH = 7;

const PLAIN = /^[\x00-\x5f\x61-\x7f]*$/;

const translate = (text) => text.replace(/[^\x00-\x5f\x61-\x7f]/g, (letter) => LETTERS.get(letter) ?? letter);

function fold(text) {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return translate(translate(lower).normalize("NFKD").replace(/\p{Mn}/gu, "")).toLowerCase();
}

const splitWords = (folded) => folded.match(PLAIN.test(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? [];
const wordsOf = (text) => splitWords(fold(text));
const compact = (text) => wordsOf(text).join("");

function significant(words) {
  const kept = words.filter((word) => !STOP_WORDS.has(word));
  return kept.length ? kept : words;
}

function indexWords(text) {
  const folded = fold(text);
  const found = new Set(splitWords(folded));
  const joined = /['.]/.test(folded) ? folded.match(/[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)+/gu) ?? [] : [];
  for (const words of joined) found.add(splitWords(words).join(""));
  for (const word of [...found]) if (ABBREVIATIONS.has(word)) found.add(ABBREVIATIONS.get(word));
  return found;
}

function headKeys(text) {
  const words = wordsOf(text);
  return [...new Set([words.join(""), significant(words).join("")])].filter(Boolean);
}

// What was typed. All of `words` must be found. `heads` are the whole query, which a heading may begin with, or a mail if it has an @.
function parseQuery(text) {
  const folded = fold(text).trim().replace(/^(?:fiche|no|nr?)[\s°.]*(?=[0-9]+$)/, "");
  if (/^[\d\s+./()-]*\d[\d\s+./()-]*$/.test(folded)) {
    let digits = folded.replaceAll("(0)", "").replace(/\D/g, "");
    if (digits.startsWith("00") && digits.length > 2) digits = digits.slice(2);
    const local = digits.startsWith("0") && digits.length >= LOCAL_LENGTH ? digits.slice(1) : digits;
    return { words: [local], heads: [digits], isMail: false };
  }
  const words = splitWords(folded);
  const kept = significant(words);
  const heads = [...new Set([words.join(""), kept.join("")])].filter(Boolean);
  return { words: [...new Set(kept)], heads, isMail: folded.includes("@") };
}

// Whether `word` begins with `typed`, apart from one letter that is wrong, extra or missing, or two letters that are exchanged.
function hasOneTypo(typed, word) {
  let place = 0;
  while (place < typed.length && place < word.length && typed[place] === word[place]) place += 1;
  if (place === typed.length) return false;
  return word.startsWith(typed.slice(place + 1), place + 1)
    || word.startsWith(typed.slice(place + 1), place)
    || word.startsWith(typed.slice(place), place + 1)
    || (place + 1 < typed.length && typed[place] === word[place + 1] && typed[place + 1] === word[place]
      && word.startsWith(typed.slice(place + 2), place + 2));
}
