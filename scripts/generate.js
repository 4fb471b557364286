// Writes what is made from the definitions of the config and of plan documents: run it with `npm run generate`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { jsonSchemaText } from "../dist/config/json-schema.js";
import { referencePage } from "../dist/config/reference-page.js";
import { planSchemaText } from "../dist/saved/plan-json-schema.js";

const root = join(import.meta.dirname, "..");
const files = {
  "schema/usersync.schema.json": jsonSchemaText(),
  "schema/usersync-plan.schema.json": planSchemaText(),
  "docs/configuration.md": referencePage(),
};

for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
