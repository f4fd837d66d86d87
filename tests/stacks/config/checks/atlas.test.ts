import { planAlarms } from "../../../../stacks/plan/alarms";
import { capacityInput } from "../../../../stacks/plan/capacity/input";
import { planRoles, planUsers } from "../../../../stacks/plan/roles";
import { planStores } from "../../../../stacks/plan/stores";
import { type Raw, rawStack, refusalOf, stackConfig, web } from "../../../support/configs";

const ORGANIZATION = "64b0c0ffee64b0c0ffee64b0";
const PROJECT = "75c1d1aaff75c1d1aaff75c1";

const docs = (over: Raw = {}, atlas: Raw = {}): Raw => ({
  kind: "mongodb",
  service: "atlas",
  atlas: { organization: ORGANIZATION, apiKey: "atlas/api-key", ...atlas },
  ...over,
});
const withDocs = (over: Raw = {}, atlas: Raw = {}): Raw => ({ stores: { docs: docs(over, atlas) } });

const problems = (over: Raw): string => refusalOf(rawStack(over));

test.each<[string, Raw, RegExp]>([
  ["no section", withDocs({ atlas: undefined }), /stores\.docs\.atlas[\s\S]*organization \(or project\) and apiKey/],
  ["neither organization nor project", withDocs({}, { organization: undefined }), /atlas\.organization/],
  ["both", withDocs({}, { project: PROJECT }), /atlas\.project[\s\S]*one of both/],
  ["an organization by its name", withDocs({}, { organization: "acme" }), /24 of 0–9 and a–f/],
  ["a key that is no secret's name", withDocs({}, { apiKey: "{ }" }), /name or the ARN of a secret/],
  [
    "a key of its own in a project that is there",
    withDocs({}, { organization: undefined, project: PROJECT, ownKey: true }),
    /ownKey/,
  ],
  ["DocumentDB's version", withDocs({ version: "5.0" }), /version[\s\S]*7\.0 or 8\.0[\s\S]*write version: "8\.0"/],
  ["DocumentDB's class", withDocs({ instanceClass: "db.r6g.large" }), /a tier of Atlas: M10/],
  ["a tier that is none", withDocs({ instanceClass: "M31" }), /a tier of Atlas: M10/],
  [
    "a tier of Atlas's on DocumentDB",
    { stores: { docs: { kind: "mongodb", instanceClass: "M30" } } },
    /class of DocumentDB/,
  ],
  ["MongoDB 7.0 on DocumentDB", { stores: { docs: { kind: "mongodb", version: "7.0" } } }, /5\.0 or 8\.0/],
  ["the section without the service", withDocs({ service: "documentdb" }), /write service: atlas/],
  ["a disk on DocumentDB", { stores: { docs: { kind: "mongodb", storageGb: 20 } } }, /volume grows by itself/],
  ["two members", withDocs({ replicas: 1 }), /replicas[\s\S]*2, 4 or 6/],
  ["a bound below its tier", withDocs({ instanceClass: "M40" }, { maxInstanceClass: "M30" }), /bigger tier than M40/],
  ["a bound that is its size's tier", withDocs({ size: "small" }, { maxInstanceClass: "M10" }), /bigger tier than M10/],
  [
    "a disk of its own size on what scales",
    withDocs({ storageGb: 100 }, { maxInstanceClass: "M80" }),
    /remove one of them/,
  ],
  ["a window without a full hour", withDocs({ maintenanceWindow: "sun:04:10-sun:04:50" }), /an hour begins/],
  [
    "one project for two stores",
    {
      stores: Object.fromEntries(
        ["a", "b"].map((name) => [name, docs({}, { organization: undefined, project: PROJECT })]),
      ),
    },
    /stores\.b\.atlas\.project[\s\S]*that of a too/,
  ],
  [
    "a pair of stacks",
    { ...withDocs(), standby: { role: "primary", other: "dev-b", region: "eu-central-1" } },
    /stores\.docs\.service[\s\S]*pair of stacks/,
  ],
  [
    "a workload that is called as a role of the server is",
    { ...withDocs(), workloads: { root: web({ uses: ["docs"] }) } },
    /workloads\.root/,
  ],
])("%s is refused", (_, over, message) => {
  expect(problems(over)).toMatch(message);
});

test.each([
  ["dev", "M10", 7],
  ["staging", "M10", 7],
  ["prod", "M30", 30],
])("%s: three members of %s, of MongoDB 8.0, with backups of %i days", (environment, instanceClass, backupDays) => {
  const [store] = planStores(stackConfig({ environment, ...withDocs() }));
  expect(store).toMatchObject({
    kind: "mongodb",
    args: { service: "atlas", version: "8.0", replicas: 2, storageGb: 0, instanceClass, backupDays },
  });
});

test("a workload may be called backup: only Percona's operator has a user of that name", () => {
  expect(problems({ ...withDocs(), workloads: { backup: web({ uses: ["docs"] }) } })).toBe("");
  const ofAws = { stores: { docs: { kind: "mongodb" } }, workloads: { backup: web({ uses: ["docs"] }) } };
  expect(problems(ofAws)).toMatch(/workloads\.backup/);
});

test("DocumentDB's presets stay as they are", () => {
  expect(planStores(stackConfig({ stores: { docs: { kind: "mongodb" } } }))[0]).toMatchObject({
    args: { service: "documentdb", version: "5.0", replicas: 0, instanceClass: "db.t4g.medium" },
  });
});

test("users are the cloud's to make: one for each workload and migration, and no job makes roles", () => {
  const config = stackConfig({
    ...withDocs({ passwords: "2026-11" }),
    workloads: {
      api: web({ uses: ["docs"], migrate: { command: ["./migrate"] } }),
      report: web({ uses: ["docs"], access: { docs: "readOnly" } }),
      site: web(),
    },
  });
  expect(planRoles(config)).toBeUndefined();
  expect(planUsers(config)).toEqual([
    {
      name: "docs",
      passwords: "2026-11",
      roles: [
        { role: "api", access: "readWrite", secret: "login-docs-api" },
        { role: "api-migrate", access: "owner", secret: "login-docs-api-migrate" },
        { role: "report", access: "readOnly", secret: "login-docs-report" },
      ],
    },
  ]);
});

test("it has alarms of its own, and takes the connections of its tier", () => {
  const config = stackConfig(withDocs());
  expect(planAlarms(config, planStores(config)).stores).toEqual([]);
  const { figures, connections } = capacityInput(config);
  expect(connections.map(({ size }) => figures.mongodbConnections?.(size))).toEqual([1500]);
});
