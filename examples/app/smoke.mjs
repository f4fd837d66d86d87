/** Does the application at `TARGET` take an order, and is it worked off? Ends with 1 where it does not. */
import { setTimeout as sleep } from "node:timers/promises";

const target = process.env.TARGET ?? "http://localhost:8000";
/** How long an order may take. */
const SECONDS = Number(process.env.SMOKE_SECONDS ?? 30);

async function get(path, options) {
  const response = await fetch(new URL(path, target), { ...options, signal: AbortSignal.timeout(5000) });
  if (!response.ok)
    throw new Error(`${options?.method ?? "GET"} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

try {
  await get("/health");
  const { id } = await get("/orders", { method: "POST", body: JSON.stringify({ item: "smoke" }) });
  for (let second = 0; ; second++) {
    const { orders } = await get("/orders");
    if (orders.some((order) => order.id === id && order.done_at !== null)) break;
    if (second === SECONDS) throw new Error(`order ${id} is not worked off after ${SECONDS} s: is the worker there?`);
    await sleep(1000);
  }
  console.log(`${target} takes orders, and works them off`);
} catch (error) {
  console.error(`${target}: ${error.message}`);
  process.exitCode = 1;
}
