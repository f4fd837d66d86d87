/**
 * What the layers save: one image deployed through a stack that owns the workloads alone, held against the `up` of a stack that owns
 * everything, in the same run, on the real engine and a real Kubernetes API; `npm run e2e:tools` must have been run before. All
 * figures are seconds by the clock. Simulated clouds and kubelets answer at once, so a real full stack takes many times as long,
 * and the ratio is the worst that it can be.
 */
import { startHarness } from "../tests/e2e/harness";
import type { Config, Stack } from "../tests/e2e/stack";
import { atMost, type Figure } from "./figures";
import { median } from "./run";

const TEAM = {
  layer: "workloads",
  ephemeral: { of: "shop-dev", until: "2099-01-01T00:00:00Z" },
  joins: { foundation: "organization/shop/dev", platform: "organization/shop/dev" },
};

const api = (version: string): Config => ({ workloads: { api: { image: `ghcr.io/example/shop-api:${version}` } } });

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = Date.now();
  await work();
  return (Date.now() - began) / 1000;
}

/** Deploys another image, some times. @returns the median */
async function deploys(stack: Stack, rounds: number): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    stack.configure(api(`2.8.${round}`));
    samples.push(await seconds(() => stack.up()));
  }
  return median(samples);
}

/** @param rounds deploys that the medians are taken from */
export async function layerFigures(rounds: number, say: (what: string) => void): Promise<Figure[]> {
  say("starting Kubernetes");
  const harness = await startHarness({ processes: "own" });
  try {
    const full = await harness.stack("dev");
    say("up of everything");
    const made = await seconds(() => full.up());
    say("one image, in the stack of everything");
    const whole = await deploys(full, rounds);
    say("up of the workloads' layer");
    const team = await harness.stack("team", { config: TEAM });
    // The same account: what the layer joins is there.
    Object.assign(team.env, full.environment);
    const joined = await seconds(() => team.up());
    say("one image, through the workloads' layer");
    const before = full.calls.length;
    const layer = await deploys(team, rounds);
    const text = (value: number): string => `${value.toFixed(1)} s`;
    return [
      { what: "up of everything, from nothing", measured: text(made) },
      { what: "up of the workloads' layer, from nothing", measured: text(joined) },
      { what: "one image, in the stack of everything", measured: text(whole) },
      { what: "one image, through the workloads' layer", measured: text(layer) },
      { what: "the same / one image in the stack of everything", measured: (layer / whole).toFixed(2) },
      atMost("the same / up of everything", layer / made, 0.25, (value) => value.toFixed(2)),
      atMost("calls of the cloud that it changes something by", full.changes(before).length, 0, String),
    ];
  } finally {
    await harness.stop();
  }
}
