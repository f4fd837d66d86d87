import type { InvokeModel } from "../model";

export const invokes: Readonly<Record<string, InvokeModel>> = {};
