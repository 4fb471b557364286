import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LOADERS } from "../../src/config/config-loaders.ts";
import { findConfig } from "../../src/config/find-config.ts";
import { parseYaml } from "../../src/config/yaml-text.ts";
import { type Provocations, workshop } from "./provoke.ts";

/** Reads a config file of this name with this text. */
function loaded(file: string, text: string) {
  return async () => {
    const path = join(workshop(), file);
    await writeFile(path, text, { mode: 0o600 });
    return await findConfig({ path, cwd: workshop() });
  };
}

/** What Node says on a machine without the compiler. */
const NO_COMPILER = `throw Object.assign(new Error("Cannot find package 'typescript'"), { code: "ERR_MODULE_NOT_FOUND" });`;

export const CONFIG_ERRORS: Provocations = {
  "no config at all": () => findConfig({ cwd: "/srv/usersync-absent" }),
  "a config that is not there": () =>
    findConfig({ path: "usersync.config.yaml", cwd: "/srv/usersync-absent" }),
  "a config that is a folder": () => findConfig({ path: "/", cwd: "/" }),
  "YAML with a tab and a bracket": loaded("usersync.config.yaml", "source:\n\ttype: entra\ntargets: [\n"),
  "YAML with an alias to nothing": loaded("alias.yaml", "source: *entra\n"),
  "JSON with a comma missing": () =>
    parseYaml('{ "source": 1 "targets": 2 }', "/etc/usersync/usersync.config.json"),
  "another file brought in": () =>
    LOADERS[".yaml"]?.("/etc/usersync/usersync.config.yaml", "$import: other.yaml"),
  "a module that throws": loaded("throws.mjs", 'throw new Error("the vault is closed");'),
  "a module that fails in a sentence": loaded("fails.mjs", 'throw new Error("The vault is closed.");'),
  "a module with a mistake in it": loaded("mistake.mjs", "export default nobody;"),
  "a module without a default export": loaded("empty.mjs", "export const config = {};"),
  "TypeScript without a compiler": loaded("usersync.config.ts", NO_COMPILER),
};
