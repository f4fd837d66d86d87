import type { StackConfig } from "../config/schema";

/** How much of a stack that stands by is there. */
export type Sleep = "pilot-light" | "warm";

/** How a stack that stands by waits; none where it serves, or stands by for nobody. */
export const sleepOf = ({ standby }: Pick<StackConfig, "standby">): Sleep | undefined =>
  standby?.role === "secondary" && standby.now !== "serving" ? standby.mode : undefined;
