import { defineConfig } from "vite";

/**
 * Ant Design gives the nonce of the content policy to its own styles, but not to two of the library
 * below it: the width of scroll bars (tables) and the page that stands still behind a dialog.
 */
const nonceForAllStyles = {
  name: "nonce-for-all-styles",
  transform(code, id) {
    if (!id.endsWith("/@rc-component/util/es/Dom/dynamicCSS.js")) {
      return undefined;
    }
    const before = "if (csp?.nonce) {\n    styleNode.nonce = csp?.nonce;";
    if (!code.includes(before)) {
      throw new Error("dynamicCSS.js is another by now: see whether it gives the nonce to every style");
    }
    return code.replace(
      before,
      "const nonce = csp?.nonce ?? document.querySelector('meta[name=csp-nonce]')?.content;\n" +
        "  if (nonce) {\n    styleNode.nonce = nonce;",
    );
  },
};

export default defineConfig({
  plugins: [nonceForAllStyles],
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
