import type { Input } from "@pulumi/pulumi";
import type { ComponentOpts } from "../../shared/base-component";
import type { AzurePlace } from "./place";
import { AzureResourceLogs } from "./resource-logs";

/** Without `kube-audit`, which writes down reading too and is most of the bill. */
const CATEGORIES = ["kube-apiserver", "kube-audit-admin", "kube-controller-manager", "kube-scheduler", "guard"];

/** What a cluster's control plane writes. */
export class AzureControlLogs extends AzureResourceLogs {
  constructor(
    name: string,
    { place, cluster, days }: { readonly place: AzurePlace; readonly cluster: Input<string>; readonly days: number },
    opts?: ComponentOpts,
  ) {
    const args = { place, resource: cluster, categories: CATEGORIES, days, destination: "Dedicated" } as const;
    super("slipway:azure:ControlLogs", name, args, opts);
  }
}
