import type { CloudName } from "../../components/clouds/registry";
import { merge } from "../../stacks/config/presets";
import { fileConfig, type Raw } from "../support/configs";

/** What a cloud says differently of the demonstration shop: the same app, stores and workloads on each. */
const differences: Readonly<Record<CloudName, Raw>> = {
  aws: {},
  gcp: {
    cloud: "gcp",
    region: "europe-west3",
    account: "shop-project-1",
    network: {},
    cluster: { publicAccess: ["203.0.113.0/24"], registry: true },
    // Memorystore has a second replica from 5 GiB on.
    stores: { cache: { size: "large" } },
  },
};

/** What the shop says of AWS alone, which no other cloud takes. */
const ofAws = ["network", "cluster", "budget", "parity"];

/** The config of the demonstration shop on one cloud, as the engine hands it over. */
export function shopOn(cloud: CloudName, stack: "dev" | "prod", over: Raw = {}): Record<string, string> {
  const entries = Object.entries(fileConfig(`Pulumi.${stack}.yaml`)).filter(
    ([key]) => cloud === "aws" || !ofAws.includes(key.replace("slipway:", "")),
  );
  const base = Object.fromEntries(entries);
  const laid = Object.entries({ ...differences[cloud], ...over }).map(([key, value]) => {
    const full = `slipway:${key}`;
    if (typeof value === "string") return [full, value];
    const under: unknown = base[full] === undefined ? {} : JSON.parse(base[full]);
    return [full, JSON.stringify(merge(under, value))];
  });
  return { ...base, ...Object.fromEntries(laid) };
}
