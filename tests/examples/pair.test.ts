/** The example of two regions: each half, in each of its states, is judged and priced as it stands. */
import { join } from "node:path";
import { rehearse } from "../../rehearsal/rehearse";
import { root } from "../support/configs";

const folder = join(root, "examples/pair");

test.each([
  ["pilot-light", ["NodeGroup", "NatGateway", "Release"], 500],
  ["warm", ["Job"], 800],
])(
  "%s: no mandatory finding, no broken proof, and cheaper than its primary",
  async (mode, without, most) => {
    const report = await rehearse({
      ...{ folder, stack: "prod-b", env: {} },
      whatIf: { settings: [`standby.mode=${mode}`] },
    });
    expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(report.proofs.filter(({ holds }) => !holds)).toEqual([]);
    const types = new Set(Object.keys(report.counts.byType).map((type) => type.split(":").at(-1)));
    expect(without.filter((type) => types.has(type))).toEqual([]);
    const month = report.cost!.total.expected / 1e6;
    expect(month).toBeGreaterThan(100);
    expect(month).toBeLessThan(most);
  },
  180_000,
);
