import { ANY, type Exception, everyCall, propertiesOf } from "./spec-edits.ts";

/** Where the description of the user provisioning API is wrong or silent. */
export const SCIM_EXCEPTIONS: readonly Exception[] = [
  {
    why: "trap 2: the PATCH body's array is called Operations, as RFC 7644 and the vendor's example say",
    edit: (contract) => {
      const properties = propertiesOf(contract, "RequestPayloadToPatch");
      properties["Operations"] = properties["operations"] ?? ANY;
      delete properties["operations"];
    },
  },
  {
    why: "the value of a PATCH operation is described as a dump of a Java class; it may be any JSON",
    edit: ({ schemas }) => {
      schemas["JsonNode"] = ANY;
    },
  },
  {
    why: "meta.resourceType is User or Group in recorded answers, not USER or GROUP",
    edit: (contract) => {
      const properties = propertiesOf(contract, "ScimMetadata");
      properties["resourceType"] = { enum: ["User", "Group"] };
    },
  },
  {
    why: "trap 3: the 400 of PUT Groups is described as a dump of a Java exception",
    edit: everyCall((call) => {
      if ("400" in call.responses) call.responses["400"] = { $ref: "#/components/schemas/ScimError" };
    }),
  },
  {
    why: "what a server says about itself is described as a string; it is JSON of many forms",
    edit: everyCall(({ path, responses }) => {
      if (/\/(?:ServiceProviderConfig|ResourceTypes|Schemas)/.test(path)) responses["200"] = ANY;
    }),
  },
  {
    why: "any call may be refused for a bad value or throttled; the description forgets some",
    edit: everyCall((call) => {
      for (const status of ["400", "409", "413", "415", "429", "502", "504"]) call.responses[status] ??= ANY;
    }),
  },
];
