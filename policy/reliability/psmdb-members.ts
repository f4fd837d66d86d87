import { dictsAt, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { PSMDB_CLUSTER } from "../types";

export const psmdbMembers: ResourceRule = {
  name: "psmdb-members",
  pack: "reliability",
  description: "A production MongoDB of Percona's operator has three members or more.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "Two cannot elect one of them, and one alone is away until another node has its pod and its disk.",
  mend: "Set spec.replsets[].size: 3 or more, an odd number (stores.<name>.replicas: 2).",
  link: "https://docs.percona.com/percona-operator-for-mongodb/architecture.html",
  types: [PSMDB_CLUSTER],
  level: "advisory",
  levels: { dev: "disabled", staging: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown size passes, and is judged at the update." },
  check: ({ props }) =>
    dictsAt(props, "spec.replsets").flatMap(({ name, size }) =>
      isUnknown(size) || Number(size ?? 0) >= 3 ? [] : [`${String(name)} has ${Number(size ?? 0)} of 3 members`],
    ),
};
