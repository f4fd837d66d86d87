import type { Rule } from "../rule";
import { gp3Volumes } from "./gp3-volumes";

/** Every rule of the pack, by name. */
export const cost: readonly Rule[] = [gp3Volumes];
