import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import { isSameName } from "../../src/model/names.ts";

/** SCIM by people who know nothing of usersync: scimmy speaks the protocol, this file only keeps what it is given. */
export interface ScimmyServer extends AsyncDisposable {
  readonly url: string;
  /** Method and path of every request, without the query. */
  readonly requests: string[];
  readonly store: Store;
}

interface Store {
  readonly users: Map<string, Kept>;
  readonly groups: Map<string, Kept>;
  nextId: number;
}

/** The attributes that this file looks at; the others are kept just as well. */
interface Fields {
  readonly externalId?: string;
  readonly userName?: string;
  readonly displayName?: string;
  readonly emails?: readonly { readonly value?: string }[];
  readonly members?: readonly { readonly value?: string }[];
  readonly active?: boolean;
}

interface Kept extends Fields {
  readonly id: string;
}

export const SCIMMY_TOKEN = "scimmy-token";
export const SCIMMY_DIRECTORY = "11111111-2222-3333-4444-555555555555";

declareResources();

/** Starts one with these accounts in it, on a port of its own. */
export async function startScimmy(users: readonly Fields[] = []): Promise<ScimmyServer> {
  const store: Store = { users: new Map(), groups: new Map(), nextId: 1 };
  for (const user of users) keep(store, store.users, user);
  const requests: string[] = [];
  const app = express();
  app.use((request, _, next) => {
    requests.push(`${request.method} ${request.path}`);
    next();
  });
  app.use(
    `/scim/directory/${SCIMMY_DIRECTORY}`,
    new SCIMMYRouters({
      type: "bearer",
      context: () => store,
      handler: (request) => {
        if (request.header("Authorization") === `Bearer ${SCIMMY_TOKEN}`) return "usersync";
        throw new Error("Wrong token");
      },
    }),
  );
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    store,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The classes of scimmy are there once for all servers, so the store comes with each request. */
function declareResources(): void {
  const { User, Group } = SCIMMY.Resources;
  SCIMMY.Resources.declare(User)
    .ingress(async (resource: Asked, instance: unknown, store: Store) => {
      const user = plain(instance);
      refuseTaken(store.users, user, resource.id);
      return keep(store, store.users, user, resource.id) as never;
    })
    .egress(async (resource: Asked, store: Store) => find(store.users, resource) as never)
    .degress((_resource: Asked, _store: Store) => refuse(403, "mutability", "Nothing is ever deleted here."));
  SCIMMY.Resources.declare(Group)
    .ingress(async (resource: Asked, instance: unknown, store: Store) => {
      const group = plain(instance);
      const unknown = (group.members ?? []).find(({ value }) => !store.users.has(value ?? ""));
      if (unknown !== undefined) refuse(400, "invalidValue", `There is no user ${unknown.value}.`);
      const isTwin = (other: Kept) => isSameName(other.displayName ?? "", group.displayName ?? "");
      const twin = [...store.groups.values()].find(isTwin);
      if (twin !== undefined && twin.id !== resource.id) refuse(409, "uniqueness", "The group exists.");
      return keep(store, store.groups, group, resource.id) as never;
    })
    .egress(async (resource: Asked, store: Store) => find(store.groups, resource) as never)
    .degress((_resource: Asked, _store: Store) => refuse(403, "mutability", "Nothing is ever deleted here."));
}

interface Asked {
  readonly id?: string | undefined;
  readonly filter?: { match(values: unknown[]): unknown[] } | undefined;
}

function find(kept: ReadonlyMap<string, Kept>, { id, filter }: Asked): unknown {
  if (id === undefined) return filter === undefined ? [...kept.values()] : filter.match([...kept.values()]);
  const found = kept.get(id);
  return found ?? refuse(404, "", `There is no ${id}.`);
}

function keep(store: Store, kept: Map<string, Kept>, resource: Fields, id?: string): Kept {
  const known = id ?? `scimmy-${store.nextId++}`;
  const stored: Kept = { ...resource, id: known };
  kept.set(known, stored);
  return stored;
}

function refuseTaken(users: ReadonlyMap<string, Kept>, user: Fields, id: string | undefined): void {
  const emailsOf = ({ emails = [] }: Fields) => emails.map(({ value = "" }) => value);
  for (const other of users.values()) {
    if (other.id === id) continue;
    const sharesName = isSameName(other.userName ?? "", user.userName ?? "");
    const sharesEmail = emailsOf(other).some((one) => emailsOf(user).some((two) => isSameName(one, two)));
    if (sharesName || sharesEmail) refuse(409, "uniqueness", "A user with this name or e-mail exists.");
  }
}

function refuse(status: number, scimType: string, message: string): never {
  throw new SCIMMY.Types.Error(status, scimType, message);
}

function plain(instance: unknown): Fields {
  return JSON.parse(JSON.stringify(instance)) as Fields;
}
