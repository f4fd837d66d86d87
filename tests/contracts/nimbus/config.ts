import { z } from "zod";
import type { CloudConfig } from "../../../stacks/config/clouds/cloud";
import { bucketFields, postgresFields, redisFields, size, storeName } from "../../../stacks/config/stores";

const store = z.discriminatedUnion("kind", [
  z.strictObject({ ...postgresFields, size, puff: z.string().optional() }),
  z.strictObject({ ...redisFields, size, puff: z.string().optional() }),
  z.strictObject(bucketFields),
]);

const preset = { network: { cidr: "10.99.0.0/16", altitude: 3000 }, cluster: { balloons: 3 } };
const sizes = { bySize: { small: "wisp", medium: "puff", large: "cumulus", xlarge: "storm" }, key: "puff" };

export const nimbusConfig = {
  title: "Nimbus",
  sections: {
    region: z.string(),
    account: z.string(),
    network: z.strictObject({ cidr: z.string(), altitude: z.number() }),
    cluster: z.strictObject({ balloons: z.number() }),
    stores: z.record(storeName, store).default({}),
  },
  presets: { dev: preset, staging: preset, prod: preset },
  sizes: { postgres: sizes, redis: sizes },
} as const satisfies CloudConfig;
