import type { Rule } from "../rule";
import { imageNotFloating } from "./image-not-floating";

/** Every rule of the pack, by name. */
export const supplyChain: readonly Rule[] = [imageNotFloating];
