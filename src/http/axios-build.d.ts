/** The package describes its types for the builds by name only. */
declare module "axios/dist/browser/axios.cjs";
