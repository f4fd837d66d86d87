import type { ResourceRecord } from "../engine/record";
import { awsShape } from "./aws/shape";
import { azureShape } from "./azure/shape";
import { gcpShape } from "./gcp/shape";
import { kubernetesShape } from "./kubernetes-shape";
import { mongodbatlasShape } from "./mongodbatlas-shape";
import type { CloudShape, Part } from "./shape";

/** Every provider whose types play a part in a stack. */
const shapes: readonly CloudShape[] = [awsShape, azureShape, gcpShape, kubernetesShape, mongodbatlasShape];

/** Types of every cloud that play a part. */
export const typesOf = (...parts: readonly Part[]): string[] =>
  shapes.flatMap(({ types }) => parts.flatMap((part) => types[part]));

/** Types of ways out that stand in one zone, and serve every zone. */
export const zonalWaysOut = (): string[] => shapes.flatMap(({ zonalWayOut }) => zonalWayOut ?? []);

/** Whether a resource plays a part. */
export const plays = ({ type }: ResourceRecord, part: Part): boolean => typesOf(part).includes(type);

/** The shape of the cloud that a resource is of. @throws Error for a resource of no cloud */
export function shapeOf({ type }: ResourceRecord): CloudShape {
  const found = shapes.find(({ provider }) => type.startsWith(`${provider}:`));
  if (!found) throw new Error(`${type} is of no cloud that has a shape in rehearsal/clouds/shapes.ts`);
  return found;
}
