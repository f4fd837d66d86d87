/** Installs the simulated providers, and stand-ins for the commands that log in to clusters, into a Pulumi home. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import awsSdk from "@pulumi/aws/package.json";
import commandSdk from "@pulumi/command/package.json";
import randomSdk from "@pulumi/random/package.json";
import { dependencies } from "../../../package.json";
import { bundle } from "../language-host/bundle";
import { installPlugin, type PulumiHome } from "../language-host/pulumi-home";
import type { ProviderName } from "./provider";

/** Package → the version that its SDK asks the engine for. */
export const versions: Readonly<Record<ProviderName, string>> = {
  aws: awsSdk.version.replace(/^v/, ""),
  random: randomSdk.version.replace(/^v/, ""),
  command: commandSdk.version.replace(/^v/, ""),
  // Few programs load these: the pin says as much as the SDK itself.
  "azure-native": dependencies["@pulumi/azure-native"],
  gcp: dependencies["@pulumi/gcp"],
  mongodbatlas: dependencies["@pulumi/mongodbatlas"],
  tls: dependencies["@pulumi/tls"],
};

/**
 * Puts the providers where the engine looks for them, and an `aws` that answers `aws eks get-token` before any other.
 *
 * @param token what `aws eks get-token` hands out
 * @returns the home with `aws` on its PATH
 */
export function installProviders(home: PulumiHome, token: string): PulumiHome {
  const folder = join(home.env.PULUMI_HOME!, "simulated");
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const script = bundle(join(__dirname, "main.ts"), "provider");
  for (const [name, version] of Object.entries(versions)) {
    const executable = join(folder, `pulumi-resource-${name}`);
    writeScript(executable, `exec '${process.execPath}' '${script}' ${name} ${version} "$@"`);
    installPlugin(home.env.PULUMI_HOME!, name, version, executable);
  }
  writeScript(join(bin, "aws"), awsCommand(token));
  // What people log in to clusters of Google Cloud and Azure with.
  for (const command of ["gke-gcloud-auth-plugin", "kubelogin"])
    writeScript(join(bin, command), `echo '${credentialOf(token)}'`);
  return { ...home, env: { ...home.env, PATH: [bin, home.env.PATH].join(delimiter) } };
}

/**
 * `aws eks get-token … --role-arn <arn>` for whoever may take the role: it must exist in the account, and so must the
 * cluster. Anything else that the AWS CLI can do is refused.
 */
function awsCommand(token: string): string {
  return `
if [ "$1 $2" != "eks get-token" ]; then echo "the stand-in for aws does not know: aws $*" >&2; exit 2; fi
role= cluster=
while [ $# -gt 0 ]; do
  case "$1" in --role-arn) role="$2" ;; --cluster-name) cluster="$2" ;; esac
  shift
done
grep -qF "\\"arn\\": \\"$role\\"" "$SLIPWAY_SIM_STATE" || { echo "AccessDenied: cannot assume $role" >&2; exit 254; }
grep -qF "\\"name\\": \\"$cluster\\"" "$SLIPWAY_SIM_STATE" || { echo "ResourceNotFoundException: $cluster" >&2; exit 254; }
echo '${credentialOf(token)}'`;
}

/** What a command that logs in prints. */
const credentialOf = (token: string): string =>
  JSON.stringify({
    apiVersion: "client.authentication.k8s.io/v1beta1",
    kind: "ExecCredential",
    spec: {},
    status: { token, expirationTimestamp: "2999-01-01T00:00:00Z" },
  });

function writeScript(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}
