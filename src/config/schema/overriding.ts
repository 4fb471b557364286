import * as z from "zod";
import { type About, section } from "./option.ts";

type Option = z.ZodPrefault<z.ZodType> | z.ZodExactOptional<z.ZodType>;
type Shape = Readonly<Record<string, Option>>;

/** The options of a section that a target sets itself. Sections inside it likewise. */
export type Overrides<Options> = {
  readonly [Key in keyof Options]?: Options[Key] extends Section ? Overrides<Options[Key]> : Options[Key];
};

type Section = Readonly<Record<string, unknown>> & { readonly apply?: never };

/** The same options as the shared section, none with a default: what is absent comes from there. */
export function overriding<Options extends Shape>(shape: Options, about: About) {
  type Values = Overrides<z.output<z.ZodObject<Options>>>;
  const options = section(withoutDefaults(shape), about).exactOptional();
  return options as unknown as z.ZodExactOptional<z.ZodType<Values>>;
}

function withoutDefaults(shape: Shape): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([key, option]) => [key, withoutDefault(option)]));
}

function withoutDefault(option: Option): z.ZodType {
  const inner = option.unwrap();
  if (!(inner instanceof z.ZodObject)) return inner.exactOptional();
  return section(withoutDefaults(inner.shape), { meaning: inner.description ?? "" }).exactOptional();
}

/** `shared` with what `own` sets in its place. Sections merge option by option; lists and tables replace. */
export function merged<Options extends object>(shared: Options, own: Overrides<Options> = {}): Options {
  return { ...shared, ...own } as Options;
}
