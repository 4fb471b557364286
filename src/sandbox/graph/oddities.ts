/** What a Graph server does wrong on purpose. Changed by tests while it runs. */
export interface Oddities {
  /** Requests for a later page that are refused because their token has expired, from now on. */
  expiredPageTokens: number;
  /** Every page links to itself. */
  loopingNextLink: boolean;
  /** Origin that links to the next page point to, such as `https://graph.example`. */
  foreignOrigin: string | undefined;
  /** Collections answer 200 and hold nothing. */
  emptyCollections: boolean;
  /** Pages between the others that hold nothing. */
  emptyPages: boolean;
  /** Object ids of groups that are still listed but cannot be read. */
  readonly vanishedGroups: Set<string>;
}

export function noOddities(): Oddities {
  return {
    expiredPageTokens: 0,
    loopingNextLink: false,
    foreignOrigin: undefined,
    emptyCollections: false,
    emptyPages: false,
    vanishedGroups: new Set(),
  };
}
