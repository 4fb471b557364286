import { UsersyncError } from "../../src/errors.ts";
import * as jira from "../../src/target/jira/explain.ts";
import { listBroken } from "../../src/target/list-broken.ts";
import type { Provocations } from "./provoke.ts";

function refusal(): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: "jira: PUT /user was answered with 403.",
    why: "The server says: no.",
    fix: "",
  });
}

export const JIRA_ERRORS: Provocations = {
  "an answer that is not Jira's": () => jira.unreadable("a list of users"),
  "an address in the Cloud": () => jira.isCloud(),
  "a list of a product that broke off": () =>
    listBroken("users", new UsersyncError("NETWORK", { ...TROUBLE, fix: "Try again later." })),
  "a list of a product that broke off for a reason unknown": () => listBroken("users", undefined),
  "a list of Jira that does not get on": () => jira.listRepeats(4000),
  "members that do not add up": () => jira.membersMissing("dev", 149, 150),
  "an account that is gone from Jira": () => jira.accountGone("ada"),
  "a group that is gone from Jira": () => jira.groupGone("dev"),
  "a username that is taken in Jira": () => jira.accountTaken("ada", false),
  "a username that an account has which was not listed": () => jira.accountTaken("ada", true),
  "an account that Jira only reads": () => jira.readOnlyAccount("ada", refusal()),
  "a Jira that takes no new accounts": () => jira.nothingWritable("the account ada", refusal()),
  "a membership that Jira does not change": () => jira.membershipRefused("dev", "ada", refusal()),
  "a project that usersync may not change": () => jira.leadRefused("CORE (Core platform)", refusal()),
};

const TROUBLE = { what: "jira: GET /user/list met a fault.", why: "The server has a fault." };
