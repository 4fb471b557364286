import { generateKeyPairSync, sign } from "node:crypto";

export interface TestCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

/**
 * A fresh certificate that signs itself and is its own authority, for `localhost` and 127.0.0.1.
 * Made here, so that no private key has to lie in the repository. Written in DER by hand: X.509, RFC 5280.
 */
export function createCertificate(): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const algorithm = sequence(oid(SHA256_WITH_RSA), element(0x05));
  const name = sequence(
    element(0x31, sequence(oid(COMMON_NAME), element(0x0c, Buffer.from("usersync test")))),
  );
  const tbs = sequence(
    element(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(element(0x17, Buffer.from("200101000000Z")), element(0x17, Buffer.from("491231235959Z"))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    element(
      0xa3,
      sequence(extension(BASIC_CONSTRAINTS, sequence(TRUE)), extension(ALTERNATIVE_NAMES, hosts())),
    ),
  );
  const signature = element(0x03, Buffer.from([0]), sign("sha256", tbs, privateKey));
  const cert = sequence(tbs, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

const SHA256_WITH_RSA = "2a864886f70d01010b";
const COMMON_NAME = "550403";
const BASIC_CONSTRAINTS = "551d13";
const ALTERNATIVE_NAMES = "551d11";
const TRUE = element(0x01, Buffer.from([0xff]));

function hosts(): Buffer {
  return sequence(element(0x82, Buffer.from("localhost")), element(0x87, Buffer.from([127, 0, 0, 1])));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), element(0x04, value));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, ...parts);
}

function integer(value: number): Buffer {
  return element(0x02, Buffer.from([value]));
}

function oid(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, "hex"));
}

function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
