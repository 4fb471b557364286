import { describeCrashes } from "./describe-crashes.ts";

describeCrashes("SQLite", { directories: ["crowd"], stride: 13 });
describeCrashes("SQLite", { directories: ["cloud"], stride: 13 });
