import type { Range } from "../cost/money";
import type { Outage } from "./outage";
import type { Traffic } from "./traffic";

/** What a rehearsal was asked to assume, and what follows from it. */
export interface WhatIf {
  /** Settings that the stack's file does not have, with their namespace: `slipway:stores.db.size=large`. */
  readonly settings: readonly string[];
  /** Step of the scaling path that the settings come from, with all before it. */
  readonly step?: string;
  readonly traffic?: Traffic;
  /** A month, by list prices, without what was assumed and with it. */
  readonly cost?: { readonly before: Range; readonly after: Range };
  readonly outages?: readonly Outage[];
}
