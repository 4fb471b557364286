import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { Input, Output } from "../../src/cli/world/world.ts";

/** Somebody at a terminal: answers each question and each complaint, once it is shown, with the next keys. */
export interface Typist {
  readonly stdin: Input;
  /** The stream on which the questions appear. */
  watch(screen: Output): void;
}

export function typist(answers: readonly string[]): Typist {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const left = [...answers];
  const answered = new Set([""]);
  return {
    stdin,
    watch(screen) {
      const write = screen.write.bind(screen) as (text: string) => boolean;
      screen.write = (text: string | Uint8Array) => {
        const shown = stripVTControlCharacters(String(text));
        const asked = [/\? .*?(?=\(|\?)/, /^> .*/m].map((part) => part.exec(shown)?.[0] ?? "").join("");
        if (!answered.has(asked)) {
          answered.add(asked);
          const keys = left.shift();
          if (keys !== undefined) setImmediate(() => stdin.write(keys));
        }
        return write(String(text));
      };
    },
  };
}
