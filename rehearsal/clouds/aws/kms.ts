import { type TypeModel, text } from "../model";
import { arn, tagsOf, to, uuid } from "./shared";

/** Keys and their aliases. */
export const kms: Readonly<Record<string, TypeModel>> = {
  "aws:kms/key:Key": {
    id: (c) => uuid(c),
    outputs: (c) => ({
      arn: arn(c, "kms", `key/${c.id}`),
      keyId: c.id,
      keyUsage: c.inputs["keyUsage"] ?? "ENCRYPT_DECRYPT",
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  },
  "aws:kms/alias:Alias": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 256, prefix: "alias/" },
    references: [to.keyArn("targetKeyId")],
    unique: { output: "name", error: "AlreadyExistsException" },
    outputs: (c) => ({
      arn: arn(c, "kms", text(c.inputs, "name")),
      targetKeyArn: arn(c, "kms", `key/${text(c.inputs, "targetKeyId").split("/").at(-1)}`),
    }),
    replaceOn: ["name"],
  },
};
