import { amount, text, wholeNumber } from "./option.ts";

export interface ConnectionDefaults {
  readonly requestsPerSecond: number | "none";
  readonly maxResponseMegabytes: number;
}

/**
 * How a server is reached: options of the source and of every target.
 *
 * A Node string ends at about 500 MB, and so does the largest answer.
 */
export function connectionShape(defaults: ConnectionDefaults) {
  return {
    concurrency: wholeNumber({
      meaning: "Requests at the same time. After an answer 429 there are fewer for a while.",
      example: 8,
      min: 1,
      max: 64,
    }).prefault(4),
    requestsPerSecond: amount({
      meaning: "Requests that are started in one second; `none` for no limit. Fractions are fine.",
      example: 10,
    }).prefault(defaults.requestsPerSecond),
    timeoutSeconds: wholeNumber({
      meaning: "Seconds for one attempt of one request, its answer included.",
      example: 120,
      min: 1,
      max: 3600,
    }).prefault(60),
    maxWaitSeconds: wholeNumber({
      meaning:
        "Seconds that one request may spend waiting and trying again. A server that asks for a longer wait ends the run.",
      example: 600,
      min: 0,
      max: 86_400,
    }).prefault(300),
    maxResponseMegabytes: wholeNumber({
      meaning: "Largest answer that is read, in megabytes.",
      example: 128,
      min: 1,
      max: 500,
    }).prefault(defaults.maxResponseMegabytes),
    caFile: text({
      meaning:
        "PEM file with a certificate authority to trust besides the usual ones. Starts at the config's folder.",
      right: "the path of a PEM file",
      example: "certs/company-ca.pem",
    }).exactOptional(),
  };
}
