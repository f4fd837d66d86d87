import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { rehearse } from "../../../rehearsal/rehearse";
import type { Report } from "../../../rehearsal/report/report";
import { root } from "../../support/configs";

const folder = mkdtempSync(join(tmpdir(), "slipway-overrides-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rehearses prod's foundation with overrides. */
function withOverrides(...overrides: unknown[]): Promise<Report> {
  const { config } = parse(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")) as { config: object };
  const file = join(folder, "Pulumi.prod.yaml");
  const over = { "slipway:layer": "foundation", "slipway:workloads": {}, "slipway:overrides": overrides };
  writeFileSync(file, stringify({ config: { ...config, ...over } }));
  return rehearse({ folder: root, configFile: file, env: {} });
}

const database = {
  resource: "shop-prod-store-db",
  action: "replace",
  reason: "a new major version of PostgreSQL",
  expires: "2999-12-31",
};
const protectedIn = (report: Report): string[] =>
  report.resources.filter(({ protect }) => protect).map(({ name, type }) => `${type} ${name}`);

test("an override takes the protection off the one resource that it names, and the policies accept it", async () => {
  const before = await withOverrides();
  const after = await withOverrides(database);
  const lifted = protectedIn(before).filter((each) => !protectedIn(after).includes(each));
  expect(lifted).toEqual(["aws:rds/instance:Instance shop-prod-store-db"]);
  const rds = after.resources.find(({ type, name }) => type.includes("rds/instance:") && name === "shop-prod-store-db");
  expect(rds?.inputs).toMatchObject({ deletionProtection: false });
  expect(
    after.findings.filter(({ name }) => name === "shop-prod-store-db").map(({ rule, level }) => [rule, level]),
  ).toEqual(
    expect.arrayContaining([
      ["rds-deletion-protection", "exempt"],
      ["stateful-protected", "exempt"],
    ]),
  );
  expect(after.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
}, 60_000);

test("an override that has expired stops everything, and says so", async () => {
  await expect(withOverrides({ ...database, expires: "2026-01-31" })).rejects.toThrow(
    /shop-prod-store-db: the permission to replace it expired on 2026-01-31/,
  );
}, 60_000);

test("an override of what is not there is listed", async () => {
  const { unused } = await withOverrides({ ...database, resource: "shop-prod-store-dbb" });
  expect(unused).toEqual(["the override to replace shop-prod-store-dbb names no resource of this stack"]);
}, 60_000);
