/** The add-ons in an order in which each comes after what it needs, or why there is none. */
export type OrderResult<Name extends string> =
  | { readonly order: readonly Name[] }
  | { readonly problems: readonly string[] };

/** What the order is made from. */
export type Needs<Name extends string> = Readonly<Record<Name, { readonly needs: readonly Name[] }>>;

/**
 * Orders add-ons by their needs; of those that could come next, the first by name does, so that the same choice always
 * gives the same order. Problems name the path: `keda needs prometheus-operator-crds, which is not there`,
 * `a cycle: a → b → a`.
 */
export function orderAddons<Name extends string>(names: readonly Name[], catalogue: Needs<Name>): OrderResult<Name> {
  const chosen = [...new Set(names)].sort();
  const problems = [...missing(chosen, catalogue), ...cycles(chosen, catalogue)];
  if (problems.length > 0) return { problems };

  const order: Name[] = [];
  const waiting = new Set(chosen);
  while (waiting.size > 0) {
    const next = chosen.find((name) => waiting.has(name) && !catalogue[name].needs.some((need) => waiting.has(need)));
    if (next === undefined) throw new Error("unreachable: cycles were reported before");
    waiting.delete(next);
    order.push(next);
  }
  return { order };
}

function missing<Name extends string>(chosen: readonly Name[], catalogue: Needs<Name>): string[] {
  return chosen.flatMap((name) => {
    if (!Object.hasOwn(catalogue, name)) return [`there is no add-on ${name}`];
    return catalogue[name].needs
      .filter((need) => !chosen.includes(need))
      .map((need) => `${name} needs ${need}, which is not there`);
  });
}

/** Each cycle once, told from its first member by name. */
function cycles<Name extends string>(chosen: readonly Name[], catalogue: Needs<Name>): string[] {
  const found = new Set<string>();
  const done = new Set<Name>();
  const visit = (name: Name, path: readonly Name[]): void => {
    const start = path.indexOf(name);
    if (start >= 0) {
      found.add(told(path.slice(start)));
      return;
    }
    if (done.has(name) || !chosen.includes(name) || !Object.hasOwn(catalogue, name)) return;
    for (const need of catalogue[name].needs) visit(need, [...path, name]);
    done.add(name);
  };
  for (const name of chosen) visit(name, []);
  return [...found];
}

function told(cycle: readonly string[]): string {
  const first = cycle.indexOf([...cycle].sort()[0] ?? "");
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  return `a cycle: ${[...turned, turned[0]].join(" → ")}`;
}
