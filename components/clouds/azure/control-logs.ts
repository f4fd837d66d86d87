import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace";
import type { Input } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";

/** Without `kube-audit`, which writes down reading too and is most of the bill. */
const CATEGORIES = ["kube-apiserver", "kube-audit-admin", "kube-controller-manager", "kube-scheduler", "guard"];

/** What a cluster's control plane writes, in a workspace of Log Analytics. */
export class AzureControlLogs extends BaseComponent {
  constructor(
    name: string,
    { place, cluster, days }: { readonly place: AzurePlace; readonly cluster: Input<string>; readonly days: number },
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:ControlLogs", name, opts);
    const workspace = new Workspace(
      name,
      {
        ...at(place),
        workspaceName: name,
        sku: { name: "PerGB2018" },
        retentionInDays: days,
        tags: named(place.scope.tags, name),
      },
      this.child(),
    );
    new DiagnosticSetting(
      name,
      {
        resourceUri: cluster,
        name: "slipway",
        workspaceId: workspace.id,
        logAnalyticsDestinationType: "Dedicated",
        logs: CATEGORIES.map((category) => ({ category, enabled: true })),
      },
      this.child(),
    );
    this.registerOutputs({});
  }
}
