import { z } from "zod";
import { needersOf, waitersOf } from "../engine/order";
import { type Change, type Difference, dataHolders, type Replacement } from "./difference";

const state = z.object({
  type: z.string(),
  custom: z.boolean().default(false),
  protect: z.boolean().default(false),
  dependencies: z.array(z.string()).default([]),
});

/** What `pulumi preview --json` prints, as far as it is read here (pulumi's own `PreviewDigest`). */
const digest = z.object({
  steps: z.array(
    z.object({
      op: z.string(),
      urn: z.string(),
      oldState: state.optional(),
      newState: state.optional(),
      diffReasons: z.array(z.string()).nullish(),
      replaceReasons: z.array(z.string()).nullish(),
    }),
  ),
});

/** Whether a file's content is what `pulumi preview --json` prints. */
export function isPreview(content: unknown): boolean {
  return digest.safeParse(content).success;
}

/** The engine's own word on what an update would do, in the form of a comparison. @throws ZodError */
export function differenceOfPreview(content: unknown): Difference {
  const steps = digest.parse(content).steps.filter(({ newState, oldState }) => (newState ?? oldState)?.custom);
  const of = (...ops: readonly string[]) => steps.filter(({ op }) => ops.includes(op));
  const change = (step: (typeof steps)[number]): Change => ({
    urn: step.urn,
    name: step.urn.slice(step.urn.lastIndexOf("::") + 2),
    type: (step.newState ?? step.oldState)?.type ?? "",
    protect: (step.oldState ?? step.newState)?.protect ?? false,
    keys: step.replaceReasons ?? step.diffReasons ?? [],
  });
  // What is left alone stands on it too, and so does what stands on that.
  const needers = needersOf(
    steps.map(({ urn, newState }) => ({ urn, dependencies: newState?.dependencies ?? [] })),
    ({ dependencies }) => dependencies,
  );
  const replaced = of("replace").map((step): Replacement => {
    const behind = waitersOf(needers, step.urn).size;
    const changed = change(step);
    return { ...changed, behind, holdsData: dataHolders.has(changed.type) };
  });
  return {
    created: of("create").map(change),
    deleted: of("delete").map(change),
    updated: of("update").map(change),
    replaced,
  };
}
