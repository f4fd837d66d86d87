import type { Mode, Run } from "../engine/run";
import { destroyOrder } from "./destroy-order";
import { Graph } from "./graph";
import { type Proof, type Verdict, verdictOf } from "./proof";
import { reachability } from "./reachability";
import { secretCanary } from "./secret-canary";
import { singlePoints } from "./single-points";
import { zoneLoss } from "./zone-loss";

/** Every question that a rehearsal asks of the graph, in the order of the report. */
export const proofs: readonly Proof[] = [destroyOrder, reachability, secretCanary, singlePoints, zoneLoss];

/**
 * Asks them all of what a run has registered.
 *
 * @param mode how it was run: a preview cannot be asked everything
 */
export function prove(run: Pick<Run, "resources" | "outputs" | "secretOutputs">, mode: Mode = "up"): Verdict[] {
  const graph = new Graph(run);
  return proofs.map((proof) => verdictOf(proof, graph, mode));
}
