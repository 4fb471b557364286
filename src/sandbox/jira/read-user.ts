import type { FastifyRequest } from "fastify";
import { bodyOf, type JiraContext, textOf } from "./exchange.ts";
import { findUser, type JiraUser } from "./jira-state.ts";
import { Refusal, wrongField } from "./refusal.ts";

const USER_KEYS = [
  ...["self", "key", "name", "password", "emailAddress", "displayName", "notification"],
  ...["applicationKeys", "active"],
];

interface UserBody {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly displayName: string | undefined;
  readonly active: boolean | undefined;
  readonly applicationKeys: readonly unknown[] | undefined;
}

/** A user as a body describes it, as far as it does. */
export function readUserBody(request: FastifyRequest): UserBody {
  const body = bodyOf(request, USER_KEYS);
  const { active, applicationKeys } = body;
  if (active !== undefined && typeof active !== "boolean")
    throw new Refusal(400, "active must be true or false");
  if (applicationKeys !== undefined && !Array.isArray(applicationKeys)) {
    throw new Refusal(400, "applicationKeys must be a list");
  }
  return {
    name: textOf(body, "name"),
    email: textOf(body, "emailAddress"),
    displayName: textOf(body, "displayName"),
    ...{ active, applicationKeys },
  };
}

/** @param own Who has the name already and may keep it. */
export function validName({ state }: JiraContext, name: string, own?: JiraUser): string {
  if (name.trim() === "") throw wrongField("username", "You must specify a username.");
  if (name !== name.trim() || /[<>&]/.test(name)) {
    throw wrongField(
      "username",
      "The username has blanks around it, or one of the characters '<', '>', '&'.",
    );
  }
  if (name.length > 255) throw wrongField("username", "The username must not exceed 255 characters.");
  const other = findUser(state, name);
  if (other === undefined || other === own) return name;
  throw wrongField("username", "A user with that username already exists.");
}

export function validEmail(email: string | undefined): string {
  if (email === undefined || email.trim() === "") {
    throw wrongField("email", "You must specify an email address.");
  }
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw wrongField("email", "You must specify a valid email address.");
}

export function validDisplayName(name: string | undefined): string {
  if (name === undefined || name.trim() === "")
    throw wrongField("displayName", "You must specify a full name.");
  if (name.length > 255) throw wrongField("displayName", "The full name must not exceed 255 characters.");
  return name;
}
