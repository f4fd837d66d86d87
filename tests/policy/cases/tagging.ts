import * as z from "../support/azure";
import { type CaseTable, property, together } from "../support/cases";
import * as g from "../support/gcp";
import * as r from "../support/resources";

const { U } = r;
const labels = (patch: r.Dict) => r.namespace({ metadata: { labels: patch } });

export const tagging: CaseTable = {
  "required-tags": {
    pass: [r.key(), r.key({ tags: undefined }, { defaultTags: r.TAGS }), r.key({ tags: { Owner: "another" } })],
    fail: [
      r.key({ tags: { Owner: undefined } }),
      r.key({ tags: undefined }),
      r.vpc().map(withoutTags) as unknown as r.Case,
    ],
    unknown: [r.key({ tags: U }), r.key({ tags: { Owner: U, CostCenter: U } })],
  },
  "environment-tag": {
    pass: [r.key(), r.key({ tags: { Environment: "prod" } })],
    fail: [r.key({ tags: { Environment: "dev" } })],
    unknown: [r.key({ tags: { Environment: U } }), r.key({ tags: U })],
  },
  "gcp-required-labels": together(
    property(g.bucket, "labels.owner", [undefined, ""]),
    property(g.sql, "settings.userLabels.cost-center", [undefined]),
    property(g.cluster, "resourceLabels", [undefined]),
    { pass: [g.bucket({ labels: undefined }, { defaultTags: g.LABELS })], fail: [], unknown: [] },
  ),
  "gcp-environment-label": together(
    property(g.bucket, "labels.environment", ["dev"]),
    property(g.sql, "settings.userLabels.environment", ["staging"]),
  ),
  "azure-required-tags": property(z.storage, "tags.Owner", [undefined, ""]),
  "azure-environment-tag": property(z.storage, "tags.Environment", ["dev"]),
  "required-labels": {
    pass: [r.namespace(), r.workload()],
    fail: [
      labels({ "app.kubernetes.io/part-of": undefined }),
      r.workload({}, undefined, { labels: undefined }),
      r.service({ metadata: { labels: { "app.kubernetes.io/name": "" } } }),
    ],
    unknown: [r.service({ metadata: { labels: U } }), labels({ "app.kubernetes.io/part-of": U })],
  },
};

function withoutTags(each: r.Case[number]): r.Case[number] {
  const { tags: _, ...props } = each.props;
  return { ...each, props };
}
