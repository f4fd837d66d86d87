/** The stack's own user of a cache that has users: for people, probes and exporters. No workload has it. */
export const OWN_USER = "slipway";

/**
 * What a workload's user may do: everything with data, publishing, scripts and transactions; nothing that empties a cache, looks
 * through all of it, or changes the server (`@dangerous`, which `@admin` is part of), but INFO, which queues ask for the version.
 */
export const WORKLOAD_COMMANDS = "+@all -@dangerous +info";
