import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import type { LinkUser } from "../../model/operation.ts";

/** Gives an account to a person, whoever it belonged to before. `target` is what the operation's id begins with. */
export function linkByHand(account: Account, person: SourceId, target: string): LinkUser {
  return linkOperation(account, { user: person, to: person, target });
}

/** Takes an account away from its person: it is nobody's then, and left alone. */
export function unlinkByHand(account: Account & { readonly link: SourceId }, target: string): LinkUser {
  return linkOperation(account, { user: account.link, to: "", target });
}

interface Wish {
  /** Whom the operation is about. */
  readonly user: SourceId;
  readonly to: SourceId | "";
  readonly target: string;
}

function linkOperation({ id, username, link, key }: Account, { user, to, target }: Wish): LinkUser {
  return {
    id: `${target}:link:${user}`,
    kind: "link",
    user: { username, sourceId: user, targetId: id },
    changes: [{ field: "link", from: link ?? "", to }],
    reason: "by-hand",
    matchedBy: "by-hand",
    ...(key !== undefined && { key }),
  };
}
