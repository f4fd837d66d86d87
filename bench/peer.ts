import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "../tests/e2e/tools/tools";
import type { Job } from "./run";

/** The peer, pinned: what turns the same shape (network, cluster, eleven add-ons) into templates, with no account either. */
const packages = {
  "@aws-quickstart/eks-blueprints": "1.19.0",
  "aws-cdk": "2.1129.0",
  "aws-cdk-lib": "2.261.0",
  constructs: "10.6.0",
};

const folder = (): string => join(cacheRoot(), "eks-blueprints", packages["@aws-quickstart/eks-blueprints"]);

/**
 * Fetches the peer from npm, once, into the tools' cache: it is no dependency of the project. No script of a package runs.
 * @throws Error with what npm said
 */
export function installPeer(): void {
  const target = folder();
  if (existsSync(target)) return;
  const draft = `${target}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), JSON.stringify({ private: true, dependencies: packages }));
  const { status, stderr } = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
    ...{ cwd: draft, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
  });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`npm could not install the peer (leave it out with --no-peer):\n${stderr}`);
  }
  renameSync(draft, target);
}

/** `cdk synth` of the peer's stack, into a scratch folder. */
export function peerJob(scratch: string): Job {
  const target = folder();
  copyFileSync(join(__dirname, "peer-app.cjs"), join(target, "app.cjs"));
  const options = ["--quiet", "--app", "node app.cjs", "--output", join(scratch, "cdk.out")];
  return {
    ...{ cwd: target, args: [join(target, "node_modules/aws-cdk/bin/cdk"), "synth", ...options] },
    // Neither asks anybody whether there is a newer version.
    env: { CDK_DISABLE_VERSION_CHECK: "1", CI: "1" },
  };
}
