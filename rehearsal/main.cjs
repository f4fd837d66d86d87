/** Starts the rehearsal. */
require("../loader.cjs");
const { main } = require("./cli.ts");

// A program that waits for something that never comes would end here with no word: say so.
let ended = false;
process.on("exit", () => {
  if (ended) return;
  process.stderr.write("✗ The program never finished: something waits for an output that nothing will give.\n");
  process.exitCode = 1;
});

main(process.argv.slice(2)).then(
  (code) => {
    ended = true;
    process.exitCode = code;
  },
  (error) => {
    ended = true;
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exitCode = 1;
  },
);
