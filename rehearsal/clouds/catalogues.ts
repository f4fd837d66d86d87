import { aws } from "./aws/catalogue";
import { command } from "./command";
import { kubernetes } from "./kubernetes";
import type { Catalogue } from "./model";
import { pulumi } from "./pulumi";
import { random } from "./random";

/** Every provider that the rehearsal simulates. */
export const allCatalogues: readonly Catalogue[] = [aws, command, kubernetes, pulumi, random];
