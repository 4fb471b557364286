// Packs usersync, installs the package into an empty folder and runs it there, as somebody would who
// never saw the checkout.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "usersync-package-"));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

try {
  const [packed] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], process.cwd()),
  );
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  run("npm", ["install", "--no-audit", "--no-fund", join(folder, packed.filename)], folder);
  const version = run("npx", ["usersync", "--version"], folder).trim();
  const demo = run("npx", ["usersync", "demo"], folder);
  if (!demo.includes("No changes")) throw new Error(`The demo did not end in step:\n${demo}`);
  console.log(
    `usersync ${version} works when installed elsewhere (${packed.files.length} files, ${packed.size} bytes)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
