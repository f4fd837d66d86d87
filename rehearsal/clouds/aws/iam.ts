import type { TypeModel } from "../model";

export const iam: Readonly<Record<string, TypeModel>> = {};
