import { type Catalogue, catalogueOf } from "../model";
import { compute } from "./compute";
import { container } from "./container";
import { dns } from "./dns";
import { identity } from "./identity";
import { invokes } from "./invokes";
import { loadbalancing } from "./loadbalancing";
import { stores } from "./stores";

/** Module of a token → the file here that holds it, where the names differ. */
const files: Readonly<Record<string, string>> = {
  servicenetworking: "compute",
  sql: "stores",
  certificatemanager: "loadbalancing",
  logging: "loadbalancing",
  redis: "stores",
  storage: "stores",
  organizations: "invokes",
};

/** Google Cloud: the types that Slipway uses. */
export const gcp: Catalogue = catalogueOf(
  "gcp",
  { ...compute, ...container, ...dns, ...loadbalancing, ...stores, ...identity },
  invokes,
  (token) => {
    const module = token.split(":")[1]?.split("/")[0] ?? "";
    const known = ["compute", "container", "dns"].includes(module) ? module : "identity";
    return `rehearsal/clouds/gcp/${files[module] ?? known}.ts`;
  },
);
