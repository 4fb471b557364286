import { type Drift, formerAccount, localAccount } from "./directory-content.ts";

/** An account that somebody made by hand: the right one, but not linked. */
const UNLINKED = { link: undefined };

/** What the Atlassian Cloud directory looks like before the first run. */
export const CLOUD_DRIFT: Drift = {
  without: ["yuki.tanaka", "femke.devries", "grace.okafor", "meilin.chen", "fatima.zahra"],
  changed: {
    // She married; Entra has her new name.
    "priya.raman-cole": {
      username: "priya.raman",
      email: "priya.raman@larkspur.example",
      displayName: "Priya Raman",
      familyName: "Raman",
    },
    // The same letters in another form, as some systems write them: no change.
    "zoe.angstrom": { displayName: "Zoë Ångström".normalize("NFD") },
    "marek.dvorak": { ...UNLINKED, username: "Marek.Dvorak" },
    "camille.dubois": { ...UNLINKED, username: "camille" },
    // Was on leave.
    "karin.holm": { active: false },
    "peter.d'angelo": { email: "peter.dangelo@larkspur.example" },
    "ines.carvalho": { displayName: "Ines Carvalho", givenName: "Ines" },
    "olga.ivanova": { active: true },
  },
  extra: [
    localAccount("admin", "Administrator"),
    localAccount("svc-backup", "Backup"),
    localAccount("reports", "Reporting"),
    formerAccount("walter.pike", "Walter Pike", true),
    // Came back: Entra has a new object for the same person, and the account belongs to the old one.
    formerAccount("robin.novak", "Robin Novak", false),
  ],
  groups: {
    developers: { lacks: ["chloe.lefevre"], has: ["walter.pike", "liam.byrne", "admin"] },
    support: { lacks: ["noah.fischer"] },
    everyone: { has: ["walter.pike", "admin"] },
  },
};

/** What Crowd looks like before the first run. */
export const CROWD_DRIFT: Drift = {
  without: ["lukasz.wojcik", "yuki.tanaka", "noah.fischer", "femke.devries"],
  changed: {
    "priya.raman-cole": {
      username: "priya.raman",
      email: "priya.raman@larkspur.example",
      displayName: "Priya Raman",
      familyName: "Raman",
    },
    "siobhan.o'brien": { ...UNLINKED },
    "samuel.otieno": { ...UNLINKED, username: "sotieno" },
    "karin.holm": { active: false },
    "tomas.nunez": { displayName: "Tomas Nunez", givenName: "Tomas", familyName: "Nunez" },
    "olga.ivanova": { active: true },
  },
  extra: [
    localAccount("admin", "Administrator"),
    localAccount("svc-bamboo", "Bamboo"),
    formerAccount("walter.pike", "Walter Pike", true),
    formerAccount("robin.novak", "Robin Novak", false),
  ],
  groups: {
    developers: { lacks: ["daniel.kim", "ravi.iyer"], has: ["walter.pike", "admin"] },
    design: { lacks: ["pavel.horak"] },
    everyone: { lacks: ["daniel.kim"], has: ["walter.pike", "svc-bamboo"] },
  },
};

/**
 * What Jira looks like before the first run. It cannot hold whose account it is, and nobody has run usersync
 * yet: every account is found by its username or its e-mail.
 */
export const JIRA_DRIFT: Drift = {
  without: ["hannah.meyer", "elif.demir", "robert.hughes", "robin.novak"],
  changed: {
    // She married; only her e-mail was changed.
    "priya.raman-cole": { username: "priya.raman", displayName: "Priya Raman" },
    "bjorn.sjoberg": { displayName: "Bjoern Sjoeberg" },
    "mateo.garcia": { email: "mgarcia@larkspur.example" },
    "karin.holm": { active: false },
    "olga.ivanova": { active: true },
  },
  extra: [
    localAccount("admin", "Administrator"),
    localAccount("svc-jenkins", "Jenkins"),
    // Left before usersync came: nobody knows whose account it was.
    formerAccount("walter.pike", "Walter Pike", true),
  ],
  groups: {
    developers: { lacks: ["ravi.iyer"], has: ["noah.fischer", "walter.pike", "admin"] },
    support: { lacks: ["jan.kowalski"] },
    everyone: { lacks: ["jan.kowalski"], has: ["svc-jenkins"] },
  },
};

/** Confluence: as with Jira, and it does not take everybody's username. */
export const CONFLUENCE_DRIFT: Drift = {
  without: ["siobhan.o'brien", "peter.d'angelo", "daniel.kim", "sofia.rossi", "ruth.abrams", "robin.novak"],
  changed: {
    "oluwaseun.adeyemi": { displayName: "Seun Adeyemi" },
    "tomas.nunez": { displayName: "Tomas Nunez" },
    "karin.holm": { active: false },
    "olga.ivanova": { active: true },
  },
  extra: [localAccount("admin", "Administrator"), localAccount("wiki-bot", "Wiki bot")],
  groups: {
    developers: { has: ["jan.kowalski", "admin"] },
    design: { lacks: ["camille.dubois"] },
    everyone: { lacks: ["camille.dubois"], has: ["wiki-bot"] },
  },
};

/** Bitbucket: whoever is not active here is not in the group that lets people in. */
export const BITBUCKET_DRIFT: Drift = {
  without: ["yuki.tanaka", "ilayda.yilmaz", "robin.novak"],
  changed: {
    "priya.raman-cole": { username: "priya.raman", displayName: "Priya Raman" },
    "marek.dvorak": { displayName: "Marek Dvorak" },
    "lukasz.wojcik": { email: "lwojcik@larkspur.example" },
    "karin.holm": { active: false },
    "olga.ivanova": { active: true },
  },
  extra: [localAccount("admin", "Administrator"), localAccount("svc-pipeline", "Pipeline")],
  groups: {
    developers: { lacks: ["hannah.meyer", "ines.carvalho"], has: ["elif.demir", "admin"] },
    everyone: { lacks: ["hannah.meyer"], has: ["svc-pipeline"] },
  },
};
