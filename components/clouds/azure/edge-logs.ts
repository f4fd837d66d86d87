import type { Input } from "@pulumi/pulumi";
import type { ComponentOpts } from "../../shared/base-component";
import type { AzurePlace } from "./place";
import { AzureResourceLogs } from "./resource-logs";

const CATEGORIES = ["FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog"];

export interface AzureEdgeLogsArgs {
  readonly place: AzurePlace;
  /** Days that logs are kept. */
  readonly days: number;
  /** Full id of the Front Door. */
  readonly profile: Input<string>;
}

/** What Front Door and its firewall were asked. */
export class AzureEdgeLogs extends AzureResourceLogs {
  constructor(name: string, { place, days, profile }: AzureEdgeLogsArgs, opts?: ComponentOpts) {
    super("slipway:azure:EdgeLogs", name, { place, resource: profile, categories: CATEGORIES, days }, opts);
  }
}
