import { judge } from "../../policy/judge";
import { ALL_RULES } from "../../policy/rules";
import * as r from "./support/resources";

/** Rule → values deep in a chart that it must find: each rule says which keys it reads, and values without them are not seen. */
const weak: Readonly<Record<string, readonly r.Dict[]>> = {
  "allowed-sysctls": [{ sysctls: [{ name: "kernel.msgmax", value: "1" }] }],
  "apparmor-profile": [{ appArmorProfile: { type: "Unconfined" } }],
  "baseline-capabilities": [{ capabilities: { add: ["SYS_ADMIN"] } }],
  "drop-capabilities": [{ capabilities: { add: ["CHOWN"] } }],
  "image-not-floating": [{ tag: "latest" }, { image: "nginx:latest" }],
  "no-host-namespaces": [{ hostNetwork: true }, { hostPID: true }, { hostIPC: true }],
  "no-host-path": [{ hostPath: { path: "/" } }],
  "no-host-ports": [{ hostPort: 80 }],
  "no-host-process": [{ hostProcess: true }],
  "no-plaintext-secrets": [
    { password: "hunter2-hunter2" },
    { dbUrl: "at postgres://me:hunter2@db/x" },
    { key: "-----BEGIN RSA PRIVATE KEY-----" },
  ],
  "no-privilege-escalation": [{ allowPrivilegeEscalation: true }],
  "no-privileged": [{ privileged: true }],
  "proc-mount": [{ procMount: "Unmasked" }],
  "read-only-root": [{ readOnlyRootFilesystem: false }],
  "run-as-non-root": [{ runAsNonRoot: false }],
  "run-as-user": [{ runAsUser: 0 }],
  "seccomp-not-unconfined": [{ seccompProfile: { type: "Unconfined" } }],
  "selinux-options": [{ seLinuxOptions: { user: "root" } }],
};

const found = (rule: string, values: unknown): number =>
  judge(
    r.release({ other: {}, server: { pods: [{ other: true }, values] } }),
    r.settings(),
    ALL_RULES.filter(({ name }) => name === rule),
  ).length;

test.each(Object.keys(weak))("%s finds what weakens a chart's values, wherever it stands", (rule) => {
  for (const values of weak[rule]!) expect([values, found(rule, values)]).toEqual([values, 1]);
  expect(found(rule, { url: "https://db:5432/x", name: "plain" })).toBe(0);
});
