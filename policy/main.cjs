/**
 * Where the engine starts the pack, by the loader that the program has: the ts-node that Pulumi registers for policy
 * packs would check every file's types on each preview. A pack that was copied out of the program brings tsx instead.
 */
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const loader = join(__dirname, "../loader.cjs");
require(existsSync(loader) ? loader : "tsx/cjs");
const { start } = require("./pack.ts");
start(process.env, new Date());
