/** Unit tests: no account, no CLI, no network. End-to-end tests have their own configs. */
module.exports = {
  testEnvironment: "<rootDir>/tests/support/jest/environment.cjs",
  runtime: "<rootDir>/tests/support/jest/runtime.cjs",
  testSequencer: "<rootDir>/tests/support/jest/sequencer.cjs",
  // For machines that do other things as well; nothing here measures time.
  testTimeout: 180_000,
  // Jest leaves a core free of its own accord: of two that is half.
  maxWorkers: "100%",
  // Beside the tests, what coverage is taken of: a file that no test loads counts as not covered.
  roots: ["tests", "stacks", "components", "policy"].map((folder) => `<rootDir>/${folder}`),
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/e2e/", "<rootDir>/tests/charts/"],
  modulePathIgnorePatterns: ["<rootDir>/out/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  collectCoverageFrom: ["stacks/**/*.ts", "components/**/*.ts", "policy/**/*.ts"],
  coverageThreshold: {
    "./stacks/": { lines: 90, branches: 85 },
    "./components/": { lines: 90, branches: 85 },
    "./policy/": { lines: 90, branches: 85 },
  },
};
