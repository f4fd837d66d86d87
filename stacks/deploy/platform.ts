import * as k8s from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";

/** What the platform gives to workloads. */
export interface Platform {
  /** DNS name of the public entry; none where no workload has hosts. */
  readonly address?: Input<string>;
}
