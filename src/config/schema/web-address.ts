import * as z from "zod";
import { type AddressRules, readWebAddress } from "../read-web-address.ts";
import { type About, fail } from "./option.ts";

/** The address of a server, without a slash at its end. */
export function webAddress({ shape, http, meaning, example }: AddressRules & About) {
  const right = `an address such as ${String(example)}`;
  return z
    .string({ error: () => right })
    .transform((text, context) => {
      const reading = readWebAddress(text, { shape, http });
      return "address" in reading ? reading.address : fail(context, reading);
    })
    .meta({ description: meaning, examples: [example] });
}
