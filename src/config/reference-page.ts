import { type JsonSchema, plainSchema } from "./json-schema.ts";
import { REFERENCE_INTRODUCTION } from "./reference-introduction.ts";

/** Sections that a target may set again; they are explained once. */
const SHARED: ReadonlySet<string> = new Set(["mapping", "operations", "limits", "protect"]);

/** The configuration reference, Markdown, written from the schema. */
export function referencePage(): string {
  const { properties = {} } = plainSchema();
  const { $schema, ...sections } = properties;
  const top = $schema === undefined ? [] : table([optionRow("$schema", $schema, false)]);
  const blocks = Object.entries(sections).flatMap(([key, section]) => sectionBlocks(key, section, 2));
  return `${[REFERENCE_INTRODUCTION, ...blocks, "## At the top", ...top].join("\n\n")}\n`;
}

function sectionBlocks(path: string, section: JsonSchema, level: number): string[] {
  const heading = `${"#".repeat(level)} \`${path}\``;
  const intro = section.description === undefined ? [] : [section.description];
  const kinds = section.oneOf ?? section.items?.oneOf;
  if (kinds !== undefined) {
    const place = section.items === undefined ? path : `${path}[]`;
    return [heading, ...intro, ...kindsBlocks(place, kinds, level + 1)];
  }
  return [heading, ...intro, ...table(rowsOf(path, section)), ...sectionsIn(path, section, level)];
}

/** First the options that all kinds have and mean alike, then what is special about each. */
function kindsBlocks(path: string, kinds: readonly JsonSchema[], level: number): string[] {
  const [first = [], ...others] = kinds.map((kind) => rowsOf(path, kind));
  const shared = first.filter((row) => others.every((rows) => rows.includes(row)));
  const blocks = kinds.flatMap((kind) => {
    const type = String(kind.properties?.["type"]?.const);
    const own = rowsOf(path, kind).filter((row) => !shared.includes(row));
    const options = [...table(own), ...sectionsIn(path, kind, level)];
    const nothing = options.length === 0 ? ["No further options."] : options;
    return [`${"#".repeat(level)} \`${path}\` with \`type: ${type}\``, ...nothing];
  });
  if (shared.length === 0) return blocks;
  return [`${"#".repeat(level)} \`${path}\` with any \`type\``, ...table(shared), ...blocks];
}

function sectionsIn(path: string, section: JsonSchema, level: number): string[] {
  return optionsOf(section)
    .filter(([key, option]) => isSection(option) && !isRepeated(path, key))
    .flatMap(([key, option]) => sectionBlocks(`${path}.${key}`, option, level + 1));
}

/** Lines of a table, for the options that are no sections. */
function rowsOf(path: string, section: JsonSchema): string[] {
  return optionsOf(section)
    .filter(([key, option]) => !isSection(option) || isRepeated(path, key))
    .map(([key, option]) => optionRow(key, option, section.required?.includes(key) === true));
}

function optionsOf({ properties = {} }: JsonSchema): [string, JsonSchema][] {
  return Object.entries(properties).filter(([key]) => key !== "type");
}

function isRepeated(path: string, key: string): boolean {
  return path === "targets[]" && SHARED.has(key);
}

function isSection({ properties, oneOf }: JsonSchema): boolean {
  return properties !== undefined || oneOf !== undefined;
}

function table(rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  const head = ["option", "meaning", "value", "default", "example"];
  return [[tableLine(head), tableLine(head.map(() => "---")), ...rows].join("\n")];
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function optionRow(key: string, option: JsonSchema, isRequired: boolean): string {
  const usual = option.default === undefined || isSection(option) ? "" : code(option.default);
  const examples = (option.examples ?? []).map(code).join(", ");
  return tableLine([
    `\`${key}\``,
    (option.description ?? "").replaceAll("|", "\\|"),
    valueText(option),
    isRequired ? "required" : usual,
    examples,
  ]);
}

function valueText(option: JsonSchema): string {
  if (option.enum !== undefined) return option.enum.map(code).join(", ");
  if (option.const !== undefined) return code(option.const);
  if (option.anyOf !== undefined) return option.anyOf.map(valueText).join(" or ");
  if (option.$ref !== undefined) return nameOf(option.$ref);
  if (option.items?.$ref !== undefined) return `list of ${nameOf(option.items.$ref)}s`;
  if (option.items !== undefined) return `list of ${itemsText(option.items)}`;
  if (option.properties !== undefined) return "section";
  if (typeof option.additionalProperties === "object")
    return `text: ${valueText(option.additionalProperties)}`;
  return simpleText(option);
}

function itemsText(items: JsonSchema): string {
  if (items.enum !== undefined) return items.enum.map(code).join(", ");
  return items.properties === undefined ? "texts" : fieldsText(items);
}

const nameOf = (reference: string) => reference.slice(reference.lastIndexOf("/") + 1);

function fieldsText({ properties = {} }: JsonSchema): string {
  return `\`{ ${Object.keys(properties)
    .map((key) => `${key}: …`)
    .join(", ")} }\``;
}

function simpleText({ type, minimum, maximum }: JsonSchema): string {
  switch (type) {
    case "integer":
    case "number":
      if (minimum === undefined) return "number";
      return maximum === undefined ? `whole number from ${minimum}` : `${minimum} to ${maximum}`;
    case "boolean":
      return "`true`, `false`";
    default:
      return "text";
  }
}

function code(value: unknown): string {
  const text = typeof value === "string" && value !== "" ? value : flowText(value);
  return `\`${text.replaceAll("|", "\\|")}\``;
}

/** YAML in one line, quotes only where YAML needs them. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${flowText(key)}: ${flowText(item)}`);
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  return typeof value === "string" && !/^[A-Za-z][\w -]*$/.test(value) ? `'${value}'` : String(value);
}
