/** Preloaded into a measured process: tells its greatest resident size, in KiB, to the file that BENCH_RSS names. */
process.on("exit", () => {
  const { maxRSS } = process.resourceUsage();
  require("node:fs").writeFileSync(process.env.BENCH_RSS, String(maxRSS));
});
