/*
 * Finding by typing, the same wherever something is found that way: accents, case and the order of words do not matter,
 * and what fits best comes first.
 */

/** Letters that are not a letter with a mark (NFD takes those apart), and what people type for them. */
const PLAIN: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  "’": "'",
};

/** How texts are compared: `Köln` as `koln`, `ＡＢＣ` as `abc`. */
export function folded(text: string): string {
  // Most names have nothing to take apart, and a list may have thousands.
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[ßæœøđðłıþ’]/g, (letter) => PLAIN[letter] ?? letter);
}

/** What is looked for, ready to be compared with many. */
export interface Wanted {
  whole: string;
  words: string[];
}

export function wanted(text: string): Wanted {
  const whole = folded(text).trim();
  return { whole, words: whole.split(/\s+/).filter(Boolean) };
}

/** Whether a text, which is folded already, has every word: for lists of thousands, whose texts are folded once. */
export const holds = ({ words }: Wanted, text: string): boolean => words.every((word) => text.includes(word));

/** Whether a letter or digit stands before `at`. */
function isInside(text: string, at: number): boolean {
  return at > 0 && /[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}

function scoreOf(word: string, name: string, rest: string): number {
  let best = 0;
  for (let at = name.indexOf(word); at !== -1; at = name.indexOf(word, at + 1)) {
    if (at === 0) return 6;
    best = Math.max(best, isInside(name, at) ? 3 : 5);
  }
  if (best > 0) return best;
  const at = rest.indexOf(word);
  if (at === -1) return 0;
  return isInside(rest, at) ? 1 : 2;
}

/**
 * How well a thing fits: 0 when one of the words is nowhere in it. Its name counts for more than what else is known of it,
 * and the beginning of a word for more than its middle.
 */
export function fit({ whole, words }: Wanted, name: string, rest = ""): number {
  const [inName, inRest] = [folded(name), folded(rest)];
  let sum = 0;
  for (const word of words) {
    const score = scoreOf(word, inName, inRest);
    if (score === 0) return 0;
    sum += score;
  }
  if (words.length === 0) return 1;
  const exact = inName === whole ? 12 : inName.startsWith(whole) ? 6 : inName.includes(whole) ? 1 : 0;
  // Of two that have every word in their names, it is the one that says nothing else: "Copy token" for "token copy".
  const alone = words.reduce((letters, word) => letters + word.length + 1, -1) === inName.length ? 1 : 0;
  return sum + exact + alone;
}

/** Those that fit, the best first; what fits equally well stays in its order. */
export function found<T>(
  all: readonly T[],
  text: string,
  told: (one: T) => { name: string; rest?: string },
): T[] {
  const looked = wanted(text);
  if (looked.words.length === 0) return [...all];
  return all
    .map((one) => {
      const { name, rest } = told(one);
      return { one, score: fit(looked, name, rest) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ one }) => one);
}
