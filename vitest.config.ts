import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Half of the time goes by waiting for servers and processes, so every core gets a worker.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      // The middle decides who is disabled, so nothing in it may go untested.
      thresholds: {
        // Some branches are met by random input only.
        "src/{model,desired,plan}/**/*.ts": {
          lines: 100,
          branches: 99.5,
          functions: 100,
          statements: 100,
        },
        // Words of the lists of orphans and of the scope are not all tested yet.
        "src/report/**/*.ts": {
          lines: 98,
          branches: 95,
          functions: 98,
          statements: 98,
        },
      },
    },
  },
});
