import type { AtlassianCloudConfig } from "../../config/config.ts";
import { toFailure, UsersyncError } from "../../errors.ts";
import { checkPatience } from "../../http/patience.ts";
import type { Operation } from "../../model/operation.ts";
import type { Failure } from "../../model/plan.ts";
import type { ApplyResult, Target } from "../target.ts";
import type { TargetParts } from "../target-parts.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { changeMembers } from "./change-members.ts";
import { checkDirectory, noSuchDirectory } from "./check-directory.ts";
import { type CloudClient, createCloudClient } from "./client.ts";
import { createGroup } from "./create-group.ts";
import { lookAgain } from "./look-again.ts";
import { readDirectory } from "./read-directory.ts";
import { changeUser, importUser } from "./write-user.ts";

/** A user provisioning directory of Atlassian Cloud, over SCIM 2.0. */
export function cloudTarget(config: AtlassianCloudConfig, parts: TargetParts): Target {
  const { name, directoryId } = config;
  const { concurrency } = config.connection;
  const client = createCloudClient(config, parts);
  const asDirectoryError = (error: unknown): never => {
    throw error instanceof UsersyncError ? noSuchDirectory(error, directoryId) : error;
  };
  return {
    capabilities: capabilitiesOf(config),
    concurrency,
    read: (options) => readDirectory({ name, client, concurrency }, options).catch(asDirectoryError),
    look: (touched, signal) =>
      lookAgain({ name, client, concurrency, signal }, touched).catch(asDirectoryError),
    async apply(batch, signal) {
      try {
        return await applyBatch(client, batch, signal);
      } catch (error) {
        const failure = failureOf(error);
        return batch.map((): ApplyResult => ({ status: "failed", error: failure }));
      }
    },
    check(signal) {
      const patience = checkPatience(config.connection);
      return checkDirectory({ client: createCloudClient(config, { ...parts, patience }), config, signal });
    },
  };
}

async function applyBatch(
  client: CloudClient,
  batch: readonly Operation[],
  signal: AbortSignal,
): Promise<readonly ApplyResult[]> {
  const members = batch.filter(
    (operation) => operation.kind === "add-member" || operation.kind === "remove-member",
  );
  const groupId = members[0]?.group.targetId;
  if (groupId !== undefined) {
    return await changeMembers({ client, groupId, signal, toFailure: failureOf }, members);
  }
  const results: ApplyResult[] = [];
  for (const operation of batch) results.push(await applyOne(client, operation, signal));
  return results;
}

async function applyOne(
  client: CloudClient,
  operation: Operation,
  signal: AbortSignal,
): Promise<ApplyResult> {
  switch (operation.kind) {
    case "import":
      return { status: "done", targetId: await importUser(client, operation, signal) };
    case "create-group":
      return { status: "done", targetId: await createGroup(client, operation, signal) };
    case "update":
    case "link":
    case "enable":
    case "disable":
      await changeUser(client, operation, signal);
      return { status: "done" };
    case "add-member":
    case "remove-member":
      throw new Error(`The group ${operation.group.name} has no id.`);
    case "adopt-group":
    case "release-group":
      throw new Error(`Only the state keeps that the group ${operation.group.name} is ours.`);
    case "add-group":
    case "remove-group":
      throw new Error(`No group can be in another here, such as ${operation.child.name}.`);
    case "hand-over":
      throw new Error(`Nobody leads anything here, such as ${operation.lead.name}.`);
  }
}

/** What went wrong with an operation. Throws on what concerns the whole run. */
function failureOf(error: unknown): Failure {
  if (error instanceof UsersyncError && ["SIGN_IN_FAILED", "CANCELED", "TIME_LIMIT"].includes(error.code))
    throw error;
  return toFailure(error);
}
