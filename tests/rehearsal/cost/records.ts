import type { ResourceRecord } from "../../../rehearsal/engine/record";

/** A registered resource with these inputs. */
export function record(name: string, type: string, inputs: ResourceRecord["inputs"] = {}): ResourceRecord {
  return {
    ...{ urn: `urn:${type}::${name}`, name, type, inputs, custom: true, external: false, id: name },
    ...{ outputs: {}, secrets: [], secretOutputs: [], dependencies: [], propertyDependencies: {} },
    ...{ protect: false, retainOnDelete: false, ignoreChanges: [], replaceOnChanges: [] },
    ...{ additionalSecretOutputs: [], aliases: [], onError: [] },
  };
}
