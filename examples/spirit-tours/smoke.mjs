/** Is Spirit Tours up? TARGET=https://api.staging.spirit-tours.example.com node examples/spirit-tours/smoke.mjs */
import { smoke } from "../smoke.mjs";

await smoke(process.env.TARGET ?? "https://api.staging.spirit-tours.example.com", [{ path: "/health" }]);
