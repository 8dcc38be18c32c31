import { availableParallelism } from "node:os";
import react from "@vitejs/plugin-react";
import macros from "unplugin-parcel-macros";
import { defineConfig } from "vitest/config";
import { forbidTopLevelAwait } from "./modules.vite.ts";
import { trimSpectrum } from "./spectrum.vite.ts";
import { preloadTypeface } from "./typeface.vite.ts";

export default defineConfig({
  // The macros run first: they turn Spectrum's style() calls into class names and plain CSS.
  plugins: [
    trimSpectrum(),
    macros.vite(),
    react(),
    preloadTypeface(/source-sans-3-latin-wght/),
    forbidTopLevelAwait(),
  ],
  build: {
    target: ["es2022", "safari16.4"],
    // Spectrum's atomic rules repeat across chunks; one sheet is smaller than its parts and never flashes.
    cssCodeSplit: false,
    cssMinify: "lightningcss",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // The window asks the program for each chunk by itself: what its first view needs is one. What a library has beside that
        // in the same modules stays with the views that come later.
        codeSplitting: {
          groups: [{ name: "start", tags: ["$initial"], includeDependenciesRecursively: false }],
        },
        // The macro names its modules by 64 digits, and every list of chunks repeats them.
        chunkFileNames: ({ name }) =>
          name.startsWith("macro-") ? "assets/[hash].js" : "assets/[name]-[hash].js",
      },
    },
    // Data URIs would need their own leave in the content security policy.
    assetsInlineLimit: 0,
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    setupFiles: "./test/setup.ts",
    include: ["test/**/*.test.{ts,tsx}"],
    // Spectrum imports its style sheets, which Node cannot.
    server: { deps: { inline: [/@react-spectrum[\\/]s2/] } },
    css: false,
    // By itself it leaves a processor alone, on a machine of two that is half of them.
    maxWorkers: availableParallelism(),
    // A limit for what hangs, far above what a starved machine needs: at 40 s the longest tests met it there.
    testTimeout: 180_000,
  },
});
