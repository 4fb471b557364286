import { cloudContent, crowdContent } from "./support/directory-contents.ts";
import { describeFaultMatrix } from "./support/fault-matrix.ts";
import { tinyCompany } from "./support/tiny-company.ts";

describeFaultMatrix({
  directories: ["cloud", "crowd"],
  company: tinyCompany,
  contentOf: ({ cloud, crowd }) => JSON.stringify([cloudContent(cloud), crowdContent(crowd)]),
  servers: [
    { name: "graph", writes: [] },
    { name: "cloud", writes: ["POST", "PATCH"] },
    { name: "crowd", writes: ["POST", "PUT", "DELETE"] },
  ],
  kinds: [
    ...(["create-group", "import", "link", "enable", "update"] as const),
    ...(["add-member", "remove-member", "disable"] as const),
  ],
  stride: 10,
});
