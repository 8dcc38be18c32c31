import type { Plugin } from "vite";

/**
 * Has the page fetch its typeface beside its scripts. Found only once the first words are drawn, it would have them drawn
 * twice, and the person wait for the second time.
 */
export function preloadTypeface(file: RegExp): Plugin {
  return {
    name: "mudbrick-preload-typeface",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const found = Object.keys(bundle ?? {}).filter((name) => file.test(name));
        if (found.length !== 1) throw new Error(`one typeface is wanted, and ${found.length} match ${file}`);
        const attrs = {
          rel: "preload",
          as: "font",
          type: "font/woff2",
          href: `/${found[0]}`,
          crossorigin: true,
        };
        return [{ tag: "link", attrs, injectTo: "head-prepend" }];
      },
    },
  };
}
