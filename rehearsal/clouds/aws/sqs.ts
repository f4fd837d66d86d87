import type { TypeModel } from "../model";

export const sqs: Readonly<Record<string, TypeModel>> = {};
