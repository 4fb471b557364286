// Writes what is made from the definition of the config: run it with `npm run generate`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { jsonSchemaText } from "../dist/config/json-schema.js";
import { referencePage } from "../dist/config/reference-page.js";

const root = join(import.meta.dirname, "..");
const files = {
  "schema/usersync.schema.json": jsonSchemaText(),
  "docs/configuration.md": referencePage(),
};

for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
