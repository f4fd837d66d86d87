/** What must be true after every fault, whatever it was. */
import type { Stack, StateResource } from "../stack";

/** What is known to be unfinished, or to outlive the stack. */
export interface Exceptions {
  /** Logical names that the state declares to be pending: of these the account may hold one more, or one less. */
  readonly pending?: readonly string[];
  /** Logical names of what the account holds, and the state cannot know of: the answer never arrived. */
  readonly lost?: readonly string[];
}

/** How a stack comes out of a fault. */
export interface Recovery {
  /** Right after the fault. */
  readonly after?: Exceptions;
  /** What a person does about it. @default the same `up` again */
  readonly mend?: () => Promise<unknown>;
  /** Types of what may be left when the stack is destroyed: last snapshots. @default nothing */
  readonly leaves?: readonly string[];
  /** Whether the stack is destroyed in the end. @default true */
  readonly destroy?: boolean;
}

/**
 * The three invariants: the account holds what the state says, apart from declared pending operations; once mended, a
 * second `up` shows zero changes and asks for none; destroy leaves nothing that is not meant to stay. Ends every fault.
 */
export async function survives(stack: Stack, recovery: Recovery = {}): Promise<void> {
  const { after, mend = () => stack.up(), leaves = [], destroy = true } = recovery;
  await agree(stack, after);
  stack.faults();
  await mend();
  await agree(stack);
  const calls = stack.calls.length;
  await stack.up("--expect-no-changes");
  expect(stack.changes(calls)).toEqual([]);
  if (!destroy) return;
  await stack.destroy();
  expect((await stack.exported()).resources ?? []).toEqual([]);
  expect(stack.instances.filter(({ type }) => !leaves.includes(type))).toEqual([]);
}

/** Types of what is in an account, and not in the stack's state or the cluster alone. */
const IN_ACCOUNT = /^(aws|azure-native|gcp|mongodbatlas):/;

/** The account holds what the state says; what differs is declared as pending by the state, and expected by the test. */
export async function agree(stack: Stack, { pending = [], lost = [] }: Exceptions = {}): Promise<void> {
  const { resources = [], pending_operations = [] } = await stack.exported();
  const unfinished = [
    ...pending_operations.map(({ resource }) => resource),
    // A copy that was replaced and could not be deleted yet.
    ...resources.filter(({ type, delete: old }) => old === true && IN_ACCOUNT.test(type)),
  ].map(nameOf);
  expect([...new Set(unfinished)].sort()).toEqual([...pending].sort());

  const isSettled = (name: string) => !pending.includes(name) && !lost.includes(name);
  const inState = resources.filter((each) => IN_ACCOUNT.test(each.type) && isSettled(nameOf(each))).map(label);
  const inAccount = stack.instances.filter((each) => isSettled(nameOf(each)) && !isSnapshot(each.type)).map(label);
  expect(inAccount.sort()).toEqual(inState.sort());
  // No two of one URN, which is how a resource that was made twice shows; each replaced database leaves a snapshot of its.
  const urns = stack.instances
    .filter((each) => isSettled(nameOf(each)) && !isSnapshot(each.type))
    .map(({ urn }) => urn);
  expect(new Set(urns).size).toBe(urns.length);
}

/** No text holds a secret. */
export function nowhereIn(texts: Readonly<Record<string, string>>, secrets: readonly string[]): void {
  for (const [place, text] of Object.entries(texts))
    for (const secret of secrets) expect(text.includes(secret) ? `${place} holds ${secret}` : "").toBe("");
}

/** The URN's last part. */
export function nameOf({ urn }: { readonly urn: string }): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The stack's resource with this logical name. @throws Error where the state has none */
export async function inState(stack: Stack, name: string, type = "aws:"): Promise<StateResource> {
  const { resources = [] } = await stack.exported();
  const found = resources.find((each) => nameOf(each) === name && each.type.startsWith(type));
  if (!found) throw new Error(`the state has no ${type}… ${name}`);
  return found;
}

/** Last snapshots outlive what they are of. */
function isSnapshot(type: string): boolean {
  return /\/snapshot:Snapshot$/.test(type);
}

function label({ type, id }: { readonly type: string; readonly id?: string }): string {
  return `${type} ${id}`;
}
