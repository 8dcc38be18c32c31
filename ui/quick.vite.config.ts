import { defineConfig } from "vite";
import { forbidTopLevelAwait } from "./modules.vite.ts";

/**
 * The quick window's page, built by itself after the large one's: it shares neither React nor Spectrum nor their style sheet with it,
 * so that it is there at once.
 */
export default defineConfig({
  plugins: [forbidTopLevelAwait()],
  build: {
    target: ["es2022", "safari16.4"],
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: "quick.html" },
  },
});
