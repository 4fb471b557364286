/** The administrator whom the products of the Data Center know usersync as. */
export const SYNC_ACCOUNT = {
  name: "usersync",
  displayName: "usersync",
  email: "usersync@larkspur.example",
} as const;
