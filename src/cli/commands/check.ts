import type { Config } from "../../config/config.ts";
import type { Finding } from "../../model/finding.ts";
import { EXIT } from "../exit-code.ts";
import { type CheckDocument, type CheckedPart, checkText, isSound } from "../print/check-text.ts";
import { chooseTargets, openParts } from "../runs/run-sync.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openSettings } from "../settings/open-settings.ts";
import { whileListening } from "../world/stop-signals.ts";

export interface CheckOptions extends GlobalOptions {
  readonly only: readonly string[];
  readonly json?: boolean;
}

/** `usersync check`: is the config right, and is every permission there? Changes nothing. */
export async function check(session: Session, options: CheckOptions): Promise<number> {
  const { config, log } = await openSettings(session, options, "listed");
  const targets = chooseTargets(config.targets, options.only);
  const { source, targets: opened } = await openParts(session, { config, targets, log });
  const parts = await whileListening(session, ({ now }) =>
    Promise.all([
      look("source", config.source.type, source.check(now)),
      ...opened.map(({ config: { name, type }, target }) => look(name, type, target.check(now))),
    ]),
  );
  const document: CheckDocument = {
    format: "usersync-check/1",
    ok: isSound(parts),
    config: { path: config.path, warnings: config.warnings },
    checks: parts,
  };
  const { screen } = session;
  if (options.json === true) screen.printJson(document);
  else screen.print(checkText(document, { colors: screen.colors.stdout, width: screen.width }));
  return document.ok ? EXIT.done : EXIT.error;
}

async function look(
  name: string,
  type: Config["source"]["type"] | string,
  findings: Promise<readonly Finding[]>,
): Promise<CheckedPart> {
  return { name, type, findings: await findings };
}
