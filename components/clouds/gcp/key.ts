import * as kms from "@pulumi/gcp/kms";
import { type Input, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import type { GcpKeyRing } from "./key-ring";
import { labelled } from "./labels";

export interface GcpKeyArgs {
  readonly scope: Scope;
  /** Ring that it is in. */
  readonly ring: GcpKeyRing;
  /** APIs whose own agents encrypt with it: `sqladmin.googleapis.com`, … */
  readonly services: readonly string[];
  /** Further members that encrypt with it. @default none */
  readonly members?: readonly Input<string>[];
}

/** Seconds between two versions of a key. */
const ROTATION = 90 * 24 * 3600;

/** Seconds for which a version that was destroyed can be brought back. */
const DESTROYED_AFTER = 30 * 24 * 3600;

const USE = "roles/cloudkms.cryptoKeyEncrypterDecrypter";

/**
 * A key of one thing's own, in the stack's ring, rotated every 90 days. Only the agents of the services that encrypt with
 * it may use it. Cloud KMS deletes neither rings nor keys: a destroy destroys the versions, after a wait.
 */
export class GcpKey extends BaseComponent {
  readonly id: Output<string>;
  /** Those who use the key wait for its grants. */
  readonly grants: readonly Resource[];

  constructor(name: string, args: GcpKeyArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Key", name, opts);
    const { scope } = args;
    // No name is ever free again, and what is taken away and added later must not meet its old key.
    const end = new random.RandomId(`${name}-end`, { byteLength: 4 }, this.child());
    const key = new kms.CryptoKey(
      name,
      {
        name: interpolate`${physicalName([name], 54)}-${end.hex}`,
        keyRing: args.ring.id,
        purpose: "ENCRYPT_DECRYPT",
        rotationPeriod: `${ROTATION}s`,
        // A lost key is lost data. It can't be changed in place, so it is the same whatever protection there is: a key that is
        // replaced takes with it what it encrypts.
        destroyScheduledDuration: `${DESTROYED_AFTER}s`,
        labels: labelled(scope.tags, name),
      },
      this.child({ protect: scope.protect }),
    );
    const agents = args.services.map((service) => [service.split(".")[0]!, args.ring.agent(service)] as const);
    const members = [...agents, ...(args.members ?? []).map((member, index) => [`member-${index}`, member] as const)];
    this.grants = members.map(
      ([what, member]) =>
        new kms.CryptoKeyIAMMember(`${name}-${what}`, { cryptoKeyId: key.id, role: USE, member }, this.child()),
    );
    this.id = key.id;
    this.registerOutputs({ id: this.id });
  }
}
