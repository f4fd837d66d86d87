import { aws } from "./aws/catalogue";
import { azure } from "./azure/catalogue";
import { command } from "./command";
import { gcp } from "./gcp/catalogue";
import { kubernetes } from "./kubernetes";
import type { Catalogue } from "./model";
import { mongodbatlas } from "./mongodbatlas";
import { pulumi } from "./pulumi";
import { random } from "./random";
import { tls } from "./tls";

/** Every provider that the rehearsal simulates. */
export const allCatalogues: readonly Catalogue[] = [
  aws,
  azure,
  command,
  gcp,
  kubernetes,
  mongodbatlas,
  pulumi,
  random,
  tls,
];
