/*
 * The text of scopes in a profile's form, and what is looked for among those that are usual.
 */
import type { Grant } from "../../bindings/Grant";
import type { ProductView } from "../../bindings/ProductView";
import type { ScopeView } from "../../bindings/ScopeView";

/** As the engine separates them. */
export const chosenOf = (scopes: string): string[] => scopes.split(/[\s,]+/).filter(Boolean);

/** With this one where it was not there, and else without it. All others stay, in their order. */
export function toggled(scopes: string, name: string): string {
  const chosen = chosenOf(scopes);
  const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
  return next.join(",");
}

/** With those of a product that are not there yet. */
export const withAll = (scopes: string, usual: ScopeView[]): string =>
  [...new Set([...chosenOf(scopes), ...usual.map(({ name }) => name)])].join(",");

/** Whether its credentials have one of what is listed: Adobe refuses an assertion that asks for a metascope too many. */
export const hasOneOf = (product: ProductView, grant: Grant): boolean =>
  grant === "jwt" && product.metascopes.length > 1;

export interface FoundScopes {
  product: ProductView;
  scopes: ScopeView[];
}

/** What fits every word: a product with all of its scopes, or those of its scopes that fit. */
export function found(products: ProductView[], grant: Grant, text: string): FoundScopes[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (what: string) => words.every((word) => what.toLowerCase().includes(word));
  return products.flatMap((product) => {
    const usual = grant === "jwt" ? product.metascopes : product.scopes;
    if (fits(product.name)) {
      // Without a known scope there is its note to read.
      return usual.length > 0 || (product.note && grant !== "jwt") ? [{ product, scopes: usual }] : [];
    }
    const scopes = usual.filter((one) => fits(`${product.name} ${one.name} ${one.opens ?? ""}`));
    return scopes.length > 0 ? [{ product, scopes }] : [];
  });
}
