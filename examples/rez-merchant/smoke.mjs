/** Is REZ Merchant up? TARGET=https://api.staging.rez.example.com node examples/rez-merchant/smoke.mjs */
import { smoke } from "../smoke.mjs";

await smoke(process.env.TARGET ?? "https://api.staging.rez.example.com", [{ path: "/health" }]);
