/**
 * Preloaded into every Node.js process below a measured command: tells the processor time that it has taken so far, and
 * which part of the whole it is, to a file of its own in the folder that BENCH_SHARES names. Often, since the engine ends
 * its plugins without asking.
 */
const fs = require("node:fs");
const path = require("node:path");

const kinds = [
  [/cmd.run.index\.js$/, "program"],
  [/cmd.run-policy-pack(.index\.js)?$/, "policies"],
  [/language-host.host\.ts$/, "host"],
  [/provider\.js$/, "simulation"],
];

const [, kind = "other"] = kinds.find(([form]) => form.test(process.argv[1] ?? "")) ?? [];
const file = path.join(process.env.BENCH_SHARES, `${process.pid}.json`);

/**
 * What the processes took that this one started and that have ended, where Linux tells it: helm, which the policies
 * render charts with. Times are in hundredths of a second there.
 */
function ofChildren() {
  try {
    const fields = fs.readFileSync("/proc/self/stat", "utf8").split(") ").at(-1).split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

function tell() {
  const { user, system } = process.cpuUsage();
  const rendering = kind === "policies" ? ofChildren() : 0;
  fs.writeFileSync(file, JSON.stringify({ kind, seconds: (user + system) / 1e6, rendering }));
}

process.on("exit", tell);
setInterval(tell, 100).unref();
