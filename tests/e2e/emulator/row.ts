/** How a question is put to both the emulator and the simulated cloud. */
import type { Call } from "./emulator";

/** Stands for the id of something that an earlier row has made. */
export const ref = (name: string) => ({ $ref: name });

/** What the simulated cloud is asked: to make a thing under a logical name, or to delete it. */
export type Request =
  | { readonly make: string; readonly type: string; readonly inputs: Readonly<Record<string, unknown>> }
  | { readonly remove: string };

/** One question to both. */
export interface Comparison {
  readonly what: string;
  readonly call: Call;
  readonly request: Request;
  /** Both must give it: an error's code, or `ok`. Two where the emulator is no measure: its own, and why. */
  readonly answer: string;
  readonly emulator?: { readonly answer: string; readonly because: string };
  /** Places of ids and names that must have one shape: path in the emulator's answer → output of the simulated cloud. */
  readonly shapes?: Readonly<Record<string, string>>;
}

export const ids = { hex: "0123456789abcdef0", uuid: "01234567-89ab-cdef-0123-456789abcdef" };
export const missing = (prefix: string) => `${prefix}-${ids.hex}`;

type Options = Pick<Comparison, "emulator" | "shapes">;

/** A row whose thing is called the same on both sides, and can be referred to once it is there. */
export function make(
  what: string,
  answer: string,
  name: string,
  [service, operation, parameters, id]: readonly [string, string, Record<string, unknown>, string?],
  [type, inputs]: readonly [string, Record<string, unknown>],
  options: Options = {},
): Comparison {
  const kept = answer === "ok" && id !== undefined ? { id, as: name } : {};
  return {
    what,
    answer,
    call: { service, operation, parameters, ...kept },
    request: { make: name, type, inputs },
    ...options,
  };
}

export function remove(
  what: string,
  answer: string,
  name: string,
  [service, operation, parameters]: readonly [string, string, Record<string, unknown>],
  options: Options = {},
): Comparison {
  return { what, answer, call: { service, operation, parameters }, request: { remove: name }, ...options };
}

export const lax = (because: string) => ({ emulator: { answer: "ok", because } });
