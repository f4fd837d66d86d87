import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { HostScript } from "../../../components/clouds/vps/ssh";
import { hostScript, overSsh, sshEnvironment } from "../../../components/clouds/vps/ssh";
import { startHost, startReleases, type TestHost } from "../hosts/host";
import { toolPath } from "../tools/tools";

const scripts = join(__dirname, "../../../components/clouds/vps/scripts");
const [OLD, NEW] = ["v1.35.2+k3s1", "v1.35.3+k3s1"];

let host: TestHost;
let releases: Server & { readonly url: string };
let variables: Record<HostScript, Record<string, string>>;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly said: string;
}

/** As the command provider runs it: a shell, the script on its stdin, and an environment. */
function run(script: HostScript, over: Record<string, string> = {}, hostKey = host.hostKey): Promise<Ended> {
  const environment = {
    ...sshEnvironment({ host: host.address, port: 22, user: "root" }, hostKey),
    SSH_KEY: host.privateKey,
  };
  const child = spawn("/bin/sh", ["-c", overSsh()], { env: { ...process.env, ...environment } });
  child.stdin.end(hostScript(script, { ...variables[script], ...over }));
  let [stdout, said] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, said })));
}

const file = (path: string): string => readFileSync(join(host.root, path), "utf8");

beforeAll(async () => {
  host = await startHost();
  releases = await startReleases([OLD!, NEW!], host.gateway);
  const k3s = {
    K3S_SOURCE: releases.url,
    K3S_VERSION: OLD!,
    HOST: host.address,
    PODS_CIDR: "10.42.0.0/16",
    READY_SECONDS: "5",
  };
  variables = {
    harden: {
      ...{ ALLOW: "10.250.7.0/30 203.0.113.0/24", SSH_PORT: "22", PODS_CIDR: "10.42.0.0/16" },
      // Swap is the kernel's, which is not the host's own.
      ...{ SWAP_MB: "0", REBOOT_AT: "04:30" },
    },
    k3s,
    kubeconfig: { HOST: host.address },
  };
}, 600_000);

afterAll(async () => {
  releases?.close();
  await host?.stop();
});

test("shellcheck finds nothing in the scripts", () => {
  const check = (text: string) =>
    execFileSync(toolPath("shellcheck"), ["--shell=sh", "-"], { input: text, encoding: "utf8" });
  check(overSsh());
  const names = readdirSync(scripts).map((name) => name.replace(".sh", ""));
  for (const name of names.filter((each) => !["common", "over-ssh"].includes(each))) {
    check(`${hostScript(name as HostScript, {})}\n`);
  }
});

test("a machine with another key is sent nothing", async () => {
  const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2vX0bqkq2Xv5n0m8xqkq1w3e4r5t6y7u8i9o0p1a2s";
  const ended = await run("harden", {}, other);
  expect(ended.code).toBe(255);
  expect(ended.said).toMatch(/has another host key than slipway:account says; nothing was changed/);
  expect(() => file("etc/slipway/firewall.nft")).toThrow(/ENOENT/);
});

describe("harden", () => {
  test("installs, configures, and filters; a second run changes nothing", async () => {
    const first = await run("harden");
    expect(first).toMatchObject({ code: 0 });
    for (const changed of [/installed .*fail2ban/, /firewall\.nft/, /10-slipway\.conf/, /52slipway/, /jail\.d/]) {
      expect(first.said).toMatch(changed);
    }
    expect(host.inside("sshd", "-T")).toMatch(/passwordauthentication no/);
    expect(host.inside("fail2ban-client", "-t")).toMatch(/OK/);
    expect(host.inside("apt-config", "dump")).toMatch(/Automatic-Reboot-Time "04:30"/);
    const rules = host.inside("nft", "list", "ruleset");
    expect(rules).toMatch(/policy drop/);
    expect(rules).toMatch(/elements = \{ 10\.250\.7\.0\/30, 203\.0\.113\.0\/24 \}/);

    const second = await run("harden");
    expect(second).toMatchObject({ code: 0 });
    expect(second.said).toMatch(/nothing to change/);
  }, 300_000);

  test("refuses to lock out whoever speaks to it", async () => {
    const ended = await run("harden", { ALLOW: "203.0.113.0/24" });
    expect(ended.code).toBe(1);
    expect(ended.said).toMatch(/would lock out 10\.250\.7\.1/);
    expect(await run("harden")).toMatchObject({ code: 0, said: expect.stringMatching(/nothing to change/) });
  });

  test("mends what somebody has changed by hand", async () => {
    writeFileSync(join(host.root, "etc/ssh/sshd_config.d/10-slipway.conf"), "PasswordAuthentication yes\n");
    const ended = await run("harden");
    expect(ended.said.match(/^changed: .*/gm)).toEqual(["changed: /etc/ssh/sshd_config.d/10-slipway.conf"]);
  });

  test("takes no host that is neither Debian nor Ubuntu", async () => {
    const release = file("etc/os-release");
    writeFileSync(join(host.root, "etc/os-release"), "ID=alpine\n");
    expect(await run("harden")).toMatchObject({ code: 1, said: expect.stringMatching(/this host runs alpine/) });
    writeFileSync(join(host.root, "etc/os-release"), release);
  });
});

describe("k3s", () => {
  test("is installed, its sum checked; a second run changes nothing; another version replaces it", async () => {
    const first = await run("k3s");
    expect(first).toMatchObject({ code: 0 });
    expect(file("etc/rancher/k3s/config.yaml")).toMatch(/tls-san: \["10\.250\.7\.2"\]/);
    expect(await run("k3s")).toMatchObject({ code: 0, said: expect.stringMatching(/nothing to change/) });
    const next = await run("k3s", { K3S_VERSION: NEW! });
    expect(next.said).toMatch(/changed: k3s v1\.35\.2\+k3s1 → v1\.35\.3\+k3s1/);
    expect(host.inside("/usr/local/bin/k3s", "--version")).toMatch(/v1\.35\.3\+k3s1/);
  });

  test("a version that there is not leaves the old one running", async () => {
    const ended = await run("k3s", { K3S_VERSION: "v9.9.9+k3s1" });
    expect(ended).toMatchObject({ code: 1, said: expect.stringMatching(/v9\.9\.9%2Bk3s1\/k3s cannot be fetched/) });
    expect(host.inside("/usr/local/bin/k3s", "--version")).toMatch(/v1\.35\.3\+k3s1/);
  });

  test("gives a kubeconfig for an account of its own", async () => {
    const { code, stdout } = await run("kubeconfig");
    expect(code).toBe(0);
    const { clusters, users } = JSON.parse(stdout);
    expect(clusters[0].cluster).toMatchObject({ server: "https://10.250.7.2:6443" });
    expect(users[0].user).toEqual({ token: "a token of nobody" });
  });
});
