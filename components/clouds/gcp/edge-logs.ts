import * as logging from "@pulumi/gcp/logging";
import { type Input, interpolate } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";

export interface GcpEdgeLogsArgs {
  readonly scope: Scope;
  /** Days that logs are kept. */
  readonly days: number;
  /** Name of the URL map whose requests are logged. */
  readonly urlMap: Input<string>;
}

/** A bucket of Cloud Logging for what the load balancer and its firewall were asked. */
export class GcpEdgeLogs extends BaseComponent {
  constructor(name: string, { scope, days, urlMap }: GcpEdgeLogsArgs, opts?: ComponentOpts) {
    super("slipway:gcp:EdgeLogs", name, opts);
    // A deleted bucket keeps its name for a week.
    const end = new RandomId(`${name}-end`, { byteLength: 3 }, { parent: this });
    const bucket = new logging.ProjectBucketConfig(
      name,
      {
        project: scope.account,
        location: scope.region,
        bucketId: interpolate`${name}-${end.hex}`,
        retentionDays: days,
        description: `Requests at the edge of ${scope.name}`,
      },
      this.child(),
    );
    new logging.ProjectSink(
      name,
      {
        destination: interpolate`logging.googleapis.com/${bucket.id}`,
        filter: interpolate`resource.type="http_load_balancer" AND resource.labels.url_map_name="${urlMap}"`,
        uniqueWriterIdentity: true,
      },
      this.child(),
    );
    this.registerOutputs({});
  }
}
