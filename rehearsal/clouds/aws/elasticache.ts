import type { TypeModel } from "../model";

export const elasticache: Readonly<Record<string, TypeModel>> = {};
