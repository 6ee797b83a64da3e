import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2020",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content policy lets nothing be written inside a page
    chunkSizeWarningLimit: 2000, // budget.mjs holds what a browser loads, compressed
    manifest: true, // for budget.mjs
    rolldownOptions: {
      // "use client" is for servers that render React; ours does not.
      onLog: (level, log, tell) => log.code !== "MODULE_LEVEL_DIRECTIVE" && tell(level, log),
      output: {
        // A digest between full stops is how the server knows a file that may be kept for ever.
        hashCharacters: "hex",
        entryFileNames: "desk/[name].[hash:12].js",
        chunkFileNames: "desk/[name].[hash:12].js",
        assetFileNames: "desk/[name].[hash:12].[ext]",
      },
    },
  },
});
