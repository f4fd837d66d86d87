import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { ATLAS_CLUSTER, BUCKET, DOCDB_CLUSTER, RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const statefulProtected: ResourceRule = {
  name: "stateful-protected",
  pack: "reliability",
  description: "Pulumi itself refuses to delete what holds data in production.",
  severity: "high",
  frameworks: [],
  why: "A replacement is a deletion: protection stops it in the preview, whatever the cloud would allow.",
  mend: "Give the resource the option protect: true.",
  link: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  types: [
    RDS_INSTANCE,
    RDS_CLUSTER,
    DOCDB_CLUSTER,
    ATLAS_CLUSTER,
    BUCKET,
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
  ],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "Passes where the options are not known; read replicas hold no data of their own.",
  },
  check: ({ options, props }) =>
    options?.protect === false && isMissing(props["replicateSourceDb"])
      ? ["Pulumi would delete it without asking"]
      : [],
};
