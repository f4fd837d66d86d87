import { capacityInput } from "../../../../stacks/plan/capacity/input";
import { planStack } from "../../../../stacks/plan/plan";
import { planStores } from "../../../../stacks/plan/stores";
import { type Raw, rawStack, refusalOf, stackConfig, web } from "../../../support/configs";

const aurora = (over: Raw = {}) => ({ stores: { db: { kind: "postgres", aurora: {}, ...over } } });

const problems = (over: Raw): string => refusalOf(rawStack(over));

test.each<[string, Raw, RegExp]>([
  ["a class that Aurora has not", aurora({ instanceClass: "db.t4g.micro" }), /instanceClass[\s\S]*db\.r7g\.large/],
  ["another one", aurora({ instanceClass: "db.m7g.large" }), /r and x families/],
  [
    "a class beside a capacity",
    aurora({ instanceClass: "db.r7g.large", aurora: { capacity: { min: 1, max: 2 } } }),
    /one of both/,
  ],
  [
    "more at least than at most",
    aurora({ aurora: { capacity: { min: 4, max: 2 } } }),
    /capacity\.min[\s\S]*raise max to 4/,
  ],
  ["quarters of a unit", aurora({ aurora: { capacity: { min: 0.25, max: 2 } } }), /units from 0\.5 to 256/],
  [
    "a pair of stacks",
    { ...aurora(), standby: { role: "primary", other: "dev-b", region: "eu-central-1" } },
    /stores\.db\.aurora[\s\S]*RDS where another stack stands by/,
  ],
  [
    "a disk's snapshot where there is a disk",
    { stores: { db: { kind: "postgres", restoreFrom: clusterSnapshot() } } },
    /snapshot of rds/,
  ],
])("%s is refused", (_, over, message) => {
  expect(problems(over)).toMatch(message);
});

function clusterSnapshot(): string {
  return "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:old";
}

test.each([
  ["small", "db.t4g.medium"],
  ["medium", "db.t4g.large"],
  ["large", "db.r7g.large"],
  ["xlarge", "db.r7g.xlarge"],
])("%s is %s, which Aurora runs on", (size, instanceClass) => {
  expect(planStores(stackConfig(aurora({ size })))[0]!.args).toMatchObject({ instanceClass });
  expect(planStores(stackConfig(aurora({ instanceClass: "db.r6g.large", size })))[0]!.args).toMatchObject({
    instanceClass: "db.r6g.large",
  });
});

test("of a capacity the most counts for connections", () => {
  const workloads = { api: web({ uses: ["db"] }) };
  const connections = (max: number) => {
    const { connections: found, figures } = capacityInput(
      stackConfig({ ...aurora({ aurora: { capacity: { min: 0.5, max } } }), workloads }),
    );
    return figures.postgresConnections(found[0]!.size);
  };
  expect([1, 4, 6, 8, 64].map(connections)).toEqual([189, 823, 823, 1669, 5000]);
  expect(connections(0.5)).toBeUndefined();
});

test("alarms and the vault know it: no disk to watch, readers that lag, a cluster among what is backed up", () => {
  const backups = { stores: {}, vault: {} };
  const plan = (over: Raw) => planStack(stackConfig({ ...over, backups }), "dev");
  const of = plan(aurora({ multiZone: true, replicas: 1 }));
  expect(of.alarms.stores[0]).toEqual({ name: "db", kind: "postgres", replicas: 2, aurora: true });
  expect(of.backupVault).toMatchObject({ clusters: true });
  expect(plan({ stores: { db: { kind: "postgres" } } }).backupVault).not.toHaveProperty("clusters");
});
