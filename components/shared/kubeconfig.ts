import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";

export interface KubeconfigArgs {
  /** Address of the API, with its scheme. */
  readonly server: Input<string>;
  /** Certificates of the authority that signs the API's own, in Base64. */
  readonly authority: Input<string>;
  /** The command that logs in, and what goes with it (`exec` of a kubeconfig). */
  readonly login: {
    readonly command: string;
    readonly args?: readonly Input<string>[];
    /** What to do where the command is missing. */
    readonly installHint?: string;
    readonly provideClusterInfo?: boolean;
  };
}

/** A kubeconfig without a credential: whoever uses it logs in by the cloud's own command, a person and CI alike. */
export function loginKubeconfig({ server, authority, login }: KubeconfigArgs): Output<string> {
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "slipway",
    contexts: [{ name: "slipway", context: { cluster: "slipway", user: "slipway" } }],
    clusters: [{ name: "slipway", cluster: { server, "certificate-authority-data": authority } }],
    users: [
      {
        name: "slipway",
        user: {
          exec: { apiVersion: "client.authentication.k8s.io/v1beta1", ...login, interactiveMode: "Never" },
        },
      },
    ],
  });
}
