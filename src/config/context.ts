import { resolve } from "node:path";

/** Everything from outside that a config may refer to. */
export interface ConfigContext {
  /** The config's file, for messages. */
  readonly path: string;
  /** Absolute. Paths inside the config start here. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of a file, by its absolute path. Throws what `node:fs` throws. */
  readonly readText: (path: string) => string;
  /** Other accounts of this machine can read the config's file. */
  readonly exposed?: boolean;
}

export function fromDirectory(context: ConfigContext, path: string): string {
  return resolve(context.directory, path);
}

/** Why a file could not be read, to be put after its name. */
export function readingTrouble(error: unknown): string {
  switch ((error as { code?: unknown }).code) {
    case "ENOENT":
    case "ENOTDIR":
      return "does not exist";
    case "EACCES":
    case "EPERM":
      return "may not be read by this account";
    case "EISDIR":
      return "is a folder";
    default:
      return "cannot be read";
  }
}
