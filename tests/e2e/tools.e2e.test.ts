/** Proves the harness itself: the real engine and provider, our language host, a cluster of fake nodes. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeObject } from "./cluster/api";
import { type Cluster, startCluster } from "./cluster/cluster";
import { waitFor } from "./cluster/process";
import { makePulumiHome, type PulumiHome, runPulumi } from "./language-host/pulumi-home";

const repository = join(__dirname, "../..");
let folder: string;
let project: string;
let home: PulumiHome;
let cluster: Cluster;

const pulumi = (...args: string[]) => runPulumi(home, project, args);

async function succeed(...args: string[]): Promise<string> {
  const { code, output, stdout } = await pulumi(...args);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${output}`);
  return stdout;
}

interface Pod {
  readonly image: string;
  readonly ready: boolean;
}

/** Both replicas are such pods, and no other pod is left; the deployment's controller may need a moment for that. */
async function podsBecome(wanted: Pod): Promise<void> {
  const both = JSON.stringify([wanted, wanted]);
  await waitFor(`two pods like ${both}`, 20, async () => JSON.stringify(await pods()) === both || undefined);
}

async function pods(): Promise<Pod[]> {
  const isReady = (pod: KubeObject) =>
    (pod["status"] as { conditions?: { type: string; status: string }[] }).conditions?.some(
      ({ type, status }) => type === "Ready" && status === "True",
    ) ?? false;
  const items = await cluster.api.list("/api/v1/namespaces/shop/pods");
  return items
    .filter((pod) => pod.metadata["deletionTimestamp"] === undefined)
    .map((pod) => ({
      image: (pod["spec"] as { containers: { image: string }[] }).containers[0]!.image,
      ready: isReady(pod),
    }));
}

/** Linux only: the processes with the text in their command line or environment. */
function processesNaming(text: string): string[] {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(join("/proc", pid, file), "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, "cmdline").includes(text) || read(pid, "environ").includes(text))
    .map((pid) => `${pid} ${read(pid, "cmdline")}`);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-e2e-"));
  project = join(folder, "tiny");
  cpSync(join(__dirname, "language-host/tiny"), project, { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  home = makePulumiHome({ folder: join(folder, "home") });
  cluster = await startCluster();
  await succeed("stack", "init", "test");
  await succeed("config", "set", "--secret", "kubeconfig", readFileSync(cluster.kubeconfig, "utf8"));
});

afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a mandatory policy stops a preview, through npx too", async () => {
  const preview = () =>
    runPulumi(home, project, ["preview", "--policy-pack", "pack"], ["npx", "--no-install", "pulumi"]);
  await succeed("config", "set", "image", "shop/web:latest");
  const stopped = await preview();
  expect(stopped.output).toContain("shop/web:latest in stack test may change without notice");
  expect(stopped.code).not.toBe(0);

  await succeed("config", "set", "image", "shop/web:1.0.0");
  const passed = await preview();
  expect(passed.output).toContain("+ 4 to create");
  expect(passed.code).toBe(0);
});

test("up installs the release and its pods become ready; then there is nothing to change", async () => {
  await succeed("up", "--yes", "--skip-preview");
  expect((await succeed("stack", "output", "status")).trim()).toBe("deployed");
  await podsBecome({ image: "shop/web:1.0.0", ready: true });
  await succeed("preview", "--expect-no-changes");
  await succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a version whose pods never become ready is rolled back, and the next one goes through", async () => {
  await succeed("config", "set", "image", "shop/web:1.1.0-unready");
  const failed = await pulumi("up", "--yes", "--skip-preview");
  expect(failed.code).not.toBe(0);
  expect(failed.output).toMatch(/Release (shop\/)?web/);
  await podsBecome({ image: "shop/web:1.0.0", ready: true });

  await succeed("config", "set", "image", "shop/web:1.1.1");
  await succeed("up", "--yes", "--skip-preview");
  await podsBecome({ image: "shop/web:1.1.1", ready: true });
});

test("pod security refuses a pod that runs as root", async () => {
  const pod = {
    metadata: { name: "root" },
    spec: { containers: [{ name: "root", image: "shop/web:1.0.0", securityContext: { runAsUser: 0 } }] },
  };
  await expect(cluster.api.create("/api/v1/namespaces/shop/pods", pod)).rejects.toThrow(
    /violates PodSecurity "restricted/,
  );
});

test("destroy leaves nothing, neither objects nor processes", async () => {
  await succeed("destroy", "--yes", "--skip-preview");
  expect(await cluster.api.find("/api/v1/namespaces/shop")).toBeUndefined();
  const exported = JSON.parse(await succeed("stack", "export"));
  expect(exported.deployment.resources ?? []).toEqual([]);
  expect(processesNaming(home.state)).toEqual([]);

  await cluster.stop();
  expect(processesNaming(cluster.folder)).toEqual([]);
});
