import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace";
import type { Input } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";

export interface AzureEdgeLogsArgs {
  readonly place: AzurePlace;
  /** Days that logs are kept. */
  readonly days: number;
  /** Full id of the Front Door. */
  readonly profile: Input<string>;
}

/** What Front Door and its firewall were asked, in a workspace of Log Analytics. */
export class AzureEdgeLogs extends BaseComponent {
  constructor(name: string, { place, days, profile }: AzureEdgeLogsArgs, opts?: ComponentOpts) {
    super("slipway:azure:EdgeLogs", name, opts);
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
        ...{ resourceUri: profile, name: "slipway", workspaceId: workspace.id },
        logs: ["FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog"].map((category) => ({
          ...{ category, enabled: true },
        })),
      },
      this.child(),
    );
    this.registerOutputs({});
  }
}
