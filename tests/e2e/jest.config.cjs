/** End-to-end tests: the real engine, a real Kubernetes API. `npm run e2e:tools` must have been run before. */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  roots: ["<rootDir>/tests/e2e"],
  testMatch: ["**/*.e2e.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  coverageThreshold: undefined,
  testTimeout: 300_000,
  // Two cores are busy with one engine, one API server and one program.
  maxWorkers: 1,
};
