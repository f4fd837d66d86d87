import type { TypeModel } from "../model";

export const lb: Readonly<Record<string, TypeModel>> = {};
