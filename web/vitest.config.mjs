import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { environment: "happy-dom", include: ["{desk,shared}/tests/**/*.test.{ts,tsx}"] },
});
