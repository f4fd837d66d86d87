import { Resource } from "@pulumi/pulumi";

/**
 * What to wait for before a handle may be used: the component itself, or nothing where the handle was read back from
 * another stack or adopted (then it is there already). Depending on a component depends on all its children.
 */
export function ready(...handles: readonly (object | undefined)[]): Resource[] {
  return handles.filter((handle): handle is Resource => Resource.isInstance(handle));
}
