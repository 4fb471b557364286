import { valueAt } from "./to-problem.ts";

const OPTIONS = ["token", "username", "password"] as const;
const RIGHT = "either token, or username and password";

export interface SignInTrouble {
  readonly option: (typeof OPTIONS)[number];
  readonly wrong: string;
  readonly right: string;
}

/**
 * What keeps a target of the Data Center from saying in exactly one way how to sign in.
 *
 * @param isEmptied Whether an option stands in the file, and its reference gave nothing.
 */
export function signInTrouble(
  target: unknown,
  isEmptied: (option: string) => boolean,
): SignInTrouble | undefined {
  switch (valueAt(target, ["type"])) {
    case "jira":
    case "confluence":
      return choiceTrouble(target, OPTIONS.find(isEmptied));
    case "bitbucket":
      return tokenTrouble(target);
    default:
      return undefined;
  }
}

function choiceTrouble(target: unknown, emptied?: SignInTrouble["option"]): SignInTrouble | undefined {
  const hasName = isSet(target, "username");
  const hasPassword = isSet(target, "password");
  if (isSet(target, "token")) {
    const other = hasName || hasPassword;
    return other
      ? { option: "token", wrong: "stands beside another way to sign in", right: RIGHT }
      : undefined;
  }
  if (hasName && hasPassword) return undefined;
  if (emptied !== undefined) return { option: emptied, wrong: "is empty", right: RIGHT };
  if (!hasName && !hasPassword) {
    return { option: "token", wrong: "is missing, and so are username and password", right: RIGHT };
  }
  return hasName
    ? { option: "password", wrong: "is missing beside username", right: RIGHT }
    : { option: "username", wrong: "is missing beside password", right: RIGHT };
}

/** It is no option there, but whoever comes from Jira deserves more than that. */
function tokenTrouble(target: unknown): SignInTrouble | undefined {
  if (!isSet(target, "token")) return undefined;
  return {
    option: "token",
    wrong: "is not an option: no token of Bitbucket may administer users",
    right: "username and password of an administrator",
  };
}

function isSet(target: unknown, option: string): boolean {
  return valueAt(target, [option]) !== undefined;
}
