/**
 * Is RevRx up? Both halves of it:
 * TARGET=https://staging.revrx.example.com API=https://api-staging.revrx.example.com node examples/revrx/smoke.mjs
 */
import { smoke } from "../smoke.mjs";

await smoke(process.env.TARGET ?? "https://staging.revrx.example.com", [{ path: "/api/health" }]);
await smoke(process.env.API ?? "https://api-staging.revrx.example.com", [{ path: "/health" }]);
