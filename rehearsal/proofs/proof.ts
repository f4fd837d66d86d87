import type { Graph } from "./graph";

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
  /** Whether nothing is broken. */
  readonly holds: boolean;
  /** What was looked at and seen, a line each; never empty, so that an empty stack is not taken for a proven one. */
  readonly seen: readonly string[];
  readonly concerns: readonly Concern[];
}

/** A question asked of the whole graph. Pure: the same graph gives the same verdict. */
export interface Proof {
  readonly name: string;
  readonly question: string;
  readonly look: (graph: Graph) => Pick<Verdict, "seen" | "concerns">;
}

/** Asks one proof. */
export function verdictOf(proof: Proof, graph: Graph): Verdict {
  const { seen, concerns } = proof.look(graph);
  return {
    ...{ proof: proof.name, question: proof.question, concerns },
    holds: concerns.every(({ level }) => level !== "broken"),
    seen: seen.length > 0 ? seen : ["nothing of the kind in this stack"],
  };
}
