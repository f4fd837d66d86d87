/** End-to-end tests: the real engine, a real Kubernetes API. `npm run e2e:tools` must have been run before. */
const { totalmem } = require("node:os");

// Engine, providers, API server and etcd live for minutes: memory is cheaper than collecting it so often (Go's preset is 100).
process.env.GOGC ??= "1000";
process.env.GOMEMLIMIT ??= "2GiB";

// Engines, providers and servers outlive a file's turn: each file has an environment and modules of its own, as Jest has it.
const { testEnvironment: _, runtime: __, ...unit } = require("../../jest.config.cjs");

module.exports = {
  ...unit,
  rootDir: "../..",
  roots: ["<rootDir>/tests/e2e"],
  testMatch: ["**/*.e2e.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/tests/e2e/setup.ts",
  coverageThreshold: undefined,
  testTimeout: 300_000,
  // Engine, API server and Helm wait for one another as well as work: four files at once keep two cores busy nine tenths of the
  // time, and each takes up to 4 GiB at its peak. Where there is memory for more, more run.
  maxWorkers: Math.min(6, Math.max(4, Math.floor(totalmem() / 2 ** 32))),
};
