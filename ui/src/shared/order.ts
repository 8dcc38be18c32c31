/*
 * The order of names: as people count, *Acme 8* before *Acme 56*, and whatever the case.
 */
const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });

export const byName = (a: string, b: string): number => collator.compare(a, b);
