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

/** Values that refer to a secret by its id: `secret`, as workloads do, `id`, as backups do, or `key`, as External Secrets does. */
const references = (release: Resource): readonly { readonly path: string; readonly id: unknown }[] =>
  valueNodes(release).flatMap(({ path, value }) =>
    ["secret", "id", "key"].flatMap((key) => (key in value ? [{ path: `${path}.${key}`, id: value[key] }] : [])),
  );

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
    const masters = new Set(releases.flatMap((release) => masterOf(release) ?? []));
    return releases
      .filter((release) => masterOf(release) === undefined)
      .flatMap((resource) =>
        references(resource)
          .filter(({ id }) => typeof id === "string" && masters.has(id))
          .map(({ path }) => ({ resource, message: `${path} is the login of a database's master` })),
      );
  },
};
