/**
 * Where the engine starts the pack. tsx takes over from the ts-node that Pulumi registers for policy packs, which
 * would check every file's types on each preview.
 */
require("tsx/cjs");
const { start } = require("./pack.ts");
start(process.env);
