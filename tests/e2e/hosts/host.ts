/**
 * A Debian to be hardened: a root of its own from Debian's archive, in a network of its own, with a real sshd. No systemd runs
 * in it, and no kernel of its own.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HostProcess, startProcess, waitFor } from "../cluster/process";
import { cacheRoot, toolPath } from "../tools/tools";

/** What harden.sh installs: fetched once, so that the host itself needs no way to the archive. */
const LATER = "curl fail2ban nftables python3-systemd unattended-upgrades";

export interface TestHost {
  /** Its root, as seen from here. */
  readonly root: string;
  readonly address: string;
  /** Address of this machine as the host sees it. */
  readonly gateway: string;
  /** Public host key. */
  readonly hostKey: string;
  /** A private key that may log in as root. */
  readonly privateKey: string;
  /** Runs a command in the host, in its network. */
  inside(...command: string[]): string;
  stop(): Promise<void>;
}

const sh = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** The root that every host begins with; about three minutes the first time, then kept. */
function baseRoot(): string {
  const kept = join(cacheRoot(), "debian-root", "bookworm-1");
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(tmpdir(), "slipway-root-"));
  const root = join(folder, "root");
  sh(
    toolPath("mmdebstrap"),
    "--variant=minbase",
    "--include=ca-certificates,openssh-server,iproute2",
    "bookworm",
    root,
  );
  sh(
    "chroot",
    root,
    "sh",
    "-c",
    `apt-get update -qq && apt-get install -qq --download-only --yes --no-install-recommends ${LATER}`,
  );
  mkdirSync(join(kept, ".."), { recursive: true });
  try {
    renameSync(root, kept);
  } catch {
    cpSync(root, kept, { recursive: true, verbatimSymlinks: true });
  }
  rmSync(folder, { recursive: true, force: true });
  return kept;
}

/** @throws Error where this is not root on a Linux that may mount and make networks */
export async function startHost(): Promise<TestHost> {
  if (process.getuid?.() !== 0) throw new Error("a host to be hardened takes root: mounts, and a network of its own");
  const base = baseRoot();
  const folder = mkdtempSync(join(tmpdir(), "slipway-host-"));
  const [root, space] = [join(folder, "root"), `slipway${process.pid}`];
  const [here, there] = [`sw${process.pid}a`, `sw${process.pid}b`];
  const [gateway, address] = ["10.250.7.1", "10.250.7.2"];
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const layers = `lowerdir=${base},upperdir=${join(folder, "upper")},workdir=${join(folder, "work")}`;
    const mount = (...args: string[]) => {
      sh("mount", ...args);
      undo.push(() => sh("umount", "--lazy", args.at(-1)!));
    };
    // Overlays cannot lie on an overlay: then in memory.
    mount("-t", "tmpfs", "tmpfs", folder);
    for (const part of ["upper", "work", "root"]) mkdirSync(join(folder, part));
    mount("-t", "overlay", "overlay", "-o", layers, root);
    mount("-t", "proc", "proc", join(root, "proc"));
    mount("-t", "tmpfs", "tmpfs", join(root, "run"));
    mount("--bind", "/dev", join(root, "dev"));
    sh("ip", "netns", "add", space);
    undo.push(() => sh("ip", "netns", "delete", space));
    sh("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", space);
    sh("ip", "address", "add", `${gateway}/30`, "dev", here);
    sh("ip", "link", "set", here, "up");
    const inside = (...command: string[]) => sh("ip", "netns", "exec", space, "chroot", root, ...command);
    for (const [device, own] of [["lo"], [there, `${address}/30`]] as const) {
      if (own) inside("ip", "address", "add", own, "dev", device);
      inside("ip", "link", "set", device, "up");
    }
    cpSync(join(__dirname, "systemctl.sh"), join(root, "usr/local/bin/systemctl"));
    sh("chmod", "755", join(root, "usr/local/bin/systemctl"));
    mkdirSync(join(root, "run/sshd"));
    const key = join(folder, "key");
    sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
    mkdirSync(join(root, "root/.ssh"), { recursive: true, mode: 0o700 });
    writeFileSync(join(root, "root/.ssh/authorized_keys"), readFileSync(`${key}.pub`), { mode: 0o600 });
    const args = ["netns", "exec", space, "chroot", root, "/usr/sbin/sshd", "-D", "-e"];
    const sshd: HostProcess = startProcess("sshd", "ip", args, join(folder, "sshd.log"));
    undo.push(() => sshd.stop());
    await waitFor(
      "sshd",
      20,
      async () => /listening/.test(readFileSync(join(folder, "sshd.log"), "utf8")) || undefined,
      [sshd],
    );
    const [kind = "", text = ""] = readFileSync(join(root, "etc/ssh/ssh_host_ed25519_key.pub"), "utf8").split(" ");
    return {
      ...{ root, address, gateway, inside, stop },
      hostKey: `${kind} ${text}`,
      privateKey: readFileSync(key, "utf8").trim(),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Releases of k3s with a stand-in in them, over plain HTTP. */
export async function startReleases(
  versions: readonly string[],
  address: string,
): Promise<Server & { readonly url: string }> {
  const { createHash } = await import("node:crypto");
  const text = readFileSync(join(__dirname, "k3s.sh"), "utf8");
  const server = createServer(({ url = "" }, answer) => {
    const [, version = "", file = ""] = decodeURIComponent(url).split("/");
    const binary = text.replace("VERSION", version);
    const found = versions.includes(version);
    answer.statusCode = found ? 200 : 404;
    if (file.startsWith("sha256sum")) {
      const sum = createHash("sha256").update(binary).digest("hex");
      answer.end(`${sum}  k3s\n${sum}  k3s-arm64\n`);
    } else answer.end(found ? binary : "");
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return Object.assign(server, { url: `http://${address}:${(server.address() as AddressInfo).port}` });
}
