import { rootCertificates } from "node:tls";
import type { CredentialConfig, EntraConfig } from "../../../config/config.ts";
import { CLOUDS } from "../clouds.ts";

/** The part of `@azure/identity`'s TokenCredential that is used here. */
export interface Credential {
  getToken(
    scope: string,
    options: { abortSignal: AbortSignal },
  ): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

type IdentityCredentialConfig = Exclude<CredentialConfig, { readonly type: "access-token" }>;

/** Authorities that MSAL knows by heart. Any other would first be looked up in the public cloud. */
const KNOWN_AUTHORITIES = new Set(Object.values(CLOUDS).map(({ authorityHost }) => authorityHost));

/**
 * A credential with an empty cache of its own. Nothing is kept on disk.
 *
 * The library is loaded here because that alone takes half a second, which a ready access token spares.
 */
export async function openCredential(
  config: EntraConfig,
  credential: IdentityCredentialConfig,
): Promise<Credential> {
  const identity = await import("@azure/identity");
  const { tenantId } = config;
  const options = { tenantId, ...connectionOptions(config, credential) };
  switch (credential.type) {
    case "client-secret":
      return new identity.ClientSecretCredential(
        tenantId,
        credential.clientId,
        credential.clientSecret,
        options,
      );
    case "client-certificate":
      return new identity.ClientCertificateCredential(
        tenantId,
        credential.clientId,
        certificateOf(credential),
        options,
      );
    case "workload-identity":
      return new identity.WorkloadIdentityCredential({
        ...options,
        ...(credential.clientId === undefined ? {} : { clientId: credential.clientId }),
        ...(credential.tokenFilePath === undefined ? {} : { tokenFilePath: credential.tokenFilePath }),
      });
    case "managed-identity":
      return credential.clientId === undefined
        ? new identity.ManagedIdentityCredential()
        : new identity.ManagedIdentityCredential({ clientId: credential.clientId });
    case "azure-cli":
      return new identity.AzureCliCredential({ tenantId });
    case "default":
      return new identity.DefaultAzureCredential(options);
  }
}

function certificateOf({
  certificatePath,
  certificatePassword,
}: Extract<CredentialConfig, { readonly type: "client-certificate" }>) {
  return certificatePassword === undefined ? { certificatePath } : { certificatePath, certificatePassword };
}

function connectionOptions({ cloud, connection }: EntraConfig, credential: IdentityCredentialConfig) {
  const configured = "authorityHost" in credential ? credential.authorityHost : undefined;
  const authorityHost = configured ?? CLOUDS[cloud].authorityHost;
  const { ca } = connection;
  return {
    authorityHost,
    disableInstanceDiscovery: !KNOWN_AUTHORITIES.has(authorityHost),
    // A list of authorities replaces the built-in one, hence both.
    ...(ca === undefined ? {} : { tlsOptions: { ca: [...rootCertificates, ca] } }),
  };
}
