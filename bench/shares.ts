/**
 * The processor time of every process below a command, by part, as Linux tells it in /proc. Asked often, since the engine
 * ends its plugins without waiting for them, and what nobody waits for is in nobody's sum.
 */
import { readdirSync, readFileSync } from "node:fs";

const kinds = [
  ["program", /cmd\/run\/index\.js/],
  ["policies", /cmd\/run-policy-pack/],
  ["host", /pulumi-language-nodejs/],
  ["simulation", /provider\.js/],
  ["rendering", /\/helm\b/],
  ["engine", /^\S*pulumi(-resource-\S+)?( |$)/],
] as const;

type Kind = (typeof kinds)[number][0] | "other";

/** Seconds of processor time by part; `rendering` is helm's, `engine` the CLI's and the Kubernetes provider's. */
export type Shares = Readonly<Record<Kind, number>>;

export const partsOf = [...kinds.map(([kind]) => kind), "other"] as readonly Kind[];

/** What Linux counts in: hundredths of a second (USER_HZ, fixed in its interface). */
const TICKS = 100;

interface Seen {
  kind: Kind;
  /** Its own time, and that of its children which it has waited for. */
  seconds: number;
  children: number;
}

/** Watches processes whose environment has a variable of this name and value, until it is stopped. */
export class Watch {
  private readonly seen = new Map<string, Seen>();
  private readonly strangers = new Set(readdirSync("/proc"));
  private readonly timer = setInterval(() => this.look(), 50);

  /** @param mark `NAME=value` */
  constructor(private readonly mark: string) {}

  stop(): Shares {
    clearInterval(this.timer);
    const sum = (kind: Kind) =>
      [...this.seen.values()].reduce((all, each) => all + (each.kind === kind ? each.seconds : 0), 0);
    // helm lives too short to be seen at its end: what the policies waited for is its.
    const ofPolicies = [...this.seen.values()].filter(({ kind }) => kind === "policies");
    const rendering = ofPolicies.reduce((all, { children }) => all + children, 0);
    return { ...(Object.fromEntries(partsOf.map((kind) => [kind, sum(kind)])) as Record<Kind, number>), rendering };
  }

  private look(): void {
    for (const pid of readdirSync("/proc")) {
      if (this.strangers.has(pid)) continue;
      try {
        const known = this.seen.get(pid);
        if (known !== undefined || readFileSync(`/proc/${pid}/environ`, "utf8").includes(this.mark))
          this.seen.set(pid, { ...timesOf(pid), kind: kindOf(pid, known) });
      } catch {
        // It has ended since the folder was listed.
      }
    }
  }
}

/** A process that was just forked has its parent's command until it has its own: it is asked anew each time. */
function kindOf(pid: string, known: Seen | undefined): Kind {
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, 6).join(" ");
  if (command === "" && known !== undefined) return known.kind;
  return kinds.find(([, form]) => form.test(command))?.[0] ?? "other";
}

function timesOf(pid: string): { seconds: number; children: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
  const [own, ofKernel, ofChildren, ofChildrenInKernel] = fields.slice(11, 15).map(Number);
  return { seconds: (own! + ofKernel!) / TICKS, children: (ofChildren! + ofChildrenInKernel!) / TICKS };
}
