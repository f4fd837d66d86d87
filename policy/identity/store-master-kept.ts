import { valueNodes } from "../pods";
import { at, isUnknown } from "../read";
import type { Resource, StackRule } from "../rule";
import { HELM_RELEASE } from "../types";

/** Secret of the login that a release makes roles with; none where it makes none. */
function masterOf({ props }: Resource): string | undefined {
  const master = at(props, "values.master");
  return typeof master === "string" && !isUnknown(master) && Array.isArray(at(props, "values.roles"))
    ? master
    : undefined;
}

/** Where values refer to a secret: by `secret`, as workloads do, `id`, as backups do, or `key`, as External Secrets does. */
const REFERRING = ["secret", "id", "key"];

/** Places in a release's values that refer to one of the secrets. */
function references(release: Resource, secrets: ReadonlySet<unknown>): readonly string[] {
  const found: string[] = [];
  for (const { path, value } of valueNodes(release))
    for (const key of REFERRING)
      if (typeof value[key] === "string" && secrets.has(value[key])) found.push(`${path}.${key}`);
  return found;
}

export const storeMasterKept: StackRule = {
  name: "store-master-kept",
  pack: "identity",
  description: "Nobody but the Job that makes roles reads the master's login of a database that has them.",
  severity: "high",
  frameworks: ["PCI DSS 7.2.5", "SOC 2 CC6.3"],
  why: "Whoever holds it reads, changes and drops everything in the database, and makes logins that nobody knows of.",
  mend: "Bind the workload by `uses`: it gets a role of its own; `access: owner` lets it change the schema. Backups have roles of theirs.",
  link: "https://www.postgresql.org/docs/current/ddl-priv.html",
  types: [HELM_RELEASE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Before the database is there its secret has no name yet: it passes." },
  checkStack: (stack) => {
    const releases = stack.ofType(HELM_RELEASE);
    const masters: ReadonlySet<unknown> = new Set(releases.flatMap((release) => masterOf(release) ?? []));
    return releases
      .filter((release) => masterOf(release) === undefined)
      .flatMap((resource) =>
        references(resource, masters).map((path) => ({
          resource,
          message: `${path} is the login of a database's master`,
        })),
      );
  },
};
