import { describeFaultMatrix, KINDS } from "./support/fault-matrix.ts";

describeFaultMatrix({
  directories: ["cloud", "crowd"],
  servers: [
    { name: "graph", writes: [] },
    { name: "cloud", writes: ["POST", "PATCH"] },
    { name: "crowd", writes: ["POST", "PUT", "DELETE"] },
  ],
  kinds: KINDS,
  stride: 17,
});
