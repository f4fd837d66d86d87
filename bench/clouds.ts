/** Rehearsals of one stack on each target, each against the imports of the SDKs that it loads itself. */
import { join } from "node:path";
import type { CloudName } from "../components/clouds/registry";
import manifest from "../package.json";
import { atMost, type Figure, floorOf, root, times } from "./figures";
import { type Job, medians, type Sample } from "./run";

/** A target's prod-like stack of the examples, and the SDKs that are its own. */
const targets: Readonly<Record<CloudName, { readonly file: string; readonly sdks: readonly string[] }>> = {
  aws: { file: "examples/rez-merchant/Pulumi.prod.yaml", sdks: ["aws"] },
  gcp: { file: "examples/rez-merchant/Pulumi.gke.yaml", sdks: ["gcp"] },
  azure: { file: "examples/rez-merchant/Pulumi.aks.yaml", sdks: ["azure-native"] },
  kubernetes: { file: "examples/revrx/Pulumi.kubernetes.yaml", sdks: [] },
  vps: { file: "examples/leather-api/Pulumi.vps.yaml", sdks: ["command"] },
};

/** How many times its floor the rehearsal of each target takes, with policies, costs, proofs and every form of the report. */
export function cloudFigures(scratch: string, rounds: number, say: (round: number) => void): Figure[] {
  const [, ...command] = manifest.scripts.rehearse.split(" ");
  const names = Object.keys(targets) as CloudName[];
  const jobs = Object.fromEntries(
    names.flatMap((cloud): [string, Job][] => {
      const { file, sdks } = targets[cloud];
      const args = [...command, "--quiet", "--out", join(scratch, "report"), "--config", file];
      return [
        [`${cloud} floor`, floorOf(["pulumi", "kubernetes", "random", "policy", ...sdks])],
        [cloud, { cwd: root, args, env: { PATH: "/nowhere" } }],
      ];
    }),
  );
  const all: Readonly<Record<string, Sample>> = medians(jobs, rounds, say);
  return names.map((cloud) => {
    const [own, rehearsed] = [all[`${cloud} floor`]!.seconds, all[cloud]!.seconds];
    return atMost(
      `rehearse a stack on ${cloud}, wall / imports of its SDKs (${own.toFixed(2)} s)`,
      rehearsed / own,
      2,
      times,
    );
  });
}
