import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Trims what Spectrum 2 brings along and the window must not or need not have: its loader for Adobe Fonts (the app makes
 * no connection nobody asked for, and ships its own typefaces), and the component strings of every language but English.
 * What the window itself looks like is not decided here.
 */
export function trimSpectrum(): Plugin {
  const spectrum =
    /[\\/]node_modules[\\/](@react-spectrum[\\/]s2|react-aria|react-stately|react-aria-components)[\\/]/;
  const language = /[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/;
  return {
    name: "mudbrick-trim-spectrum",
    enforce: "pre",
    load(id) {
      const path = id.split("?")[0] ?? id;
      if (!spectrum.test(path)) return null;
      if (/[\\/]Fonts\.mjs$/.test(path)) {
        if (!/export \{\S+ as Fonts\}/.test(readFileSync(path, "utf8"))) {
          throw new Error("Spectrum's module for Adobe Fonts has changed: see spectrum.vite.ts");
        }
        return "export const Fonts = () => null;";
      }
      const found = language.exec(path);
      if (found && found[1] !== "en-US") return "export default {};";
      return null;
    },
  };
}
