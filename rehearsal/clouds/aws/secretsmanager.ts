import type { TypeModel } from "../model";

export const secretsmanager: Readonly<Record<string, TypeModel>> = {};
