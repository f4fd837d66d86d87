import * as command from "@pulumi/command";
import { type Output, output, type Resource, secret } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import type { VpsOptions } from "./options";
import { type HostScript, hostScript, overSsh, sshEnvironment } from "./ssh";
import { k3sReleases } from "./versions";

export interface VpsHostArgs {
  readonly scope: Scope;
  readonly told: VpsOptions["cluster"];
}

/**
 * A host made fit for the internet, with a k3s on it. A script whose text changes runs again; each changes only what is not as it
 * should be. A destroy leaves the host as it is: Slipway has not made it.
 */
export class VpsHost extends BaseComponent implements ClusterHandle {
  readonly name: string;
  readonly endpoint: string;
  readonly kubeconfig: Output<string>;
  readonly issuer = "https://kubernetes.default.svc.cluster.local";
  readonly accessGroup = "";
  readonly compute = "own";
  readonly nodeRole = "";

  constructor(
    private readonly logical: string,
    private readonly args: VpsHostArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:vps:Host", logical, opts);
    const { scope, told } = args;
    const { ssh, podsCidr } = told;
    const hardened = this.run("harden", [], {
      ALLOW: told.publicAccess.join(" "),
      SSH_PORT: String(ssh.port),
      PODS_CIDR: podsCidr,
      SWAP_MB: String(told.swapMb),
      REBOOT_AT: told.rebootAt,
    });
    const k3s = this.run("k3s", [hardened], {
      K3S_VERSION: k3sReleases[told.version],
      K3S_SOURCE: told.k3sSource,
      HOST: ssh.host,
      PODS_CIDR: podsCidr,
    });
    const kubeconfig = this.run("kubeconfig", [k3s], { HOST: ssh.host }, ["stdout"]);
    this.name = scope.name;
    this.endpoint = `https://${ssh.host}:6443`;
    this.kubeconfig = secret(kubeconfig.stdout);
    this.registerOutputs({ name: this.name, endpoint: this.endpoint });
  }

  private run(
    script: HostScript,
    dependsOn: readonly Resource[],
    variables: Readonly<Record<string, string>>,
    additionalSecretOutputs: string[] = [],
  ): command.local.Command {
    const { scope, told } = this.args;
    return new command.local.Command(
      `${this.logical}-${script}`,
      {
        create: overSsh(),
        stdin: hostScript(script, variables),
        environment: environmentOf(scope, told),
        interpreter: ["/bin/sh", "-c"],
      },
      this.child({ dependsOn, additionalSecretOutputs, customTimeouts: { create: "20m", update: "20m" } }),
    );
  }
}

/** The environment of what speaks to the host; a private key in it is secret. */
export function environmentOf({ account }: Scope, { ssh }: Pick<VpsOptions["cluster"], "ssh">) {
  const plain = sshEnvironment(ssh, account);
  return ssh.privateKey === undefined ? plain : { ...plain, SSH_KEY: output(secret(ssh.privateKey)) };
}
