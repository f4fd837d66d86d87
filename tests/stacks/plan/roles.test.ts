import type { StoreUsers } from "../../../components/contracts/stores";
import { planRoles, planUsers } from "../../../stacks/plan/roles";
import { planStores } from "../../../stacks/plan/stores";
import { stackConfig, web } from "../../support/configs";

const db = { kind: "postgres" };

describe("planRoles", () => {
  test("one for each workload that uses the database, and one for each migration, an owner", () => {
    const config = stackConfig({
      stores: { db: { ...db, passwords: "2026-11" }, idle: db, cache: { kind: "redis" } },
      workloads: {
        api: web({ uses: ["db", "cache"], migrate: { command: ["./migrate"] } }),
        reports: web({ uses: ["db"], access: { db: "readOnly" } }),
        admin: web({ uses: ["db"], access: { db: "owner" } }),
        site: web({ uses: ["cache"] }),
      },
    });
    expect(planRoles(config)).toEqual({
      namespace: "shop-roles",
      stores: [
        {
          kind: "postgres",
          name: "db",
          version: expect.stringMatching(/^1\d$/),
          passwords: "2026-11",
          roles: [
            { role: "api", access: "readWrite", secret: "login-db-api" },
            { role: "api-migrate", access: "owner", secret: "login-db-api-migrate" },
            { role: "reports", access: "readOnly", secret: "login-db-reports" },
            { role: "admin", access: "owner", secret: "login-db-admin" },
          ],
        },
      ],
    });
    expect(planStores(config)[0]!.args).not.toHaveProperty("passwords");
  });

  test("of a MongoDB too, in its own kind", () => {
    const config = stackConfig({
      stores: { docs: { kind: "mongodb" } },
      workloads: { api: web({ uses: ["docs"], migrate: { command: ["./migrate"] } }) },
    });
    expect(planRoles(config)!.stores).toEqual([
      {
        ...{ kind: "mongodb", name: "docs", version: "5.0" },
        roles: [
          { role: "api", access: "readWrite", secret: "login-docs-api" },
          { role: "api-migrate", access: "owner", secret: "login-docs-api-migrate" },
        ],
      },
    ]);
  });

  test("two more where jobs back it up, last; also where no workload uses it", () => {
    const config = stackConfig({
      stores: { db, ledger: db },
      backups: { stores: { db: {}, ledger: {} } },
      workloads: { api: web({ uses: ["db"] }) },
    });
    const backups = (store: string) => [
      { role: "slipway-backup", access: "backup", secret: `login-${store}-slipway-backup` },
      { role: "slipway-restore", access: "restore", secret: `login-${store}-slipway-restore` },
    ];
    expect(planRoles(config)!.stores.map(({ name, roles }) => [name, roles])).toEqual([
      ["db", [{ role: "api", access: "readWrite", secret: "login-db-api" }, ...backups("db")]],
      ["ledger", backups("ledger")],
    ]);
  });

  test.each([
    ["documentdb", {}, ["slipway-backup", "slipway-restore"], undefined],
    [
      "atlas",
      { atlas: { organization: "64b0c0ffee64b0c0ffee64b0", apiKey: "key" } },
      undefined,
      ["api", "slipway-backup", "slipway-restore"],
    ],
  ])(
    "of a MongoDB that jobs dump, by %s: as roles that a job makes, or as users of the cloud's",
    (service, more, roles, users) => {
      const config = stackConfig({
        stores: { docs: { kind: "mongodb", service, ...more } },
        backups: { stores: { docs: {} } },
        workloads: users ? { api: web({ uses: ["docs"] }) } : {},
      });
      const names = (given: readonly StoreUsers[] | undefined) =>
        given?.flatMap((store) => store.roles.map(({ role }) => role));
      expect(names(planRoles(config)?.stores)).toEqual(roles);
      expect(names(planUsers(config))).toEqual(users ?? []);
    },
  );

  test("none without a workload that uses a PostgreSQL", () => {
    expect(planRoles(stackConfig({ stores: { db, cache: { kind: "redis" } }, workloads: {} }))).toBeUndefined();
    expect(planRoles(stackConfig({ stores: { db }, workloads: { web: web() } }))).toBeUndefined();
  });
});
