import { CloudError, type Context, isRecord, type Reference, type TypeModel, text, UNKNOWN } from "../model";
import { grant, named } from "./shared";

const zoneType = "gcp:dns/managedZone:ManagedZone";
const toZone: Reference = { path: "managedZone", to: [`${zoneType}#name`, zoneType], error: "NOT_FOUND" };

/** A record's name ends with a dot, lies in its zone, and has one set of answers of a type. */
function recordAccepts(c: Context): void {
  const name = text(c.inputs, "name");
  if (name === UNKNOWN) return;
  if (!name.endsWith("."))
    throw new CloudError("invalid", `entity.change.additions[0].name '${name}' has no dot at its end`);
  const zone = c.find(zoneType, "name", c.inputs["managedZone"]);
  const apex = text(zone?.inputs ?? {}, "dnsName");
  if (apex !== "" && name !== apex && !name.endsWith(`.${apex}`))
    throw new CloudError("invalidZoneApex", `${name} is not in the zone ${apex}`);
  const same = (other: { readonly inputs: Context["inputs"] }) =>
    ["managedZone", "name", "type"].every((key) => other.inputs[key] === c.inputs[key]);
  if (c.others().some(same))
    throw new CloudError("alreadyExists", `The resource ${name} (${text(c.inputs, "type")}) already exists`);
}

/** Zones, records, and who may change them. */
export const dns: Readonly<Record<string, TypeModel>> = {
  [zoneType]: {
    id: (c) => `projects/${text(c.inputs, "project", c.account)}/managedZones/${text(c.inputs, "name")}`,
    autoName: named,
    required: ["dnsName"],
    defaults: { visibility: "public", forceDestroy: false },
    validate: (c) => {
      if (!text(c.inputs, "dnsName").endsWith("."))
        throw new CloudError("invalid", `dnsName of ${c.name} has no dot at its end`);
    },
    outputs: (c) => ({
      project: text(c.inputs, "project", c.account),
      managedZoneId: c.hash(18, "id"),
      creationTime: c.now.toISOString(),
      nameServers: [1, 2, 3, 4].map((index) => `ns-cloud-${c.hash(1, "set")}${index}.googledomains.com.`),
    }),
    unique: { output: "name", error: "alreadyExists" },
    replaceOn: ["name", "dnsName", "visibility", "project"],
    // The records of the zone itself go with it; those of names must be gone.
    inUse: "containerNotEmpty",
  },
  "gcp:dns/recordSet:RecordSet": {
    id: (c) =>
      `projects/${text(c.inputs, "project", c.account)}/managedZones/${text(c.inputs, "managedZone")}/rrsets/${text(c.inputs, "name")}/${text(c.inputs, "type")}`,
    required: ["managedZone", "name", "type"],
    references: [toZone],
    validate: (c) => {
      recordAccepts(c);
      if (!Array.isArray(c.inputs["rrdatas"]) && !isRecord(c.inputs["routingPolicy"]))
        throw new CloudError("invalid", `${c.name} has neither rrdatas nor a routing policy`);
    },
    replaceOn: ["managedZone", "name", "type", "project"],
  },
  "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember": grant("managedZone", toZone),
};
