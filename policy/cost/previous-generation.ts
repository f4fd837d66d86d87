import { at, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { EC2_INSTANCE, EKS_NODE_GROUP, LAUNCH_TEMPLATE, RDS_INSTANCE, REPLICATION_GROUP } from "../types";

const OLD = /^(db\.|cache\.)?(t1|t2|m[1-4]|c[1-4]|r[34]|i2|d2|g2|g3|p2|x1)\./;

export const previousGeneration: ResourceRule = {
  name: "previous-generation",
  pack: "cost",
  description: "Instances are of a current generation.",
  severity: "low",
  frameworks: [],
  why: "Older generations cost more for less, and run out of capacity first.",
  mend: "Take the same size of a newer family, such as m7g for m4, db.t4g for db.t2, cache.t4g for cache.t2.",
  link: "https://aws.amazon.com/ec2/previous-generation/",
  types: [EC2_INSTANCE, LAUNCH_TEMPLATE, EKS_NODE_GROUP, RDS_INSTANCE, REPLICATION_GROUP],
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown types pass; known ones beside them are judged." },
  check: ({ props }) =>
    [
      ...["instanceType", "instanceClass", "nodeType"].map((key) => at(props, key)),
      ...stringsAt(props, "instanceTypes"),
    ]
      .filter((kind) => typeof kind === "string" && OLD.test(kind))
      .map((kind) => `it is a ${String(kind)}`),
};
