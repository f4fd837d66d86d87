/** Starts `npm run parity`. */
require("../../loader.cjs");
const { main } = require("./cli.ts");

process.exitCode = main(process.argv.slice(2));
