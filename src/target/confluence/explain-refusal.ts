import type { ExplainRefusal } from "../../http/explain-answer.ts";
import { saysReadOnlyMode } from "./wire.ts";

/** What refusals mean of which Confluence says more than usual. */
export const explainRefusal: ExplainRefusal = ({ status, body }) => {
  if (status === 402) {
    return {
      code: "REFUSED",
      why: "The licence of Confluence has no place left for another account.",
      fix: "Take people who have left out of the groups that may use Confluence, or buy a larger licence: General configuration > License details tells how many it allows. Then run again.",
    };
  }
  if ((status === 403 || status === 405) && saysReadOnlyMode(body)) {
    return {
      code: "REFUSED",
      why: "Confluence is in read-only mode.",
      fix: "In Confluence open General configuration > Maintenance, and switch read-only mode off. Then run again.",
    };
  }
  return undefined;
};
