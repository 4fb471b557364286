// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are about references.
import { type ConfigContext, fromDirectory, readingTrouble } from "./context.ts";
import { type OptionPath, type Problem, pathText } from "./problem.ts";

/** A config with its references put in. Paths are as `pathText` writes them. */
export interface Resolved {
  /** Options that were left empty are gone, those whose references gave nothing too. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Options whose value came from a reference, and so must not be shown. */
  readonly referenced: ReadonlySet<string>;
  /** Options whose reference could not be resolved. Nothing more can be said about them. */
  readonly failed: ReadonlySet<string>;
  /** Options that are gone because their references gave nothing. */
  readonly emptied: ReadonlySet<string>;
}

const REFERENCE = /\$?\$\{([^}]*)(\}?)/g;
const VARIABLE = /^([A-Za-z_]\w*)(?::-(.*))?$/s;
/** Deeper than any config; a YAML alias inside itself has no end. */
const DEEPEST = 30;

/**
 * Puts `${NAME}`, `${NAME:-default}` and `${file:path}` into every text of a config, and turns `$${` into `${`.
 *
 * `regex` and `with` of a replacement are left as they are: `${name}` is a group there.
 */
export function resolveReferences(config: unknown, context: ConfigContext): Resolved {
  const problems: Problem[] = [];
  const referenced = new Set<string>();
  const failed = new Set<string>();
  const emptied = new Set<string>();

  const report = (path: OptionPath, { wrong, right }: Trouble) => {
    failed.add(pathText(path));
    problems.push({ path: pathText(path), wrong, right });
  };

  const textAt = (text: string, path: OptionPath): string => {
    if (isReplacement(path)) return text;
    return text.replace(REFERENCE, (all, body: string, end: string) => {
      if (all.startsWith("$$")) return all.slice(1);
      referenced.add(pathText(path));
      const found = end === "" ? UNCLOSED : lookUp(body, context);
      if (typeof found === "string") return found;
      report(path, found);
      return "";
    });
  };

  const optionAt = (value: unknown, path: OptionPath): unknown => {
    const found = valueAt(value, path);
    if (found !== "" || value === "" || failed.has(pathText(path))) return found;
    // Without its filter the config would let everybody in, which nobody means by an empty variable.
    if (pathText(path) === "source.users.filter") return found;
    emptied.add(pathText(path));
    return undefined;
  };

  const valueAt = (value: unknown, path: OptionPath): unknown => {
    if (typeof value === "string") return textAt(value, path);
    if (path.length > DEEPEST) {
      report(path, { wrong: "lies too deep", right: "options as the documentation nests them" });
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, at) => valueAt(item, [...path, at]));
    if (!isTable(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== null)
        .map(([key, item]) => [key, optionAt(item, [...path, key])])
        .filter(([, item]) => item !== undefined),
    );
  };

  return { value: valueAt(config, []), problems, referenced, failed, emptied };
}

interface Trouble {
  readonly wrong: string;
  readonly right: string;
}

const FORMS = "${NAME}, ${NAME:-default} or ${file:path}; a literal ${ is written $${";
const UNCLOSED: Trouble = { wrong: "has a ${ without its }", right: FORMS };

function lookUp(body: string, context: ConfigContext): string | Trouble {
  if (body.startsWith("file:")) return fileText(body.slice("file:".length), context);
  const [, name, fallback] = VARIABLE.exec(body) ?? [];
  if (name === undefined) return { wrong: "has a reference of an unknown form", right: FORMS };
  const value = context.env[name];
  if (fallback !== undefined) return value === undefined || value === "" ? fallback : value;
  if (value !== undefined) return value;
  return {
    wrong: `refers to the environment variable ${name}, which is not set`,
    right: `set ${name} before usersync starts, or give a default: $\{${name}:-default}`,
  };
}

function fileText(path: string, context: ConfigContext): string | Trouble {
  const file = fromDirectory(context, path);
  try {
    return context.readText(file).replace(/\r?\n$/, "");
  } catch (error) {
    return {
      wrong: `refers to the file ${file}, which ${readingTrouble(error)}`,
      right: "a readable file; a relative path starts at the config's folder",
    };
  }
}

function isReplacement(path: OptionPath): boolean {
  const [list, at, key] = path.slice(-3);
  return list === "replace" && typeof at === "number" && (key === "regex" || key === "with");
}

/** A plain object, as YAML, JSON and object literals make them. */
export function isTable(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
