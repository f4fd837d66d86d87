/**
 * Where the engine starts the pack, by the loader that the program has: the ts-node that Pulumi registers for policy
 * packs would check every file's types on each preview.
 */
require("../loader.cjs");
const { start } = require("./pack.ts");
start(process.env);
