// Puts our own modules into a few files, which is what the package runs: one by one Node needs a third of a
// second to load them. Libraries stay outside, where `npm audit` sees them.
import { rolldown } from "rolldown";

const bundle = await rolldown({
  input: { start: "src/cli/start.ts", index: "src/index.ts" },
  platform: "node",
  external: /^[^./]/,
});
// As deep below package.json as the modules of src are: one of them reads it.
await bundle.write({ dir: "dist/bundle", format: "esm", chunkFileNames: "[name].js", cleanDir: true });
await bundle.close();
