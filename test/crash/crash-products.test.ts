import { describeCrashes } from "./describe-crashes.ts";

describeCrashes("SQLite", { directories: ["jira", "confluence", "bitbucket"], stride: 47 });
