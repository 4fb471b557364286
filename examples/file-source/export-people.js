// Writes people.json for usersync's file source, on a machine that reaches Microsoft Graph:
//
//   az account get-access-token --resource-type ms-graph --query accessToken --output tsv |
//     node export-people.js people.json atl-
//
// Everybody, and the groups whose names begin with atl-, nested members included. The token comes on standard
// input, so that it stands in no process list. The file is written as a whole or not at all: when anything goes
// wrong, the old one stays.
import { readFileSync, renameSync, writeFileSync } from "node:fs";

const [, , file, prefix, graph = "https://graph.microsoft.com"] = process.argv;
if (file === undefined || prefix === undefined) {
  throw new Error("Usage: export-people.js <file> <beginning of the groups' names> [Graph's address]");
}
const headers = { authorization: `Bearer ${readFileSync(0, "utf8").trim()}`, "accept-language": "en-US" };

// What the mapping of the config uses: add to it whatever yours reads.
const PROPERTIES =
  "id,accountEnabled,userType,userPrincipalName,mail,displayName,givenName,surname,onPremisesSamAccountName";

async function readAll(path) {
  const items = [];
  for (let link = `${graph}/v1.0${path}`; link !== undefined; ) {
    if (new URL(link).origin !== new URL(graph).origin) throw new Error(`A page of ${path} leads elsewhere.`);
    const answer = await fetch(link, { headers, redirect: "error" });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    const page = await answer.json();
    items.push(...page.value);
    link = page["@odata.nextLink"];
  }
  return items;
}

const users = await readAll(`/users?$select=${PROPERTIES}&$top=999`);
const groups = [];
for (const { id, displayName } of await readAll("/groups?$select=id,displayName&$top=999")) {
  if (!displayName.startsWith(prefix)) continue;
  const members = await readAll(`/groups/${id}/transitiveMembers?$select=id&$top=999`);
  const people = members.filter((member) => member["@odata.type"] === "#microsoft.graph.user");
  groups.push({ id, displayName, members: people.map((person) => person.id) });
}

writeFileSync(`${file}.new`, JSON.stringify({ users, groups }, undefined, 2));
renameSync(`${file}.new`, file);
process.stdout.write(`${file}: ${users.length} users, ${groups.length} groups\n`);
