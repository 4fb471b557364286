import { createRedactor, type Redactor } from "./redactor.ts";
import { createScreen, type Screen } from "./screen.ts";
import type { World } from "./world.ts";

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
