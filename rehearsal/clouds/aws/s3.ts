import type { TypeModel } from "../model";

export const s3: Readonly<Record<string, TypeModel>> = {};
