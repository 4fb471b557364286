import { invalidSyntax, invalidValue } from "./scim-error.ts";
import type { ScimEmail, ScimFields } from "./scim-resource.ts";

const TEXTS = new Set([
  "userName",
  "externalId",
  "displayName",
  "nickName",
  "title",
  "preferredLanguage",
  "department",
  "organization",
  "timezone",
]);
const NAME_PARTS = new Set([
  "formatted",
  "familyName",
  "givenName",
  "middleName",
  "honorificPrefix",
  "honorificSuffix",
]);
/** Sent back by clients that read before they write, and not theirs to change. */
const READ_ONLY = new Set([
  "schemas",
  "id",
  "meta",
  "groups",
  "urn:scim:schemas:extension:atlassian-external:1.0",
]);
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/**
 * Reads a whole user, as POST and PUT send it.
 *
 * @throws ScimError 400 for what is missing, has the wrong type, or has no meaning here.
 */
export function readFields(body: unknown): ScimFields {
  if (!isObject(body)) throw invalidSyntax("The body must be an object");
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (!READ_ONLY.has(name)) fields[name] = readAttribute(name, value);
  }
  return checkWhole(fields);
}

/** Reads one attribute. @throws ScimError 400 when the value does not fit. */
export function readAttribute(name: string, value: unknown): unknown {
  if (TEXTS.has(name)) return readText(name, value);
  if (name === "active") return readBoolean(name, value);
  if (name === "emails") return readEmails(value);
  if (name === "name") return readName(value);
  if (name === "phoneNumbers" && Array.isArray(value)) return value;
  if (name === ENTERPRISE && isObject(value)) return value;
  throw invalidSyntax(`Attribute ${name} is not supported`);
}

/** @throws ScimError 400 when a user would lack what every user must have. */
export function checkWhole(fields: Readonly<Record<string, unknown>>): ScimFields {
  const { userName, emails } = fields;
  if (typeof userName !== "string" || userName.trim() === "") throw invalidValue("userName is required");
  if (!Array.isArray(emails)) throw invalidValue("emails is required");
  const { active = true } = fields;
  return { ...fields, userName, emails: emails as ScimEmail[], active: active as boolean };
}

export function isNamePart(part: string): boolean {
  return NAME_PARTS.has(part);
}

export function readText(name: string, value: unknown): string {
  if (typeof value !== "string") throw invalidValue(`${name} must be a string`);
  return value;
}

function readBoolean(name: string, value: unknown): boolean {
  if (typeof value !== "boolean")
    throw invalidValue(`${name} must be true or false, not ${JSON.stringify(value)}`);
  return value;
}

function readName(value: unknown): Record<string, string> {
  if (!isObject(value)) throw invalidValue("name must be an object");
  return Object.fromEntries(
    Object.entries(value).map(([part, text]) => {
      if (!isNamePart(part)) throw invalidSyntax(`Attribute name.${part} is not supported`);
      return [part, readText(`name.${part}`, text)];
    }),
  );
}

function readEmails(value: unknown): readonly ScimEmail[] {
  if (!Array.isArray(value) || value.length === 0)
    throw invalidValue("emails must be a list that is not empty");
  const emails = value.map((one: unknown) => {
    if (!isObject(one)) throw invalidValue("An e-mail must be an object");
    const address = readText("emails.value", one["value"]);
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw invalidValue(`${address} is not an e-mail address`);
    const primary = one["primary"] === undefined ? false : readBoolean("emails.primary", one["primary"]);
    return { value: address, type: readText("emails.type", one["type"] ?? "work"), primary };
  });
  if (emails.filter(({ primary }) => primary).length !== 1)
    throw invalidValue("Exactly one e-mail must be primary");
  return emails;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
