import { describeCrashes } from "./describe-crashes.ts";

describeCrashes("SQLite", { target: "crowd" });
describeCrashes("SQLite", { target: "cloud" });
