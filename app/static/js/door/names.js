// Names and tickets as the server compares them, so that they are found without it.

const GAPS = /[\s・･=＝.,、\uFE00-\uFE0F]|\uDB40[\uDD00-\uDDEF]/g;
const KATAKANA = /[\u30A1-\u30F6\u30FD\u30FE]/g;

// `variants` maps older forms of kanji to the usual ones: 髙 to 高.
export function folded(text, variants) {
  const plain = [...text].map((sign) => variants[sign] ?? sign).join("");
  const narrow = plain.normalize("NFKC").toLowerCase().replace(GAPS, "");
  const hiragana = narrow.replace(KATAKANA, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
  return [...hiragana].map((sign) => variants[sign] ?? sign).join("");
}

const DOUBLED = /([kstpgdbcjz])(?=\1)|t(?=ch)/g;

// What finds the longest syllable there is, for `kanaFrom`.
export function syllable(syllables) {
  const longestFirst = Object.keys(syllables).sort((one, other) => other.length - one.length);
  return longestFirst.length ? new RegExp(longestFirst.join("|"), "g") : /$^/g;
}

// A reading typed in romaji: `sato` as `さと`; nothing when it is not romaji.
export function kanaFrom(text, syllables, pattern) {
  const rest = text.replace(DOUBLED, "っ").replace(pattern, (sound) => syllables[sound]);
  return /[^ぁ-ん]/.test(rest) ? "" : rest;
}

// The ticket among all codes in one picture, else the first of them; null of two tickets, since
// the one let in might be the wrong one.
export function ticketAmong(texts) {
  const tickets = new Map(texts.filter((text) => text.includes("/t/")).map((text) => [tokenIn(text), text]));
  if (tickets.size > 1) return null;
  return [...tickets.values(), ...texts][0];
}

// The token in whatever a code carries: its address, or the bare token.
export function tokenIn(text) {
  return text.trim().split("?")[0].replace(/\/+$/, "").split("/").at(-1);
}

// What the roster keeps of a ticket: SHA-256 in hexadecimal.
export async function print(token) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function newId() {
  // Plain http in a cellar has no randomUUID.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
