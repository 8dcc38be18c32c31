/*
 * Sizes, durations and counts as people read them.
 */

/** `812 B`, `14.2 KB`, `3.1 MB`, in steps of 1,024. */
export function bytes(length: number): string {
  if (length < 1024) return `${length} B`;
  const units = ["KB", "MB", "GB"];
  let value = length;
  let unit = "B";
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** `84 ms`, `1.32 s`. */
export function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** `1 profile, 2 keys and 3 requests`; what is empty is left out. */
export function listed(parts: string[]): string {
  const said = parts.filter(Boolean);
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

/** `1 profile`, `500 profiles`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
