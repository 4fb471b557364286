/** Text for HTML, in an element or in a quoted attribute. Expects visible text. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A name or a value, whose direction of writing stays its own affair. */
export function htmlName(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}
