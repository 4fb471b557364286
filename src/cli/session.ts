import { createRedactor, type Redactor } from "./settings/redactor.ts";
import { createScreen, type Screen } from "./world/screen.ts";
import type { World } from "./world/world.ts";

/** One invocation of the program: its outside, its screen, and what must not appear on it. */
export interface Session {
  readonly world: World;
  readonly redactor: Redactor;
  readonly screen: Screen;
}

export function openSession(world: World): Session {
  const redactor = createRedactor(world.env);
  return { world, redactor, screen: createScreen(world, redactor) };
}
