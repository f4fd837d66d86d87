import { podOf, valueNodes } from "../pods";
import { at, type Dict, dictsAt, isDict, isUnknown } from "../read";
import type { Resource, ResourceRule } from "../rule";
import { HELM_RELEASE, WORKLOADS } from "../types";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

/**
 * Keys that hold a secret itself. Ones that name where it is end otherwise (`passwordKey`, `tokenRef`), and in charts so
 * does a bare `…Secret`, which names a Kubernetes secret; in an environment `…_SECRET` holds one.
 */
const SECRET_KEY =
  /(password|passwd|passphrase|token|secret_?key|api_?key|access_?key|private_?key|(client|app|jwt|shared|signing|webhook)_?secret|[A-Z]_SECRET)$/;
const secretKeys = new Map<string, boolean>();

/** A stack has thousands of values under a few hundred keys. */
function isSecretKey(key: string): boolean {
  const known = secretKeys.get(key);
  if (known !== undefined) return known;
  const found = SECRET_KEY.test(key) || SECRET_KEY.test(key.toLowerCase());
  secretKeys.set(key, found);
  return found;
}

/**
 * Values that are secrets whatever their key: a key block, an AWS access key, an address with a password in it. Each with
 * what it cannot be without, which is looked for first: next to no text holds any. The last looks back for the scheme, for
 * to begin with it would try every letter.
 */
const SECRET_VALUES: readonly (readonly [part: string, whole: RegExp])[] = [
  ["PRIVATE KEY", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["AKIA", /\bAKIA[A-Z0-9]{16}\b/],
  ["ASIA", /\bASIA[A-Z0-9]{16}\b/],
  // `%s` is where a script puts one.
  ["://", /(?<=\b[a-z][a-z0-9+.-]*):\/\/[^\s:/@$({]*:(?!%s@)[^\s:/@$({]+@/],
];

const isSecretValue = (text: string): boolean =>
  SECRET_VALUES.some(([part, whole]) => text.includes(part) && whole.test(text));

/** Not a secret but a way to one: a template, a substitution, a path, a switch, or the name of a key in a secret. */
const REFERENCE = /^$|\{\{|\$[({]|^\/|^[A-Z][A-Z0-9_]*$|^([Tt]rue|[Ff]alse|none|null|default|auto)$/;

/** Beside these keys, `secretKey` and the like name an entry of a secret kept elsewhere. */
const REFERRING = ["remoteRef", "secretName", "secretRef", "existingSecret", "secretStoreRef", "name"];

const holdsSecret = (key: string, value: unknown, beside: Dict): boolean =>
  typeof value === "string" &&
  !isUnknown(value) &&
  (isSecretValue(value) ||
    (isSecretKey(key) &&
      !REFERENCE.test(value) &&
      !/^existing/i.test(key) &&
      !REFERRING.some((sibling) => sibling !== key && sibling in beside)));

/** Entries of a map that hold a secret. */
const inMap = (map: unknown, path: string): readonly string[] =>
  isDict(map)
    ? Object.keys(map)
        .filter((key) => holdsSecret(key, map[key], map))
        .map((key) => `${path}.${key}`)
    : [];

/** Entries of an environment list, `{ name, value }`, that hold a secret. */
const inEnv = (list: readonly Dict[], path: string): readonly string[] =>
  list
    .filter((entry) => typeof entry["name"] === "string" && holdsSecret(entry["name"], entry["value"], {}))
    .map((entry) => `${path} "${String(entry["name"])}"`);

function places(resource: Resource): readonly string[] {
  if (resource.type === CONFIG_MAP) return inMap(at(resource.props, "data"), "data");
  if (resource.type !== HELM_RELEASE)
    return (podOf(resource)?.containers ?? []).flatMap(({ label, spec }) =>
      inEnv(dictsAt(spec, "env"), `${label} env`),
    );
  // Next to no value holds one: a release has a hundred, and lists for each take time.
  const found: string[] = [];
  for (const { path, value } of valueNodes(resource)) {
    for (const key of Object.keys(value)) if (holdsSecret(key, value[key], value)) found.push(`${path}.${key}`);
    if ("value" in value) found.push(...inEnv([value], path));
  }
  return found;
}

export const noPlaintextSecrets: ResourceRule = {
  name: "no-plaintext-secrets",
  pack: "identity",
  description: "No secret stands in plain text in a release's values, a container's environment or a ConfigMap.",
  severity: "critical",
  frameworks: ["PCI DSS 8.6.2"],
  why: "Values end up in the stack's state, in the release's own secret and in every log of a failed upgrade.",
  mend: "Keep it in a secret manager, and name the Kubernetes secret that External Secrets makes of it.",
  link: "https://external-secrets.io/latest/introduction/overview/",
  types: [HELM_RELEASE, CONFIG_MAP, ...WORKLOADS],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown values pass: they come from another resource." },
  check: (resource) => [...new Set(places(resource))].map((place) => `${place} holds a secret in plain text`),
};
