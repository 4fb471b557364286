import { UsersyncError } from "../../src/errors.ts";
import * as bitbucket from "../../src/target/bitbucket/explain.ts";
import type { Provocations } from "./provoke.ts";

function refusal(): UsersyncError {
  return new UsersyncError("PERMISSION_MISSING", {
    what: "bitbucket: POST /admin/users/add-groups was answered with 403.",
    why: "The server says: no.",
    fix: "",
  });
}

export const BITBUCKET_ERRORS: Provocations = {
  "an answer that is not Bitbucket's": () => bitbucket.unreadable("a page of users"),
  "a list of Bitbucket that does not get on": () => bitbucket.listRepeats("users", 1000),
  "a directory that Bitbucket does not have": () =>
    bitbucket.noSuchDirectory("Crowd", ["Bitbucket Internal Directory", "LDAP"]),
  "a licence group that Bitbucket does not have": () =>
    bitbucket.noLicence({ name: "stash-user", isThere: false }),
  "a licence group of Bitbucket that lets nobody in": () =>
    bitbucket.noLicence({ name: "dev", isThere: true }),
  "an account that is gone from Bitbucket": () => bitbucket.accountGone("ada"),
  "a group that is gone from Bitbucket": () => bitbucket.groupGone("dev"),
  "a username that is taken in Bitbucket": () => bitbucket.accountTaken("ada"),
  "a username that is taken in another directory of Bitbucket": () => bitbucket.accountTaken("ada", "LDAP"),
  "an account that Bitbucket put elsewhere": () => bitbucket.madeElsewhere("ada", "LDAP"),
  "an account that Bitbucket does not show": () => bitbucket.accountNotShown("ada"),
  "a licence of Bitbucket that is used up": () =>
    bitbucket.licenceRefused("the group stash-users", refusal()),
  "rights in Bitbucket that are higher": () => bitbucket.rankRefused("ada", refusal()),
  "an account that Bitbucket only reads": () => bitbucket.readOnlyAccount("ada", refusal()),
};
