import type { z } from "zod";
import type { Capability } from "../../../components/contracts/cloud";
import type { Environment } from "../../../components/contracts/common";

export type Tree = { readonly [key: string]: unknown };

/** The sections of a stack's config that each cloud has a schema of its own for. */
export type CloudSections = Readonly<Record<"region" | "account" | "network" | "cluster" | "stores", z.ZodType>>;

/** What the config of a stack on one cloud is: its own keys, their presets, and what sizes mean there. */
export interface CloudConfig<Sections extends CloudSections = CloudSections> {
  /** What people call it: `AWS`. */
  readonly title: string;
  readonly sections: Sections;
  /** Its own sections, where config says nothing. */
  readonly presets: Readonly<Record<Environment, Tree>>;
  /** What its stores get by kind, over the presets of every cloud. @default nothing */
  readonly storePresets?: Readonly<Record<Environment, Readonly<Record<string, Tree>>>>;
  /** What stores get by the service that they name (`service: atlas`), over those. @default nothing */
  readonly servicePresets?: Readonly<Record<Environment, Readonly<Record<string, Tree>>>>;
  /** The same of its workloads. @default nothing */
  readonly workloadPresets?: Readonly<Record<Environment, Readonly<Record<string, Tree>>>>;
  /** Kind of store → what each t-shirt size means, and the key that says the same in the cloud's own words. */
  readonly sizes: Readonly<Record<"postgres" | "redis", StoreSizes>> & { readonly mongodb?: StoreSizes };
}

/** What takes the place of something that a cloud lacks; its own service where it has one. */
export const insteadOf = (capability: Capability): string =>
  "instead" in capability ? capability.instead : capability.by;

export interface StoreSizes {
  readonly bySize: Readonly<Record<string, string>>;
  /** Such as `instanceClass`. */
  readonly key: string;
  /** What sizes mean where a store says this key too, such as `aurora`. @default the same */
  readonly bySizeWith?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
