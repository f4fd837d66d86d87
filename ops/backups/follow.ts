/** How long, and how often, somebody else's work is looked at. */
export interface Patience {
  readonly hours: number;
  /** Milliseconds between the first two looks, and between any two at most: each waits twice as long. */
  readonly looksMs: { readonly first: number; readonly most: number };
}

/**
 * Looks at what others do until it has ended, and tells of each change on the way.
 * @param look what they call its state; empty while they do not know of it
 * @returns the state in which it ended; nothing where it has not after so long
 */
export async function follow(
  what: string,
  { hours, looksMs }: Patience,
  say: (line: string) => void,
  look: () => string | Promise<string>,
  ended: (state: string) => boolean,
): Promise<string | undefined> {
  const until = Date.now() + hours * 3_600_000;
  let wait = looksMs.first;
  for (let last = ""; Date.now() < until; wait = Math.min(2 * wait, looksMs.most)) {
    const state = await look();
    if (state !== last && state !== "") say(`${what}: ${state}`);
    last = state;
    if (ended(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return undefined;
}
