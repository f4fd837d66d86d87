/** The executable behind `pulumi-resource-<name>`: `main.js <name> <version>`, then the engine's own arguments. */
import { type ProviderName, SimulatedProvider } from "./provider";
import { serveProvider } from "./server";
import { settingsFromEnv } from "./settings";

async function main([name, version]: readonly string[]): Promise<void> {
  const provider = () => new SimulatedProvider(name as ProviderName, settingsFromEnv(process.env));
  console.log(String((await serveProvider(provider, version!)).port));
  // The engine kills us when it is done; where it was killed itself, its end of our stdin is gone.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(0), 500).unref();
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
