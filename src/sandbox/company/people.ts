import type { GraphObject } from "../graph/tenant.ts";
import { stableId } from "../stable-id.ts";

/** The part before the @, which is also how the rest of the company's files refer to a person. */
export type Handle = string;

type Row = readonly [handle: Handle, givenName: string, surname: string, jobTitle: string];

const DOMAIN = "larkspur.example";
const LABS = "labs.larkspur.example";

const ENGINEERING: readonly Row[] = [
  ["ada.lindqvist", "Ada", "Lindqvist", "Head of Engineering"],
  ["zoe.angstrom", "Zoë", "Ångström", "Software Engineer"],
  ["siobhan.o'brien", "Siobhán", "O'Brien", "Software Engineer"],
  ["priya.raman-cole", "Priya", "Raman-Cole", "Software Engineer"],
  ["lukasz.wojcik", "Łukasz", "Wójcik", "Software Engineer"],
  ["marek.dvorak", "Marek", "Dvořák", "Software Engineer"],
  ["ines.carvalho", "Inês", "Carvalho", "Engineering Manager"],
  ["tomas.nunez", "Tomás", "Núñez", "Software Engineer"],
  ["yuki.tanaka", "Yuki", "Tanaka", "Software Engineer"],
  ["oluwaseun.adeyemi", "Oluwaseun", "Adeyemi", "Test Engineer"],
  ["hannah.meyer", "Hannah", "Meyer", "Software Engineer"],
  ["bjorn.sjoberg", "Björn", "Sjöberg", "Software Engineer"],
  ["chloe.lefevre", "Chloé", "Lefèvre", "Software Engineer"],
  ["daniel.kim", "Daniel", "Kim", "Test Engineer"],
];

const PLATFORM: readonly Row[] = [
  ["femke.devries", "Femke", "de Vries", "Site Reliability Engineer"],
  ["ravi.iyer", "Ravi", "Iyer", "Site Reliability Engineer"],
  ["ilayda.yilmaz", "İlayda", "Yılmaz", "Site Reliability Engineer"],
  ["grace.okafor", "Grace", "Okafor", "Database Administrator"],
];

const SUPPORT: readonly Row[] = [
  ["liam.byrne", "Liam", "Byrne", "Head of Support"],
  ["sofia.rossi", "Sofia", "Rossi", "Support Engineer"],
  ["mateo.garcia", "Mateo", "García", "Support Engineer"],
  ["aoife.nibhriain", "Aoife", "Ní Bhriain", "Support Engineer"],
  ["jan.kowalski", "Jan", "Kowalski", "Support Engineer"],
  ["elif.demir", "Elif", "Demir", "Support Engineer"],
  ["noah.fischer", "Noah", "Fischer", "Support Engineer"],
];

const DESIGN: readonly Row[] = [
  ["meilin.chen", "Mei Lin", "Chen", "Head of Design"],
  ["pavel.horak", "Pavel", "Horák", "Designer"],
  ["camille.dubois", "Camille", "Dubois", "Designer"],
];

const BUSINESS: readonly Row[] = [
  ["robert.hughes", "Robert", "Hughes", "Head of Sales"],
  ["fatima.zahra", "Fatima", "Zahra", "Account Manager"],
  ["victor.almeida", "Victor", "Almeida", "Account Manager"],
  ["karin.holm", "Karin", "Holm", "Account Manager"],
  ["peter.d'angelo", "Peter", "D'Angelo", "Account Manager"],
  ["ruth.abrams", "Ruth", "Abrams", "Accountant"],
  ["samuel.otieno", "Samuel", "Otieno", "Accountant"],
  ["nadia.haddad", "Nadia", "Haddad", "IT Administrator"],
  ["george.papadopoulos", "Γιώργος", "Παπαδόπουλος", "IT Administrator"],
  ["robin.novak", "Robin", "Novak", "Office Manager"],
  ["emil.strand", "Emil", "Strand", "Trainee"],
  ["olga.ivanova", "Olga", "Ivanova", "Recruiter"],
  ["hugo.brandt", "Hugo", "Brandt", "Recruiter"],
];

/** What is special about some of them. */
const OVERRIDES: Readonly<Record<Handle, Partial<GraphObject>>> = {
  // Her mailbox was never made: the userPrincipalName has to do as an e-mail.
  "grace.okafor": { mail: null },
  // Written with capitals by whoever made the account.
  "daniel.kim": { userPrincipalName: `Daniel.Kim@${DOMAIN}` },
  // Half-made by a script that broke off.
  "emil.strand": { accountEnabled: null },
  "olga.ivanova": { accountEnabled: false },
  "hugo.brandt": { accountEnabled: false },
};

export const TEAMS = {
  engineering: ENGINEERING.map(toHandle),
  platform: PLATFORM.map(toHandle),
  support: SUPPORT.map(toHandle),
  design: DESIGN.map(toHandle),
  business: BUSINESS.map(toHandle),
};

/** Two people with one local part, in two domains. */
export const NAMESAKES: readonly Handle[] = ["anna.schmidt", "anna.schmidt@labs"];
export const GUESTS: readonly Handle[] = ["dana.wells (guest)", "kenji_mori (guest)"];

/** Everybody whom the company's Entra tenant knows. */
export function people(): readonly GraphObject[] {
  return [
    ...team("Engineering", ENGINEERING),
    ...team("Platform", PLATFORM),
    ...team("Support", SUPPORT),
    ...team("Design", DESIGN),
    ...team("Business", BUSINESS),
    person("anna.schmidt", "Design", ["anna.schmidt", "Anna", "Schmidt", "Designer"]),
    namesake("anna.schmidt@labs"),
    guest("dana.wells (guest)", "Dana Wells", "dana.wells@partner.example"),
    guest("kenji_mori (guest)", "Kenji Mori", "kenji_mori@studio.example"),
  ];
}

/** The object id of a person of the company, or of somebody who has left it. */
export function personId(handle: Handle): string {
  return stableId(`larkspur person ${handle}`);
}

function team(department: string, rows: readonly Row[]): readonly GraphObject[] {
  return rows.map((row) => ({ ...person(row[0], department, row), ...OVERRIDES[row[0]] }));
}

function person(handle: Handle, department: string, [local, givenName, surname, jobTitle]: Row): GraphObject {
  const address = `${local}@${DOMAIN}`;
  return {
    id: personId(handle),
    accountEnabled: true,
    userType: "Member",
    displayName: `${givenName} ${surname}`,
    givenName,
    surname,
    jobTitle,
    department,
    mail: address,
    userPrincipalName: address,
    createdDateTime: "2021-04-06T07:30:00Z",
    businessPhones: [],
  };
}

function namesake(handle: Handle): GraphObject {
  const address = `anna.schmidt@${LABS}`;
  const base = person(handle, "Engineering", ["anna.schmidt", "Anna", "Schmidt", "Research Engineer"]);
  return { ...base, mail: address, userPrincipalName: address };
}

function guest(handle: Handle, displayName: string, mail: string): GraphObject {
  const { [0]: givenName, [1]: surname } = displayName.split(" ");
  return {
    id: personId(handle),
    accountEnabled: true,
    userType: "Guest",
    displayName,
    ...(givenName === undefined ? {} : { givenName }),
    ...(surname === undefined ? {} : { surname }),
    mail,
    userPrincipalName: `${mail.replace("@", "_")}#EXT#@larkspur.onmicrosoft.example`,
    externalUserState: "Accepted",
    creationType: "Invitation",
    createdDateTime: "2024-09-12T13:05:00Z",
    businessPhones: [],
  };
}

function toHandle([handle]: Row): Handle {
  return handle;
}
