import type { TypeModel } from "../model";

export const kms: Readonly<Record<string, TypeModel>> = {};
