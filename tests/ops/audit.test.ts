import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { audit, auditText } from "../../ops/audit";
import { main } from "../../ops/cli";
import { ALL_RULES } from "../../policy/rules";
import { plain } from "../../rehearsal/report/paint";
import { NOW, TAGS } from "../policy/support/resources";

const folder = mkdtempSync(join(tmpdir(), "slipway-audit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As Pulumi keeps a secret in a state. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "c2VjcmV0" };

const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const PROVIDER = urn("pulumi:providers:aws", "aws");
const key = (name: string, inputs: object, more: object = {}) => ({
  ...{ urn: urn("aws:kms/key:Key", name), type: "aws:kms/key:Key", custom: true, inputs, provider: `${PROVIDER}::id` },
  ...more,
});
const GOOD = { enableKeyRotation: true };

/** A state, written as `pulumi stack export` writes it. */
function stateFile(...resources: object[]): string {
  const provider = {
    ...{ urn: PROVIDER, type: "pulumi:providers:aws", custom: true, id: "id" },
    inputs: { region: "eu-west-1", defaultTags: JSON.stringify({ tags: TAGS }) },
  };
  const path = join(folder, "export.json");
  const stack = { urn: urn("pulumi:pulumi:Stack", "shop-prod"), type: "pulumi:pulumi:Stack" };
  writeFileSync(path, JSON.stringify({ version: 3, deployment: { resources: [stack, provider, ...resources] } }));
  return path;
}

const run = async (file: string, config?: string) => {
  const done = await audit({ cwd: folder, file, config, now: NOW, env: {} });
  return { ...done, found: done.findings.map(({ rule, name, level }) => `${level} ${rule} ${name}`) };
};

test("a state is judged by what it says, its provider's tags counted", async () => {
  const { found, resources, project, stack } = await run(
    stateFile(key("good", GOOD), key("bad", { enableKeyRotation: false })),
  );
  expect([project, stack, resources]).toEqual(["shop", "prod", 2]);
  expect(found).toEqual(["mandatory kms-rotation bad"]);
});

test("what it does not own, and what is about to go, is not judged", async () => {
  const bad = { enableKeyRotation: false };
  const { found } = await run(stateFile(key("read", bad, { external: true }), key("old", bad, { delete: true })));
  expect(found).toEqual([]);
});

test("secrets stay hidden, and count as unknown", async () => {
  const done = await run(stateFile(key("hidden", { enableKeyRotation: SECRET, policy: SECRET })));
  expect(done.found).toEqual([]);
  expect(JSON.stringify(done)).not.toContain(SECRET.ciphertext);
});

test("the stack's config gives levels and exemptions; unused ones are listed", async () => {
  const file = stateFile(key("bad", { enableKeyRotation: false }));
  const exemption = (resource: string) => ({
    ...{ rule: "kms-rotation", resource, reason: "an old key that only decrypts" },
    ...{ owner: "team", expires: "2026-12-31" },
  });
  const policy = { exemptions: [exemption("bad"), exemption("gone")] };
  writeFileSync(
    join(folder, "Pulumi.prod.yaml"),
    stringify({ config: { "slipway:environment": "prod", "slipway:policy": policy } }),
  );
  const done = await run(file);
  expect(done.found).toEqual(["exempt kms-rotation bad"]);
  expect(done.unused).toEqual(["the exemption of gone from kms-rotation (team) covers no finding"]);
  const text = auditText(done, { paint: plain });
  expect(text).toContain("an old key that only decrypts");
  expect(text).toContain("0 mandatory, 0 advisory, 1 exempt");
  rmSync(join(folder, "Pulumi.prod.yaml"));
});

test("Kubernetes objects and releases in it are judged as well", async () => {
  const type = "kubernetes:helm.sh/v3:Release";
  const inputs = { chart: "./nowhere", namespace: "shop", atomic: true, timeout: 300, values: { privileged: true } };
  const { found } = await run(stateFile({ urn: urn(type, "web"), type, custom: true, inputs }));
  expect(found).toEqual(["advisory helm-release-judged web", "mandatory no-privileged web"]);
});

describe("the command", () => {
  async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const printed = { out: "", err: "" };
    const catching = (stream: "out" | "err") => (chunk: string | Uint8Array) => {
      printed[stream] += String(chunk);
      return true;
    };
    const spies = [
      jest.spyOn(process.stdout, "write").mockImplementation(catching("out")),
      jest.spyOn(process.stderr, "write").mockImplementation(catching("err")),
    ];
    try {
      return { code: await main(args), ...printed };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  test("exits with 0, or with 2 for a mandatory finding", async () => {
    const file = () => ["audit", "--file", join(folder, "export.json"), "--cwd", folder];
    stateFile(key("good", GOOD));
    expect((await command(...file())).code).toBe(0);
    stateFile(key("bad", { enableKeyRotation: false }));
    const { code, out } = await command(...file(), "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out).findings).toHaveLength(1);
  });

  test("exits with 1 for what it cannot read, and says what it needs", async () => {
    writeFileSync(join(folder, "text.json"), "hello");
    expect(await command("audit", "--file", join(folder, "text.json"), "--cwd", folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining("not JSON"),
    });
    expect(await command("audit", "--file", "gone.json", "--cwd", folder)).toMatchObject({ code: 1 });
    expect((await command("audit", "--cwd", folder)).err).toContain("--file <export.json>");
    expect((await command("policies", "--pack", "nonsense")).code).toBe(1);
  });

  test("policies prints every rule", async () => {
    const { out } = await command("policies");
    for (const { name } of ALL_RULES) expect(out).toContain(`  ${name} `);
    expect(out).toContain(`${ALL_RULES.length} rules in`);
  });
});
