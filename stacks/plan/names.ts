import { digest, physicalName } from "../../components/shared/naming";

/** Longest `<app>-<stack>`: leaves room for what follows it in a name of 63 or 64 characters. */
const LONGEST = 32;

/**
 * The name of a stack's things: `<app>-<stack>`, in the characters that every cloud allows. A stack may be called
 * anything the engine allows (`PR_123`, `prod.gke`); two such names that would become one keep apart by a hash.
 */
export function scopeName(app: string, stack: string): string {
  const plain = stack
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const faithful = plain === stack.toLowerCase() && plain !== "";
  return physicalName(faithful ? [app, plain] : [app, plain, digest(stack)].filter(Boolean), LONGEST);
}
