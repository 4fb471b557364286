import type { EntraConfig } from "../../config/config.ts";
import type { Finding } from "../../model/finding.ts";
import { HIDDEN_MEMBER_READ, howToGrant, isGranted, type Permission, permissionsFor } from "./permissions.ts";
import type { TokenClaims } from "./sign-in/token-claims.ts";

/** Each permission that this config needs, by what the token says of itself. */
export function checkPermissions(config: EntraConfig, claims: TokenClaims | undefined): readonly Finding[] {
  if (claims === undefined) {
    return [
      {
        level: "warning",
        subject: "permissions",
        message: "The token cannot be read, so which permissions it holds shows only when they are used.",
      },
    ];
  }
  const needed = permissionsFor(config);
  const readsGroups = needed.length > 1;
  return [
    ...needed.map((permission) => judge(permission, config, claims)),
    ...(readsGroups && !claims.roles.has(HIDDEN_MEMBER_READ.name) ? [hiddenHint()] : []),
    ...tooBroad(claims, needed),
    ...(claims.isDelegated ? [delegated()] : []),
  ];
}

function judge(permission: Permission, { credential }: EntraConfig, { roles }: TokenClaims): Finding {
  const { name, purpose } = permission;
  const subject = `permission ${name}`;
  if (roles.has(name)) return { level: "ok", subject, message: `Granted; it is needed to ${purpose}.` };
  if (isGranted(permission, roles)) {
    const broader = permission.includedIn.find((one) => roles.has(one)) ?? "";
    return { level: "ok", subject, message: `Contained in ${broader}; it is needed to ${purpose}.` };
  }
  return {
    level: "problem",
    subject,
    message: `Missing; it is needed to ${purpose}.`,
    fix: howToGrant(permission, credential),
  };
}

function hiddenHint(): Finding {
  const { name, purpose } = HIDDEN_MEMBER_READ;
  return {
    level: "ok",
    subject: `permission ${name}`,
    message: `Not needed, unless it is to ${purpose}: without it such a group counts as not readable.`,
  };
}

/** usersync never writes to Entra, so whoever steals its secret should not be able to either. */
function tooBroad({ roles }: TokenClaims, needed: readonly Permission[]): readonly Finding[] {
  const enough = needed.map(({ name }) => name).join(", ");
  return [...roles]
    .filter((role) => /\.ReadWrite\.|^Directory\.Read\.All$|^Group\.Read\.All$/.test(role))
    .map((role) => ({
      level: "warning",
      subject: `permission ${role}`,
      message: `Broader than usersync needs. Enough: ${enough}.`,
      fix: `Grant those, then remove ${role} under App registrations → your app → API permissions.`,
    }));
}

function delegated(): Finding {
  return {
    level: "warning",
    subject: "sign-in",
    message: "The token belongs to a person, not to an app. It sees what that person may see.",
    fix: "For unattended runs use source.credential.type client-secret, client-certificate, workload-identity or managed-identity.",
  };
}
