import type { CloudCosts } from "../view";
import { awsCosts } from "./aws/costs";
import { vpsCosts } from "./vps/costs";

/** cloud → how its resources are priced. What is not here is not priced, and the report says so. */
export const costsByCloud: Readonly<Record<string, CloudCosts>> = { aws: awsCosts, vps: vpsCosts };
