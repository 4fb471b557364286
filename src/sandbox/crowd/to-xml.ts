const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

export const XML_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * What an answer in JSON looks like to a client that asked for XML: `name` and `expand` become attributes,
 * the items of a list become elements named after the list, in the singular.
 */
export function toXml(element: string, value: object): string {
  return `${XML_HEADER}${render(element, value)}`;
}

function render(element: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => render(element.replace(/s$/, ""), item)).join("");
  if (typeof value !== "object" || value === null)
    return `<${element}>${escapeXml(String(value))}</${element}>`;
  const entries = Object.entries(value);
  const attributes = entries
    .filter(([key]) => key === "name" || key === "expand")
    .map(([key, text]) => ` ${key}="${escapeXml(String(text))}"`);
  const children = entries
    .filter(([key]) => key !== "name" && key !== "expand")
    .map(([key, child]) => render(key, child));
  return `<${element}${attributes.join("")}>${children.join("")}</${element}>`;
}
