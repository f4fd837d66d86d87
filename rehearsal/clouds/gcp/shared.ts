import {
  CloudError,
  type Context,
  digest,
  type Instance,
  type Place,
  type Reference,
  type TypeModel,
  text,
} from "../model";

/** A project's number: twelve digits that belong to its id. */
export function projectNumber(project: string): string {
  return String((BigInt(`0x${digest(14, project, "number")}`) % 900_000_000_000n) + 100_000_000_000n);
}

/** `projects/<project>/regions/<region>/<kind>/<name>` */
export const regional =
  (kind: string) =>
  (c: Context): string =>
    `projects/${c.account}/regions/${text(c.inputs, "region", c.region)}/${kind}/${text(c.inputs, "name")}`;

/** `projects/<project>/global/<kind>/<name>` */
export const global =
  (kind: string) =>
  (c: Context): string =>
    `projects/${c.account}/global/${kind}/${text(c.inputs, "name")}`;

/** `projects/<project>/locations/<location>/<kind>/<name>`; the location is called `region` by some. */
export const located =
  (kind: string, name = "name") =>
  (c: Context): string =>
    `projects/${c.account}/locations/${locationOf(c)}/${kind}/${text(c.inputs, name)}`;

const locationOf = (c: Context): string => text(c.inputs, "location", text(c.inputs, "region", c.region));

/** What Compute Engine calls a thing in full. */
export const selfLink = (c: Context): string => `https://www.googleapis.com/compute/v1/${c.id}`;

/** Names of most things: 63 of a–z, 0–9 and `-`. */
export const named = { property: "name", max: 63, lower: true } as const;

/** A grant of one role to one member on something. */
export const grant = (on: string, reference?: Reference): TypeModel => ({
  id: (c) => [on, "role", "member"].map((key) => text(c.inputs, key)).join("/") + condition(c),
  required: ["role", "member"],
  ...(reference && { references: [reference] }),
  outputs: (c) => ({ etag: c.hash(12, "etag") }),
  replaceOn: [on, "role", "member", "condition"],
  validate: knownMember,
});

const condition = (c: Context): string => (c.inputs["condition"] === undefined ? "" : `/${c.hash(6, "condition")}`);

/** A service account of the stack must be there before anything is granted to it. */
function knownMember(c: Context): void {
  const [, email = ""] =
    /^serviceAccount:([^@[\]]+@[\w-]+\.iam\.gserviceaccount\.com)$/.exec(text(c.inputs, "member")) ?? [];
  if (!email.endsWith(`@${c.account}.iam.gserviceaccount.com`)) return;
  if (!c.find("gcp:serviceaccount/account:Account", "email", email)) {
    throw new CloudError("INVALID_ARGUMENT", `Service account ${email} does not exist.`);
  }
}

/** Refuses a delete while the provider's own flag is on. */
export const protectedBy =
  (flag: string, what: string) =>
  (instance: Instance): void => {
    if (instance.inputs[flag] === true) {
      throw new CloudError("FAILED_PRECONDITION", `${what} ${instance.id} has ${flag} set`);
    }
  };

/** References that several services share. */
export const to = {
  network: (path: string): Reference => ({
    path,
    to: ["gcp:compute/network:Network", "gcp:compute/network:Network#selfLink"],
    error: "INVALID_ARGUMENT",
  }),
  /** Google's own stores have an address in a network only where private services access is set up in it. */
  peered: (path: string): Reference => ({
    path,
    to: ["gcp:servicenetworking/connection:Connection#network"],
    error: "NETWORK_NOT_PEERED",
  }),
  subnet: (path: string): Reference => ({
    path,
    to: ["gcp:compute/subnetwork:Subnetwork", "gcp:compute/subnetwork:Subnetwork#selfLink"],
    error: "INVALID_ARGUMENT",
  }),
  /** A key that nobody may use cannot encrypt: the service's agent needs a grant on it, for as long as it is used. */
  grantedKey: (path: string): Reference => ({
    path,
    to: ["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember#cryptoKeyId"],
    error: "PERMISSION_DENIED",
  }),
  account: (path: string): Reference => ({
    path,
    to: ["gcp:serviceaccount/account:Account#email"],
    error: "INVALID_ARGUMENT",
  }),
  cluster: (path: string): Reference => ({
    path,
    to: ["gcp:container/cluster:Cluster#name", "gcp:container/cluster:Cluster"],
    error: "NOT_FOUND",
  }),
} as const;

/** `service-<number>@<domain>.iam.gserviceaccount.com`: who acts for one of Google's services in a project. */
export function agentOf(place: Pick<Place, "account">, service: string): string {
  const domains: Readonly<Record<string, string>> = {
    "container.googleapis.com": "container-engine-robot",
    "redis.googleapis.com": "cloud-redis",
    "sqladmin.googleapis.com": "gcp-sa-cloud-sql",
  };
  const domain = domains[service] ?? `gcp-sa-${service.split(".")[0]}`;
  return `service-${projectNumber(place.account)}@${domain}.iam.gserviceaccount.com`;
}
