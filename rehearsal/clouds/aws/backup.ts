import type { TypeModel } from "../model";

export const backup: Readonly<Record<string, TypeModel>> = {};
