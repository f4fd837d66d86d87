/** Is Leather API up? TARGET=https://api.staging.leather.example.com node examples/leather-api/smoke.mjs */
import { smoke } from "../smoke.mjs";

await smoke(process.env.TARGET ?? "https://api.staging.leather.example.com", [{ path: "/health" }]);
