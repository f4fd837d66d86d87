import { BaseComponent, type ComponentOpts } from "../../components/shared/base-component";

/** Groups what one layer of a stack makes, so that the tree reads as the program does. */
export class Layer extends BaseComponent {
  constructor(kind: "Foundation" | "Platform" | "Workloads", name: string, opts?: ComponentOpts) {
    super(`slipway:stack:${kind}`, name, opts);
  }

  /** To be said once the layer's children are all there. */
  done(outputs: Readonly<Record<string, unknown>> = {}): void {
    this.registerOutputs(outputs);
  }
}
