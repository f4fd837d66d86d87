import { type Catalogue, catalogueOf } from "../model";
import { cdn } from "./cdn";
import { containerservice } from "./containerservice";
import { dns } from "./dns";
import { identity } from "./identity";
import { invokes } from "./invokes";
import { network } from "./network";
import { stores } from "./stores";

/** Module of a token → the file here that holds it; `identity` where none is named. */
const files: Readonly<Record<string, string>> = {
  network: "network",
  privatedns: "network",
  dns: "dns",
  cdn: "cdn",
  frontdoor: "cdn",
  containerservice: "containerservice",
  containerregistry: "containerservice",
  operationalinsights: "containerservice",
  monitor: "containerservice",
  dbforpostgresql: "stores",
  redisenterprise: "stores",
  storage: "stores",
};

/** Azure: the types that Slipway uses, as Azure Native writes them. */
export const azure: Catalogue = catalogueOf(
  "azure-native",
  { ...network, ...dns, ...cdn, ...containerservice, ...stores, ...identity },
  invokes,
  (token) => `rehearsal/clouds/azure/${files[token.split(":")[1] ?? ""] ?? "identity"}.ts`,
);
