/** End-to-end tests: the real engine, a real Kubernetes API. `npm run e2e:tools` must have been run before. */
// Engine, providers, API server and etcd live for minutes: memory is cheaper than collecting it so often (Go's preset is 100).
process.env.GOGC ??= "1000";
process.env.GOMEMLIMIT ??= "2GiB";

module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  roots: ["<rootDir>/tests/e2e"],
  testMatch: ["**/*.e2e.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/tests/e2e/setup.ts",
  coverageThreshold: undefined,
  testTimeout: 300_000,
  // Engine, API server and Helm wait for one another as well as work: four files at once keep two cores busy.
  maxWorkers: 4,
};
