import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace";
import type { Input } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";

export interface AzureResourceLogsArgs {
  readonly place: AzurePlace;
  /** Full id of what writes them. */
  readonly resource: Input<string>;
  /** Which of its logs. */
  readonly categories: readonly string[];
  /** Days that logs are kept. */
  readonly days: number;
  /** `Dedicated`: a table for each kind of log. @default Azure's own for the resource */
  readonly destination?: "Dedicated";
}

/** What a resource of Azure's writes, in a workspace of Log Analytics. */
export abstract class AzureResourceLogs extends BaseComponent {
  protected constructor(
    type: `slipway:${string}:${string}`,
    name: string,
    { place, resource, categories, days, destination }: AzureResourceLogsArgs,
    opts?: ComponentOpts,
  ) {
    super(type, name, opts);
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
        ...{ resourceUri: resource, name: "slipway", workspaceId: workspace.id },
        ...(destination && { logAnalyticsDestinationType: destination }),
        logs: categories.map((category) => ({ category, enabled: true })),
      },
      this.child(),
    );
    this.registerOutputs({});
  }
}
