import * as kms from "@pulumi/gcp/kms";
import * as projects from "@pulumi/gcp/projects";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";

/**
 * The ring that all keys of a stack are in, and the agents of Google's services that use them. Cloud KMS never deletes a
 * ring; its random end lets a stack be made again under the same name.
 */
export class GcpKeyRing extends BaseComponent {
  readonly id: Output<string>;
  private readonly agents = new Map<string, Output<string>>();

  constructor(
    private readonly scope: Scope,
    opts?: ComponentOpts,
  ) {
    const name = `${scope.name}-keys`;
    super("slipway:gcp:KeyRing", name, opts);
    this.id = new kms.KeyRing(name, { location: scope.region }, this.child()).id;
    this.registerOutputs({ id: this.id });
  }

  /** Who encrypts for a service such as `sqladmin.googleapis.com`: its agent comes into being when it is first asked for. */
  agent(service: string): Output<string> {
    const known = this.agents.get(service);
    if (known) return known;
    const { email } = new projects.ServiceIdentity(
      `${this.scope.name}-agent-${service.split(".")[0]}`,
      { project: this.scope.account, service },
      this.child(),
    );
    const member = interpolate`serviceAccount:${email}`;
    this.agents.set(service, member);
    return member;
  }
}
