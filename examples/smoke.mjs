/** What the smoke tests of the five systems share: asks, says what it saw, and ends with 1 where something was not as it should be. */

/** Milliseconds after which an answer is late. */
const PATIENCE = 5000;

/**
 * @param {string} target address of the system, such as https://api.example.com
 * @param {readonly { path: string, method?: string, status?: number, body?: string, has?: Record<string, RegExp> }[]} asked
 *   status: 200 unless told; has: headers that the answer must have
 */
export async function smoke(target, asked) {
  let failed = 0;
  const tell = (well, what) => {
    console.log(`${well ? "✓" : "✗"} ${what}`);
    if (!well) failed += 1;
  };
  for (const { path, method = "GET", status = 200, body, has = {} } of asked) {
    const url = new URL(path, target);
    try {
      const answer = await fetch(url, { method, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      tell(
        answer.status === status,
        `${method} ${url} answers ${answer.status}${answer.status === status ? "" : `, not ${status}`}`,
      );
      for (const [header, pattern] of Object.entries(has)) {
        const value = answer.headers.get(header) ?? "";
        tell(pattern.test(value), `${header}: ${value || "is missing"}`);
      }
    } catch (error) {
      tell(false, `${method} ${url}: ${error.cause?.message ?? error.message}`);
    }
  }
  if (target.startsWith("https:")) await redirected(new URL(target), tell);
  else console.log(`– ${target} is plain HTTP, so whether it redirects to HTTPS was not asked`);
  if (failed > 0) process.exitCode = 1;
}

async function redirected(target, tell) {
  try {
    const answer = await fetch(`http://${target.host}/`, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const there = answer.headers.get("location") ?? "";
    tell(answer.status === 301 && there.startsWith("https:"), `plain HTTP answers ${answer.status} ${there}`);
  } catch (error) {
    tell(false, `plain HTTP: ${error.cause?.message ?? error.message}`);
  }
}
