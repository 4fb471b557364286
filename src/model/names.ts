const ASCII_ONLY = /^[\p{ASCII}]*$/u;
const DOTLESS_I = /\u0131/g;

/**
 * The form in which two names are compared: composed, without case.
 *
 * By way of upper case, so that ß meets SS. The Turkish dotted and dotless i both meet i: two names that
 * differ only there are a collision to report, not two people to keep apart.
 */
export function foldName(name: string): string {
  if (ASCII_ONLY.test(name)) return name.toLowerCase();
  const folded = name.normalize("NFC").toLowerCase().toUpperCase().toLowerCase().normalize("NFD");
  return folded
    .replace(DOTLESS_I, "i")
    .replace(/i\u0307/g, "i")
    .normalize("NFC");
}

/** Whether two names are one and the same to a directory. */
export function isSameName(one: string, other: string): boolean {
  return one === other || foldName(one) === foldName(other);
}

/** Text with the blanks around it gone and its accents composed; `undefined` when nothing is left. */
export function presentText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim().normalize("NFC");
  return text === "" ? undefined : text;
}
