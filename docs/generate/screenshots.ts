/** `node --import tsx docs/generate/screenshots.ts`: the pictures in docs/images, of a rehearsal of prod. Needs Chromium. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { toolPath } from "../../tests/e2e/tools/tools";

const root = resolve(__dirname, "../..");
const images = join(root, "docs/images");

async function shoot(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-screenshots-"));
  const browser = await chromium.launch({ executablePath: toolPath("chromium"), args: ["--no-sandbox"] });
  try {
    rehearse(join(folder, "plain.html"));
    rehearse(join(folder, "lost.html"), "--lose", "zone=eu-west-1a");
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 980 }, colorScheme });
      const open = (file: string) => page.goto(pathToFileURL(join(folder, file)).href);
      const suffix = colorScheme === "dark" ? "-dark" : "";
      await open("plain.html");
      await section(page, "topology-section", `report${suffix}.png`, true);
      await section(page, "costs", `costs${suffix}.png`);
      await open("lost.html");
      await section(page, "what-if", `what-if${suffix}.png`);
      await page.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, as people run it. */
function rehearse(out: string, ...options: readonly string[]): void {
  const args = ["rehearsal/main.cjs", "prod", "--quiet", "--fail-on", "none", "--out", out, ...options];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`The rehearsal ended with ${status}:\n${stderr}`);
}

/** One section; with `above`, all of the page above it too. */
async function section(page: Page, id: string, file: string, above = false): Promise<void> {
  const box = await page.locator(`#${id}`).boundingBox();
  if (!box) throw new Error(`The page has no section ${id}`);
  const start = above ? 0 : box.y - 12;
  const clip = { x: 0, y: start, width: 1280, height: box.y + box.height + 16 - start };
  await page.screenshot({ path: join(images, file), clip, fullPage: true });
  console.log(`wrote docs/images/${file}`);
}

void shoot();
