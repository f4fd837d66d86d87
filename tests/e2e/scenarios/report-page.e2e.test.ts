import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { main } from "../../../rehearsal/cli";
import { toolPath } from "../tools/tools";

/** What axe answers, as far as it is read. */
interface Axe {
  readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: { html: string }[] }[];
}

/** What keeps Chromium from looking up its maker's hosts at every start. */
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

let folder: string;
let browser: Browser;
let page: Page;
const requests: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-page-"));
  const print = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await main(["prod", "--quiet", "--lose", "zone", "--out", folder])).toBe(0);
  print.mockRestore();
  browser = await chromium.launch({ executablePath: toolPath("chromium"), args: ["--no-sandbox", ...quiet] });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const shown = (): Promise<number> => page.locator("#tree .leaf:visible").count();

test("the search finds a resource, opens what it stands in, hides the rest, and gives all back", async () => {
  await page.fill("#search", "store-db-replica");
  const names = await page.locator("#tree .leaf:visible").allTextContents();
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(name).toContain("store-db-replica");
  expect(await page.textContent("#hits")).toBe(`${names.length} resources`);
  await page.fill("#search", "");
  await page.click("#unfold");
  expect(await shown()).toBe(await page.locator("#tree .leaf").count());
  await page.click("#fold");
  expect(await shown()).toBe(0);
});

test("the picture zooms by button and by key, moves by arrow, and never leaves its frame", async () => {
  const box = (): Promise<string | null> => page.getAttribute("#topology", "viewBox");
  const whole = await box();
  await page.click("#in");
  expect(await page.getAttribute("#topology", "data-zoom")).toBe("1.40");
  await page.focus("#topology");
  await page.keyboard.press("+");
  expect(Number(await page.getAttribute("#topology", "data-zoom"))).toBeCloseTo(1.96, 1);
  const before = await box();
  await page.keyboard.press("ArrowRight");
  expect(await box()).not.toBe(before);
  await page.keyboard.press("0");
  expect(await box()).toBe(whole);
  await page.click("#out");
  expect(await box()).toBe(whole);
});

test("what a workload has to do with stands out while the pointer is on it", async () => {
  await page.hover('[data-key="workload api"]');
  const lit = await Promise.all((await page.locator(".arrow.on").all()).map((arrow) => arrow.getAttribute("data-to")));
  expect(lit).toEqual(expect.arrayContaining(["store db", "store cache", "store media"]));
  await page.hover("h1");
  expect(await page.locator(".arrow.on").count()).toBe(0);
});

test("the theme goes from the system's to light to dark, and dark is dark", async () => {
  const paper = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
  await page.click("#theme");
  expect(await paper()).toBe("rgb(255, 255, 255)");
  await page.click("#theme");
  expect(await paper()).toBe("rgb(20, 22, 26)");
  await page.click("#theme");
  expect(await page.textContent("#theme")).toBe("Theme: system");
});

test("everything can be reached by keyboard", async () => {
  await page.reload();
  const reached = new Set<string>();
  for (let presses = 0; presses < 200 && !reached.has("search"); presses++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate<string>('document.activeElement?.id ?? ""'));
  }
  expect([...reached]).toEqual(expect.arrayContaining(["theme", "in", "out", "fit", "topology", "search"]));
});

test.each(["light", "dark"] as const)("axe finds nothing serious, %s", async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  await page.addScriptTag({ content: readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") });
  const { violations } = await page.evaluate<Axe>("axe.run()");
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("costs are drawn, alerts name their runbooks, the destruction is told", async () => {
  expect(await page.locator("#cost-chart .used").count()).toBeGreaterThan(4);
  await page.click("#alerts summary");
  expect(await page.locator("#alerts tbody tr").count()).toBeGreaterThan(100);
  expect(await page.locator("#alerts tbody tr").first().innerText()).toMatch(/docs\/runbooks|\.md/);
  await page.click("#order summary");
  expect(await page.locator("#order table").last().isVisible()).toBe(true);
  expect(await page.locator("#what-if h3").allTextContents()).toContain("Without zone eu-west-1b");
});

test("it prints: on light paper, with everything unfolded, and nothing that is only for a screen", async () => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  const seen = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
  expect(await Promise.all(["#theme", "nav", "#search"].map(seen))).toEqual([false, false, false]);
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  expect(await page.locator("details:not([open])").count()).toBe(0);
  expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await page.reload();
});

test("nothing was asked of any network, and the console stayed empty", () => {
  expect(requests.filter((address) => !address.startsWith("file:") && !address.startsWith("data:"))).toEqual([]);
  expect(complaints).toEqual([]);
});
