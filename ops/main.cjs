#!/usr/bin/env node
/** Starts a day-2 command: `npm run ops -- <command>`, or the bin slipway-ops. */
require("../loader.cjs");
const { main } = require("./cli.ts");

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exitCode = 1;
  },
);
