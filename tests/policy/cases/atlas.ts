/** MongoDB Atlas. */
import { accessList, atlas, user } from "../support/atlas";
import { type CaseTable, property, together } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const roles = (...names: unknown[]) => user({ roles: names.map((roleName) => ({ roleName, databaseName: "shop" })) });
const regions = (...names: unknown[]) =>
  atlas({ replicationSpecs: [{ regionConfigs: names.map((regionName) => ({ regionName })) }] });

export const atlasCases: CaseTable = {
  "atlas-tls": property(
    atlas,
    "advancedConfiguration.minimumEnabledTlsProtocol",
    ["TLS1_0", "TLS1_1"],
    ["TLS1_3", undefined],
  ),
  "atlas-customer-key": property(atlas, "encryptionAtRestProvider", ["NONE", undefined], ["GCP"]),
  "atlas-backups": together(
    property(atlas, "backupEnabled", [false, undefined]),
    property(atlas, "pitEnabled", [false, undefined]),
  ),
  "atlas-termination-protection": property(atlas, "terminationProtectionEnabled", [false, undefined]),
  "atlas-access-list": property(accessList, "cidrBlock", ["0.0.0.0/0", "128.0.0.0/1", "::/0"], ["10.0.0.0/8"]),
  "atlas-user-limited": {
    pass: [user(), roles("read"), roles("readWrite", "dbAdmin")],
    fail: [roles("atlasAdmin"), roles("readWrite", "readWriteAnyDatabase"), roles("dbOwner")],
    unknown: [user({ roles: U }), roles(U), user({ roles: [U] })],
  },
  "atlas-region-allowed": {
    pass: [atlas(), regions("EU_WEST_1", "EU_WEST_1")],
    fail: [regions("US_EAST_1"), regions("EU_WEST_1", "US_EAST_1")],
    unknown: [regions(U), atlas({ replicationSpecs: U }), atlas({ replicationSpecs: [U] })],
    context: {
      pass: { regions: ["eu-west-1"] },
      fail: { regions: ["eu-west-1"] },
      unknown: { regions: ["eu-west-1"] },
    },
  },
};
