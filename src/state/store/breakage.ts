/** One way in which a store breaks. */
export interface Breakage {
  /** Fits the code of the error and its text, with a blank between. */
  readonly sign: RegExp;
  /** Goes on after "The state <place> ". */
  readonly what: string;
  readonly fix: string;
}
