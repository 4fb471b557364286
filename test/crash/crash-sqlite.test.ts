import { describeCrashes } from "./describe-crashes.ts";

describeCrashes("SQLite", { directories: ["crowd"], stride: 9 });
describeCrashes("SQLite", { directories: ["cloud"], stride: 9 });
