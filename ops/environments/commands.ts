import { addCommand, type Registry } from "../command";
import { create } from "./create";
import { destroy, listing, reap } from "./end";

/** `env …`: environments on demand. */
export function environmentCommands(registry: Registry): void {
  const program = registry.program.command("env").description("Environments on demand, on a cluster that is there.");
  const nested = { ...registry, program, above: "env" };
  addCommand(nested, create);
  addCommand(nested, listing);
  addCommand(nested, destroy);
  addCommand(nested, reap);
}
