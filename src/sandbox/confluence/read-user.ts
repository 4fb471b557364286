import type { FastifyRequest } from "fastify";
import { findUser } from "./confluence-state.ts";
import { bodyOf, type ConfluenceContext, textOf } from "./exchange.ts";
import { Refusal } from "./refusal.ts";

interface NewUser {
  readonly name: string;
  readonly fullName: string;
  readonly email: string;
}

/** What a new user is to be. Everything that is wrong with it is refused. */
export function readNewUser({ state }: ConfluenceContext, request: FastifyRequest): NewUser {
  const body = bodyOf(request);
  const name = validUsername(textOf(body, "userName"));
  const user = {
    name,
    fullName: validFullName(textOf(body, "fullName")),
    email: validEmail(textOf(body, "email")),
  };
  requirePassword(textOf(body, "password"), body["notifyViaEmail"] === true);
  if (findUser(state, name) !== undefined) throw new Refusal(409, `User ${name} already exists`);
  return user;
}

/** What is to change about a user. */
export function readUserChanges(
  { profile }: ConfluenceContext,
  request: FastifyRequest,
): Partial<Omit<NewUser, "name">> {
  const body = bodyOf(request);
  const fullName = textOf(body, "fullName");
  const email = textOf(body, "email");
  if (email === undefined && profile.withoutEmail === "refused") throw new Refusal(400, "Email is blank");
  return {
    ...(fullName === undefined ? {} : { fullName: validFullName(fullName) }),
    ...(email === undefined ? {} : { email: validEmail(email) }),
  };
}

function validUsername(name: string | undefined): string {
  if (isBlank(name)) throw new Refusal(400, "User name is blank");
  if (/[\\,+<>'"]/.test(name)) throw new Refusal(400, "User name contains a character that is not allowed");
  if (/\s/.test(name)) throw new Refusal(400, "User name contains white space");
  if (name !== name.toLowerCase()) throw new Refusal(400, "User name contains upper case characters");
  if (name === "anonymous") throw new Refusal(400, "User name is reserved");
  return name;
}

function validFullName(name: string | undefined): string {
  if (isBlank(name)) throw new Refusal(400, "Full name is blank");
  if (/[<>]/.test(name)) throw new Refusal(400, "Full name contains a character that is not allowed");
  if (name.toLowerCase() === "anonymous") throw new Refusal(400, "Full name is reserved");
  return name;
}

function validEmail(email: string | undefined): string {
  if (isBlank(email)) throw new Refusal(400, "Email is blank");
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new Refusal(400, "Email is not valid");
  return email;
}

function requirePassword(password: string | undefined, notifies: boolean): void {
  if (notifies && password !== undefined)
    throw new Refusal(400, "Password is not expected with a notification");
  if (!notifies && isBlank(password)) throw new Refusal(400, "Password is blank");
}

function isBlank(text: string | undefined): text is undefined | "" {
  return text === undefined || text.trim() === "";
}
