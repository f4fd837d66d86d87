/** One thing that is wrong, in words for somebody who does not know Kubernetes by heart. */
export interface Finding {
  /** The object, such as `Pod web-7d9f-x2k1`. */
  readonly object: string;
  /** What is wrong: one sentence. */
  readonly problem: string;
  /** What the cluster said, word for word; shortened. */
  readonly seen?: string;
  /** What to do about it. */
  readonly mend: string;
  /** Page under docs/runbooks that goes on from there. */
  readonly runbook?: string;
}

/** An object on the way from what was asked for to what is wrong. */
export interface Link {
  readonly kind: string;
  readonly name: string;
  /** How it is, in a few words. */
  readonly state: string;
  readonly well: boolean;
  readonly below: readonly Link[];
}

/** The answer to `why`. */
export interface Diagnosis {
  readonly object: string;
  readonly namespace: string;
  readonly well: boolean;
  readonly chain: Link;
  /** The likeliest cause first. */
  readonly findings: readonly Finding[];
}

/** A long message on one line. */
export const short = (text: string, most = 300): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};
