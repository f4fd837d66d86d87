import type { TypeModel } from "../model";

export const rds: Readonly<Record<string, TypeModel>> = {};
