import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { reportSchema } from "../../rehearsal/report/schema";
import { cloudsReference } from "./clouds-reference";
import { configReference } from "./config-reference";
import { opsReference } from "./ops-reference";
import { policyReference } from "./policy-reference";
import { stackFileSchema } from "./stack-schema";

/** What is generated, by its path below the repository's root. */
export function generated(): Record<string, string> {
  const schema = stackFileSchema();
  return {
    "docs/reference/stack.schema.json": `${JSON.stringify(schema, null, 2)}\n`,
    "docs/reference/report.schema.json": `${JSON.stringify(z.toJSONSchema(reportSchema), null, 2)}\n`,
    "docs/reference/config.md": configReference(schema),
    "docs/reference/clouds.md": cloudsReference(),
    "docs/reference/policies.md": policyReference(),
    "docs/reference/ops.md": opsReference(),
  };
}

if (require.main === module) {
  for (const [path, text] of Object.entries(generated())) {
    writeFileSync(join(__dirname, "../..", path), text);
    console.log(`wrote ${path}`);
  }
}
