import type { TypeModel } from "../model";

export const cloudwatch: Readonly<Record<string, TypeModel>> = {};
