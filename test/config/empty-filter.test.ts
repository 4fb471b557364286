import { expect, it } from "vitest";
import { errorOf, raw, source } from "./config-builder.ts";

it("an empty variable is no filter that lets everybody in", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the config
  const filter = "${USERSYNC_TEST_FILTER:-}";

  const { problems } = errorOf(raw({ source: source({ users: { filter } }) }));

  expect(problems).toMatchObject([{ path: "source.users.filter" }]);
});
