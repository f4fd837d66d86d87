import { addCommand, type Registry } from "../command";
import { write } from "./write";

/** `gitops …`: workloads by Argo CD. */
export function gitopsCommands(registry: Registry): void {
  const program = registry.program.command("gitops").description("Workloads released by the cluster's own Argo CD.");
  addCommand({ ...registry, program, above: "gitops" }, write);
}
