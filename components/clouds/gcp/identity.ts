import * as dns from "@pulumi/gcp/dns";
import * as secretmanager from "@pulumi/gcp/secretmanager";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import * as storage from "@pulumi/gcp/storage";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { Grant, IdentityAgent, IdentityArgs, IdentityHandle } from "../../contracts/identity";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { GcpAccount, type ProjectRole } from "./account";
import { zoneParts } from "./dns";

export interface GcpIdentityArgs extends Omit<IdentityArgs, "grants" | "cluster"> {
  readonly scope: Scope;
  /** @default none */
  readonly grants?: IdentityArgs["grants"];
  /** Rights that no grant expresses: those of add-ons' controllers. @default none */
  readonly roles?: readonly ProjectRole[];
  /** Ids of zones whose records it changes. @default none */
  readonly zones?: readonly Input<string>[];
}

/** GKE's metadata server, which hands a pod the token of its own account (Workload Identity). */
const AGENT: IdentityAgent = { cidr: "169.254.169.254/32", port: 80 };

/**
 * A service account of Google's that the pods of one service account of Kubernetes act as. Its rights lie on the very
 * buckets and secrets that it uses.
 * @throws Error when there is nothing to allow.
 */
export class GcpIdentity extends BaseComponent implements IdentityHandle {
  readonly annotations: IdentityHandle["annotations"];
  readonly agent = AGENT;

  constructor(name: string, args: GcpIdentityArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Identity", name, opts);
    const { scope, namespace, serviceAccount, grants = [], roles = [], zones = [] } = args;
    if (grants.length + roles.length + zones.length === 0) {
      throw new Error(`identity ${name} has nothing to allow: make none instead`);
    }
    const account = new GcpAccount(
      `${name}-account`,
      { scope, description: `Service account ${namespace}/${serviceAccount} of ${scope.name}`, roles },
      { parent: this },
    );
    const granted = grants.flatMap((grant, index) => this.grant(`${name}-grant-${index}`, grant, account));
    const named = zones.map((zone, index) => this.changeZone(`${name}-zone-${index}`, zone, account));
    new serviceaccount.IAMMember(
      `${name}-binding`,
      {
        serviceAccountId: account.id,
        role: "roles/iam.workloadIdentityUser",
        member: `serviceAccount:${scope.account}.svc.id.goog[${namespace}/${serviceAccount}]`,
      },
      // A pod that can act as the account must find its rights in place.
      this.child({ dependsOn: [...granted, ...named, ...account.grants] }),
    );
    this.annotations = { "iam.gke.io/gcp-service-account": account.email };
    this.registerOutputs({ annotations: this.annotations });
  }

  /** Cloud DNS gives rights on a whole zone: there is no role for records of one kind. */
  private changeZone(name: string, zone: Input<string>, { member }: GcpAccount): Resource {
    return new dns.DnsManagedZoneIamMember(name, { ...zoneParts(zone), role: "roles/dns.admin", member }, this.child());
  }

  private grant(name: string, grant: Grant, { member }: GcpAccount): Resource[] {
    if (grant.kind === "bucket") {
      const role = grant.mode === "read" ? "roles/storage.objectViewer" : "roles/storage.objectUser";
      return [new storage.BucketIAMMember(name, { bucket: grant.bucket.name, role, member }, this.child())];
    }
    if (grant.kind === "backups") throw new Error(`${name}: backups by jobs are not there on Google Cloud yet`);
    if (!Array.isArray(grant.ids)) throw new Error(`${name}: the list of secrets must be known when it is granted`);
    return grant.ids.map(
      (secretId, index) =>
        new secretmanager.SecretIamMember(
          `${name}-${index}`,
          { secretId, role: "roles/secretmanager.secretAccessor", member },
          this.child(),
        ),
    );
  }
}
