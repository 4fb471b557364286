import { describe, expect, it } from "vitest";
import { proxySettings } from "../../src/cli/world/proxy-settings.ts";

describe("proxy settings", () => {
  it.each([
    { situation: "nothing is set", env: {}, settings: {} },
    { situation: "values are empty", env: { HTTP_PROXY: "", HTTPS_PROXY: " " }, settings: {} },
    { situation: "only exceptions are set", env: { NO_PROXY: "example.com" }, settings: {} },
    {
      situation: "upper case is set",
      env: { HTTP_PROXY: "http://p:1", HTTPS_PROXY: "http://p:2", NO_PROXY: ".example.com" },
      settings: {
        httpProxy: "http://p:1",
        httpsProxy: "http://p:2",
        noProxy: ".example.com,localhost,127.0.0.1,::1",
      },
    },
    {
      situation: "both cases are set",
      env: { HTTPS_PROXY: "http://upper", https_proxy: "http://lower" },
      settings: { httpsProxy: "http://lower", noProxy: "localhost,127.0.0.1,::1" },
    },
    {
      situation: "everything is excepted",
      env: { http_proxy: "http://p:1", no_proxy: "*" },
      settings: { httpProxy: "http://p:1", noProxy: "*" },
    },
  ])("are right when $situation", ({ env, settings }) => {
    expect(proxySettings(env)).toEqual(settings);
  });
});
