import { backup } from "./backup/rules";
import { cost } from "./cost/rules";
import { dataResidency } from "./data-residency/rules";
import { encryption } from "./encryption/rules";
import { identity } from "./identity/rules";
import { network } from "./network/rules";
import { reliability } from "./reliability/rules";
import type { Rule } from "./rule";
import { supplyChain } from "./supply-chain/rules";
import { tagging } from "./tagging/rules";
import { workloads } from "./workloads/rules";

/** Every rule, by pack. Each pack lists its own in `<pack>/rules.ts`. */
export const ALL_RULES: readonly Rule[] = [
  ...backup,
  ...cost,
  ...dataResidency,
  ...encryption,
  ...identity,
  ...network,
  ...reliability,
  ...supplyChain,
  ...tagging,
  ...workloads,
];

/** The packs: the folders that the rules lie in. */
export const PACKS: readonly string[] = [...new Set(ALL_RULES.map((rule) => rule.pack))];
