/** What is wrong with an address and what would be right, or the address without a slash at its end. */
export type AddressReading =
  | { readonly address: string }
  | { readonly wrong: string; readonly right: string };

export interface AddressRules {
  /** `"origin"`: scheme, host and port only. */
  readonly shape: "origin" | "with-path";
  /** `"on-loopback"`: http is fine where nothing leaves the machine. */
  readonly http: "never" | "on-loopback";
}

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** Reads the address of a server that gets a secret with each request. */
export function readWebAddress(text: string, rules: AddressRules): AddressReading {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const example = rules.shape === "origin" ? "https://host.example.com" : "https://host.example.com/path";
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { wrong: "is not the address of a web server", right: `an address such as ${example}` };
  }
  if (url.protocol === "http:" && !isHttpAllowed(url, rules)) {
    const loopback = rules.http === "on-loopback" ? "; http only to 127.0.0.1, ::1 and localhost" : "";
    return { wrong: "is http, which would carry the secret in the clear", right: `https://…${loopback}` };
  }
  return extraPart(url, text, rules) ?? { address: url.origin + url.pathname.replace(/\/+$/, "") };
}

function isHttpAllowed(url: URL, { http }: AddressRules): boolean {
  return http === "on-loopback" && LOOPBACK.has(url.hostname);
}

function extraPart(url: URL, text: string, { shape }: AddressRules): AddressReading | undefined {
  if (url.username !== "" || url.password !== "") {
    return {
      wrong: "holds a name or password",
      right: "the address alone; secrets have options of their own",
    };
  }
  if (/[?#]/.test(text)) return { wrong: "has a ? or # part", right: "the address without it" };
  if (shape === "origin" && url.pathname !== "/") {
    return { wrong: "has a path", right: `scheme and host alone, ${url.origin}` };
  }
  return pagePart(url);
}

/** What admins copy out of a browser or a manual: the address of a page, or of the API. */
const ENDS_IN_PAGE = /\.(?:jspa?|action)$|\/rest(?:\/(?:api|usermanagement)(?:\/.*)?)?$/i;

/** Where the products keep their pages and their API, below the context path. */
const BELOW_CONTEXT =
  /\/(?:rest|secure|login|admin|console|pages|spaces|users|display)(?:\/.*)?$|\/[^/]*\.(?:jspa?|action)$/i;

function pagePart({ origin, pathname }: URL): AddressReading | undefined {
  const path = pathname.replace(/\/+$/, "");
  if (!ENDS_IN_PAGE.test(path)) return undefined;
  return {
    wrong: "leads to a page or to the API of the product, and usersync adds the API's path itself",
    right: `the address that all its pages begin with, ${origin}${path.replace(BELOW_CONTEXT, "")}`,
  };
}
