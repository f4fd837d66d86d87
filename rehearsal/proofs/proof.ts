import type { Mode } from "../engine/run";
import type { Graph } from "./graph";

const NOT_ASKED = "not asked: a preview does not know the ids that this follows; without --preview they are known";

/** Something that a proof found. */
export interface Concern {
  /** `broken`: it will fail, or data is open or lost. `weak`: it works, and one failure takes it down. */
  readonly level: "broken" | "weak";
  /** Logical name of what it is about. */
  readonly subject: string;
  readonly message: string;
  readonly mend: string;
}

/** What a proof says of one stack. */
export interface Verdict {
  readonly proof: string;
  /** What was asked, such as "Who can reach the stores?". */
  readonly question: string;
  /** Whether nothing is broken; absent where it was not asked, since a preview does not know what it follows. */
  readonly holds?: boolean;
  /** What was looked at and seen, a line each; never empty, so that an empty stack is not taken for a proven one. */
  readonly seen: readonly string[];
  readonly concerns: readonly Concern[];
}

/** A question asked of the whole graph. Pure: the same graph gives the same verdict. */
export interface Proof {
  readonly name: string;
  readonly question: string;
  /** Whether it follows ids from resource to resource: in a preview all that are still to be made are unknown, and alike. */
  readonly byId?: boolean;
  readonly look: (graph: Graph) => Pick<Verdict, "seen" | "concerns">;
}

/** Asks one proof. */
export function verdictOf({ name: proof, question, byId = false, look }: Proof, graph: Graph, mode: Mode): Verdict {
  if (byId && mode === "preview") return { proof, question, seen: [NOT_ASKED], concerns: [] };
  const { seen, concerns } = look(graph);
  return {
    ...{ proof, question, concerns },
    holds: concerns.every(({ level }) => level !== "broken"),
    seen: seen.length > 0 ? seen : ["nothing of the kind in this stack"],
  };
}

/** Whether something is: what was not asked is not. */
export const isBroken = ({ holds }: Verdict): boolean => holds === false;
