import type { Catalogue, TypeModel } from "./model";

const provider: TypeModel = { id: (c) => c.hash(32) };

/** Explicit providers of any package; stack references are read, never made. */
export const pulumi: Catalogue = {
  provider: "pulumi",
  type: (token) => (token.startsWith("pulumi:providers:") ? provider : undefined),
  invokes: {},
  fileFor: () => "rehearsal/clouds/pulumi.ts",
  references: [],
};
