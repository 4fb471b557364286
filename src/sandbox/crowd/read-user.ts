import type { FastifyRequest } from "fastify";
import type { CrowdUser } from "./crowd-state.ts";
import { bodyOf, textOf } from "./exchange.ts";
import { illegalArgument, Refusal } from "./refusal.ts";

const USER_KEYS = [
  "name",
  "first-name",
  "last-name",
  "display-name",
  "email",
  "active",
  "password",
  "attributes",
  "key",
  "link",
  "expand",
];

/** A new user must come with a password. */
export function requirePassword(request: FastifyRequest): void {
  const { password } = bodyOf(request, USER_KEYS);
  const value = typeof password === "object" && password !== null && "value" in password && password.value;
  if (typeof value === "string" && value !== "") return;
  throw new Refusal(400, "INVALID_CREDENTIAL", "A password is required");
}

/** A user as a body describes it: whatever is left out is empty, and `active` is true. */
export function readUser(request: FastifyRequest): Omit<CrowdUser, "key"> {
  const body = bodyOf(request, USER_KEYS);
  const { active = true } = body;
  if (typeof active !== "boolean") throw new Refusal(400, "INVALID_USER", "active must be true or false");
  return {
    name: validName(textOf(body, "name")),
    firstName: textOf(body, "first-name"),
    lastName: textOf(body, "last-name"),
    displayName: textOf(body, "display-name"),
    email: textOf(body, "email"),
    active,
    attributes: attributesOf(body["attributes"]),
  };
}

/** A name as Crowd lets it be. */
export function validName(name: string): string {
  if (name !== "" && name === name.trim() && name.length <= 255) return name;
  throw new Refusal(400, "INVALID_USER", "A name has 1 to 255 characters and no blanks around it");
}

/**
 * Attributes out of a body.
 *
 * @param body `{ attributes: [{ name, values }] }`, or nothing.
 */
export function attributesOf(body: unknown): Map<string, readonly string[]> {
  if (body === undefined) return new Map();
  const list =
    typeof body === "object" && body !== null && "attributes" in body ? body.attributes : undefined;
  if (!Array.isArray(list)) throw illegalArgument("attributes must hold a list of that name");
  return new Map(list.map(readAttribute));
}

function readAttribute(attribute: unknown): [string, readonly string[]] {
  const { name, values } = Object(attribute) as { name?: unknown; values?: unknown };
  if (typeof name !== "string" || name === "") throw illegalArgument("An attribute needs a name");
  if (!Array.isArray(values) || !values.every((value) => typeof value === "string")) {
    throw illegalArgument("The values of an attribute are a list of texts");
  }
  return [name, values];
}
