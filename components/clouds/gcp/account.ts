import * as projects from "@pulumi/gcp/projects";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import { type Input, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";

/** A role in the project, where it must be, bound to what it is for. */
export interface ProjectRole {
  /** Such as `roles/secretmanager.secretAccessor`. */
  readonly role: string;
  /** In Common Expression Language. @default none: the role is about nothing narrower */
  readonly condition?: { readonly title: string; readonly expression: Input<string> };
}

export interface GcpAccountArgs {
  readonly scope: Scope;
  readonly description: string;
  /** @default none */
  readonly roles?: readonly ProjectRole[];
}

/** Characters that the id of a service account may have. */
const LONGEST_ID = 30;

/** A service account of one thing's own. It has no key: who acts as it is decided by IAM. */
export class GcpAccount extends BaseComponent {
  readonly email: Output<string>;
  readonly member: Output<string>;
  /** Full name, for grants on the account itself. */
  readonly id: Output<string>;
  /** Those who act as it wait for its rights. */
  readonly grants: readonly Resource[];

  constructor(name: string, { scope, description, roles = [] }: GcpAccountArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Account", name, opts);
    const account = new serviceaccount.Account(
      name,
      { accountId: physicalName([name], LONGEST_ID), displayName: name.slice(0, 100), description },
      this.child(),
    );
    this.email = account.email;
    this.member = interpolate`serviceAccount:${account.email}`;
    this.id = account.name;
    this.grants = roles.map(
      ({ role, condition }) =>
        new projects.IAMMember(
          `${name}-${role.split("/").at(-1)!.replaceAll(".", "-").toLowerCase()}`,
          { project: scope.account, role, member: this.member, ...(condition && { condition }) },
          this.child(),
        ),
    );
    this.registerOutputs({ email: this.email });
  }
}
