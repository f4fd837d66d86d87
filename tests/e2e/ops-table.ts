/**
 * Every day-2 command: where a scenario runs it to a good end, and where it is seen to fail. `tests/ops/commands.test.ts` refuses a
 * command without its row, and a row whose test is not there or does not run the command. That each refuses the wrong
 * environment is one test over all of them, on a stack that is there (`ops`, "the wrong environment").
 */

/** `<scenario>: <the test's title, or how it begins>`. */
export type Proof = `${string}: ${string}`;

export interface Row {
  readonly works: readonly [Proof, ...Proof[]];
  readonly fails: readonly [Proof, ...Proof[]];
}

export const OPS_TABLE: Readonly<Record<string, Row>> = {
  bootstrap: {
    works: ["bootstrap: bootstrap makes the state's bucket"],
    fails: ["bootstrap: bootstrap: credentials of another account", "ops: bootstrap: without the cloud's CLI"],
  },
  deploy: { works: ["ops: deploy rolls it out"], fails: ["ops: one that never becomes ready is taken back"] },
  promote: {
    works: ["ops: promote carries what runs well"],
    fails: ["ops: promote carries what runs well"],
  },
  rollback: { works: ["ops: rollback brings the version before back"], fails: ["ops: rollback brings the version"] },
  traffic: { works: ["traffic: ops traffic watches it to its end"], fails: ["traffic: ops traffic watches it to its"] },
  migrate: { works: ["ops: migrate: tried, run again"], fails: ["ops: %j is refused before anything is asked"] },
  decommission: { works: ["ops: decommission: no pods"], fails: ["ops: decommission: no pods"] },
  tag: { works: ["ops: tags are set, shown"], fails: ["ops: tags are set, shown"] },
  failover: {
    works: ["failover: the region is lost", "failover: back again"],
    fails: ["failover: while the other is well", "ops: failover to a stack that is no half"],
  },
  health: { works: ["ops: health, and why of what is well"], fails: ["ops: a stack that is not there is named"] },
  why: {
    works: ["ops: health, and why of what is well"],
    fails: ["ops: health, and why of what is well", "traffic: ops traffic watches it"],
  },
  smoke: { works: ["ops: smoke and watch"], fails: ["ops: smoke and watch"] },
  watch: { works: ["ops: smoke and watch"], fails: ["ops: smoke and watch"] },
  logs: { works: ["ops: logs of a pod"], fails: ["ops: logs of a node whose kubelet"] },
  drift: { works: ["ops: drift: none"], fails: ["ops: drift: none"] },
  "env create": {
    works: ["ops: one is made beside the stack"],
    fails: ["ops: other stacks' names are refused", "ops: one that fails is found and reaped"],
  },
  "env list": { works: ["ops: destroy takes all of it"], fails: ["ops: a stack that is not there is named"] },
  "env reap": {
    works: ["ops: one that fails is found and reaped"],
    fails: ["ops: one that fails is found and reaped"],
  },
  "env destroy": { works: ["ops: destroy takes all of it"], fails: ["ops: destroy takes all of it"] },
  "gitops write": {
    works: ["ops: gitops write: the values that were released"],
    fails: ["ops: gitops write: of a stack that releases"],
  },
  status: { works: ["ops: status: one page"], fails: ["ops: status: one page"] },
  audit: { works: ["ops: audit: the state"], fails: ["ops: audit: the state"] },
  "alert-test": { works: ["ops: alert-test: what"], fails: ["ops: alert-test: what"] },
  policies: { works: ["ops: policies and completion"], fails: ["ops: policies and completion"] },
  completion: { works: ["ops: policies and completion"], fails: ["ops: policies and completion"] },
  backup: {
    works: ["kubernetes: backup and drill run the jobs", "bootstrap: restore: an Aurora in place asks"],
    fails: ["ops: backup, restore and drill of a stack that backs"],
  },
  restore: {
    works: [
      "kubernetes: restore runs the job",
      "kubernetes: restore: a MongoDB",
      "bootstrap: restore: an Aurora to a moment",
    ],
    fails: [
      "kubernetes: restore: a bucket that cannot",
      "bootstrap: restore: an Aurora in place asks",
      "ops: backup, restore and drill of a stack that backs",
    ],
  },
  drill: {
    works: ["kubernetes: backup and drill run the jobs"],
    fails: ["ops: backup, restore and drill of a stack that backs"],
  },
};
