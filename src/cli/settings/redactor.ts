import { SHORTEST_SECRET } from "../../config/short-secret-warnings.ts";

/** Takes secrets out of text. One instance serves one invocation; every stream writes through it. */
export interface Redactor {
  /**
   * From now on these values appear nowhere, as they are or as JSON, URLs and Basic authentication write
   * them. Those that are too short to be secrets are left: the config's warnings name them.
   */
  hide(secrets: Iterable<string>): void;
  redact(text: string): string;
}

const MASK = "[secret]";

/** What a secret looks like when nobody told us of it: a token that a server issued, a header. */
const LOOKS_SECRET: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, MASK],
  [/\b(Bearer|Basic)\s+(?=\S*[\d=])[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  [/(\/\/[^\s/:@]+):[^\s/@]+@/g, `$1:${MASK}@`],
];

/** Names of environment variables that hold secrets, for what happens before a config is loaded. */
const SECRET_NAME = /(SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY)$/i;
const SHORTEST_GUESS = 12;

/** @param env Values of variables whose name says that they are secret are hidden from the start. */
export function createRedactor(env: Readonly<Record<string, string | undefined>>): Redactor {
  const known = new Set<string>();
  let pattern: RegExp | undefined;

  function hide(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      for (const form of formsOf(secret)) if (form.length >= SHORTEST_SECRET) known.add(form);
    }
    pattern = known.size === 0 ? undefined : patternOf(known);
  }

  hide(
    Object.entries(env).flatMap(([name, value]) =>
      SECRET_NAME.test(name) && value !== undefined && value.length >= SHORTEST_GUESS ? [value] : [],
    ),
  );
  return {
    hide,
    redact(text) {
      const named = pattern === undefined ? text : text.replace(pattern, MASK);
      return LOOKS_SECRET.reduce((rest, [looks, mask]) => rest.replace(looks, mask), named);
    },
  };
}

/** How a value may be written by whoever leaks it. */
function formsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(Buffer.from(secret).toString()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    Buffer.from(secret).toString("base64"),
  ];
}

function patternOf(secrets: ReadonlySet<string>): RegExp {
  const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
  const forms = longestFirst.map((secret) => secret.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(forms.join("|"), "gu");
}
