import type { Explanation } from "../errors.ts";

/** A call that every server of one kind has. Where it is not found, no such server is. */
export interface Entrance {
  /** What the server is called: `Jira`. */
  readonly of: string;
  /** Of the call, below the base URL. */
  readonly path: string;
  /** What to do about an address that leads elsewhere. */
  readonly fix: string;
}

/**
 * The fix for an address that leads beside a product.
 *
 * @param pages What follows the context path in a browser: `/secure or /login`.
 * @param example An address with a context path.
 */
export function contextPathFix(pages: string, example: string): string {
  return `Is the context path missing or wrong in \`targets[].url\`? It is what stands before ${pages} in the browser, such as ${example}.`;
}

/** Where not even the entrance is found there is nothing to sign in to, whoever says so and in whatever form. */
export function noSuchServer(
  { name, baseUrl }: { readonly name: string; readonly baseUrl: string },
  { of, path, fix }: Entrance,
): Explanation {
  return {
    what: `${name}: ${baseUrl}${path} was answered with 404, so there is no ${of} under this address.`,
    why: "Nobody has looked at the credentials yet.",
    fix,
  };
}
