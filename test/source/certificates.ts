import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Certificates that were made for one test file and are worth nothing afterwards. */
export interface Certificates {
  /** PEM text of the authority that signed the server's certificate. */
  readonly ca: string;
  /** For 127.0.0.1 and localhost. */
  readonly server: {
    readonly key: string;
    readonly cert: string;
    readonly keyPath: string;
    readonly certPath: string;
  };
  /** PEM file with a client's certificate and its private key. */
  readonly clientPath: string;
  /** A folder for other files. */
  readonly folder: string;
  remove(): void;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "usersync-tls-"));
  const path = (name: string) => join(folder, name);
  const text = (name: string) => readFileSync(path(name), "utf8");
  const openssl = (...words: readonly string[]) =>
    execFileSync("openssl", words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];

  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=usersync test authority",
  );
  openssl(
    "req",
    ...newKey.slice(0, 3),
    "-keyout",
    "server.key",
    "-out",
    "server.csr",
    "-subj",
    "/CN=localhost",
  );
  writeFileSync(path("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  openssl("x509", "-req", "-in", "server.csr", ...signing, "-out", "server.pem");
  openssl("req", "-x509", ...newKey, "-keyout", "client.key", "-out", "client.crt", "-subj", "/CN=usersync");
  writeFileSync(path("client.pem"), text("client.key") + text("client.crt"), { mode: 0o600 });

  return {
    ca: text("ca.pem"),
    server: {
      key: text("server.key"),
      cert: text("server.pem"),
      keyPath: path("server.key"),
      certPath: path("server.pem"),
    },
    clientPath: path("client.pem"),
    folder,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
