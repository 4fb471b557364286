import * as z from "zod";

/**
 * Builders for the options of a config. Each option says what it means, so that validation, JSON Schema
 * and the reference page come from one place.
 *
 * The error message of every builder is what would be right; what is wrong is worked out from zod's
 * issue by `to-problem.ts`.
 */
export interface About {
  /** What the option does, with its unit; a sentence or two. */
  readonly meaning: string;
  readonly example?: unknown;
}

export interface TextAbout extends About {
  /** What would be right, to be read after "Right:". */
  readonly right: string;
  readonly pattern?: RegExp;
}

/** What is wrong with a value that has a schema of its own; thrown into zod by `fail`. */
export interface Trouble {
  readonly wrong: string;
  readonly right: string;
}

const described = ({ meaning, example }: About) => ({
  description: meaning,
  ...(example === undefined ? {} : { examples: [example] }),
});

/** Reports a value that a transform refuses. */
export function fail(context: z.core.ParsePayload, { wrong, right }: Trouble): typeof z.NEVER {
  context.issues.push({ code: "custom", input: context.value, message: right, params: { wrong } });
  return z.NEVER;
}

export function text({ right, pattern, ...about }: TextAbout) {
  const some = z.string({ error: () => right }).min(1, { abort: true, error: () => right });
  const checked = pattern === undefined ? some : some.regex(pattern, { error: () => right });
  return checked.meta(described(about));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const ONE_LINE = /^[^\u0000-\u001f\u007f]*$/;

/** A text that must not be shown to anybody. Its name stands in `SECRET_OPTIONS`. */
export function secret({ right, ...about }: TextAbout) {
  return text({ ...about, right: `${right}, in one line`, pattern: ONE_LINE });
}

/** Numbers and booleans may come out of a reference, which gives text. */
const numberIn = (value: unknown) =>
  typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;

const booleanIn = (value: unknown) => (value === "true" ? true : value === "false" ? false : value);

export function wholeNumber({ min, max, ...about }: About & { readonly min: number; readonly max: number }) {
  const right = `a whole number from ${min} to ${max}`;
  const number = z
    .number({ error: () => right })
    .int({ abort: true, error: () => right })
    .min(min, { error: () => right })
    .max(max, { error: () => right });
  return z.preprocess(numberIn, number).meta(described(about));
}

/** A number above zero, or `none`, which becomes Infinity. */
export function amount(about: About) {
  const right = "a number above 0, or none for no limit";
  return z
    .unknown()
    .transform((value, context): number => {
      if (value === "none") return Number.POSITIVE_INFINITY;
      const number = numberIn(value);
      if (typeof number === "number" && Number.isFinite(number) && number > 0) return number;
      return fail(context, { wrong: "is no number above 0", right });
    })
    .meta({ ...described(about), anyOf: [{ type: "number", exclusiveMinimum: 0 }, { const: "none" }] });
}

export function flag(about: About) {
  return z
    .preprocess(booleanIn, z.boolean({ error: () => "true or false" }))
    .meta(described({ example: false, ...about }));
}

export function choice<const Values extends readonly [string, ...string[]]>(values: Values, about: About) {
  return z.enum(values, { error: () => oneOf(values) }).meta(described({ example: values.at(-1), ...about }));
}

export function list<Item extends z.ZodType>(item: Item, { right, ...about }: TextAbout) {
  return z.array(item, { error: () => right }).meta(described(about));
}

/**
 * A section. For a key that it does not have, the error message is the list of the keys that it has,
 * with commas between, from which `to-problem.ts` makes its suggestion.
 */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, about?: About) {
  const known = Object.keys(shape).join(", ");
  return z
    .strictObject(shape, {
      error: (issue) => (issue.code === "unrecognized_keys" ? known : `a section with ${known}`),
    })
    .meta(about === undefined ? {} : described(about));
}

/** The error of sections that differ by their `type`. */
export function typed(types: readonly string[]) {
  return (issue: { readonly code: string }) =>
    issue.code === "invalid_union" ? oneOf(types) : `a section with type, which is ${oneOf(types)}`;
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;
}
