/** Is Sergas up? TARGET=https://staging.sergas.example.com node examples/sergas/smoke.mjs */
import { smoke } from "../smoke.mjs";

await smoke(process.env.TARGET ?? "https://staging.sergas.example.com", [{ path: "/health" }]);
