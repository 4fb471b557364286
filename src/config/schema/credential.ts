// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are references.
import * as z from "zod";
import { secret, section, text, typed } from "./option.ts";
import { webAddress } from "./web-address.ts";

const clientId = text({
  meaning:
    "Application (client) id of the app registration. Entra admin center > App registrations > Overview.",
  right: "the application (client) id, a GUID",
  pattern: /^[\w.-]+$/,
  example: "11111111-2222-3333-4444-555555555555",
});

const authorityHost = webAddress({
  meaning: "Where tokens come from, only to override what the cloud has.",
  shape: "origin",
  http: "never",
  example: "https://login.microsoftonline.com",
}).exactOptional();

const CREDENTIALS = [
  section({
    type: z.literal("client-secret"),
    clientId,
    clientSecret: secret({
      meaning: "The secret's value (not its id). App registrations > Certificates & secrets.",
      right: "the value of a client secret",
      example: "${ENTRA_CLIENT_SECRET}",
    }),
    authorityHost,
  }),
  section({
    type: z.literal("client-certificate"),
    clientId,
    certificatePath: text({
      meaning: "PEM file with the certificate and its private key. Starts at the config's folder.",
      right: "the path of a PEM file with certificate and private key",
      example: "certs/usersync.pem",
    }),
    certificatePassword: secret({
      meaning: "Password of the private key, when it has one.",
      right: "the password of the private key",
      example: "${CERTIFICATE_PASSWORD}",
    }).exactOptional(),
    authorityHost,
  }),
  section({
    type: z.literal("workload-identity"),
    clientId: clientId.exactOptional(),
    tokenFilePath: text({
      meaning:
        "File with the federated token; Kubernetes names it in AZURE_FEDERATED_TOKEN_FILE, the default.",
      right: "the path of the token's file",
      example: "/var/run/secrets/azure/tokens/azure-identity-token",
    }).exactOptional(),
    authorityHost,
  }),
  section({ type: z.literal("managed-identity"), clientId: clientId.exactOptional() }),
  section({ type: z.literal("azure-cli") }),
  section({ type: z.literal("default") }),
  section({
    type: z.literal("access-token"),
    token: secret({
      meaning: "A token for Microsoft Graph that was got elsewhere. It is used until it expires.",
      right: "an access token for Microsoft Graph",
      example: "${GRAPH_TOKEN}",
    }),
  }),
] as const;

const TYPES = CREDENTIALS.map((credential) => [...credential.shape.type.values][0] as string);

/** How usersync signs in to Entra. */
export const credential = z.discriminatedUnion("type", CREDENTIALS, { error: typed(TYPES) });
