import type { TypeModel } from "../model";

export const eks: Readonly<Record<string, TypeModel>> = {};
