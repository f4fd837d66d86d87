import { CloudError, type Context, type TypeModel, text } from "../model";
import { parent, placed, to } from "./shared";

const zoneType = "azure-native:dns:Zone";

/** What holds a record's answers, by its type. */
const ANSWERS: Readonly<Record<string, string>> = {
  ...{
    A: "aRecords",
    AAAA: "aaaaRecords",
    CNAME: "cnameRecord",
    TXT: "txtRecords",
    CAA: "caaRecords",
    NS: "nsRecords",
  },
  MX: "mxRecords",
};

/** A record has answers of its type, or follows something of Azure's: addresses alone can. */
function recordAccepts(c: Context): void {
  const type = text(c.inputs, "recordType");
  const answers = ANSWERS[type];
  if (answers === undefined) throw new CloudError("BadRequest", `${c.name}: '${type}' is no type of record`);
  const follows = c.inputs["targetResource"] !== undefined;
  if (follows && !["A", "AAAA", "CNAME"].includes(type))
    throw new CloudError("BadRequest", `${c.name}: a record of type ${type} is no alias`);
  if (follows === (c.inputs[answers] !== undefined))
    throw new CloudError(
      "BadRequest",
      `${c.name} has ${follows ? `both ${answers} and` : `neither ${answers} nor`} a targetResource`,
    );
  const [name, zone] = [text(c.inputs, "relativeRecordSetName"), text(c.inputs, "zoneName")];
  if (name === zone || name.endsWith(`.${zone}`))
    throw new CloudError("BadRequest", `${c.name}: '${name}' is written with its zone: leave that out, or write @`);
  if (type === "CNAME" && name === "@") throw new CloudError("BadRequest", `${c.name}: a zone itself is no CNAME`);
}

/** Public zones and records. */
export const dns: Readonly<Record<string, TypeModel>> = {
  [zoneType]: {
    ...placed("Microsoft.Network/dnsZones/{zoneName}", "zoneName", ["zoneType"]),
    references: [to.group],
    outputs: (c) => ({
      name: text(c.inputs, "zoneName"),
      numberOfRecordSets: 2,
      nameServers: ["com", "net", "org", "info"].map((end, index) => `ns${index + 1}-0${c.hash(1)}.azure-dns.${end}.`),
    }),
    previewed: ["name"],
  },
  "azure-native:dns:RecordSet": {
    ...placed("Microsoft.Network/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}", "relativeRecordSetName", [
      ...["zoneName", "recordType"],
    ]),
    references: [
      to.group,
      parent("zoneName", zoneType),
      {
        path: "targetResource.id",
        to: ["azure-native:network:PublicIPAddress", "azure-native:cdn:AFDEndpoint"],
        error: "InvalidResourceReference",
      },
    ],
    validate: recordAccepts,
    outputs: (c) => ({
      name: text(c.inputs, "relativeRecordSetName"),
      fqdn: `${text(c.inputs, "relativeRecordSetName")}.${text(c.inputs, "zoneName")}.`,
    }),
  },
};
