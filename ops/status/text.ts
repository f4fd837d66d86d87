import type { Paint } from "../../rehearsal/report/paint";
import type { Part, Status } from "./page";

/** The page as people read it. */
export function statusText(found: Status, paint: Paint): string {
  const { project, stack, resources, updated, pending, wrong } = found;
  return [
    `${paint.bold(`Status of ${project} · ${stack}`)}  ${paint.dim(`${resources} resources${updated ? `, updated ${updated.slice(0, 16).replace("T", " ")}` : ""}${pending > 0 ? `, ${pending} operations pending` : ""}`)}`,
    "",
    ...section("Releases", found.releases, ({ namespace, name, status, revision }) => [
      status === "deployed",
      `${namespace}/${name} ${status} (revision ${revision})`,
    ]),
    ...section("Workloads", found.workloads, ({ namespace, kind, name, ready, desired }) => [
      ready >= desired,
      `${namespace}/${name} ${ready}/${desired} ${kind}`,
    ]),
    ...section("Alerts", found.alerts, ({ name, severity, summary, since, from }) => [
      severity !== "critical",
      `${severity} ${name}: ${summary} (${from}, since ${since.slice(0, 16).replace("T", " ")})`,
    ]),
    ...section("Backups", found.backups, ({ store, tier, ageHours }) => [true, `${store} ${tier}: ${ageHours} h ago`]),
    ...section("Certificates", found.certificates, ({ namespace, name, days, ready }) => [
      ready,
      `${namespace}/${name}: ${days === undefined ? "not issued" : `${days} days`}`,
    ]),
    ...(wrong.length === 0
      ? [`${paint.green("✓")} all is well`]
      : [`${paint.red("✗")} ${wrong.length} wrong`, ...wrong.map((each) => `  ${each}`)]),
    "",
  ].join("\n");

  function section<T>(
    title: string,
    part: Part<T>,
    line: (item: T) => readonly [well: boolean, text: string],
  ): string[] {
    if ("unknown" in part) return [paint.bold(title), `  ${paint.red("?")} ${part.unknown}`, ""];
    if (part.items.length === 0) return [`${paint.bold(title)}  ${paint.dim("none")}`, ""];
    const lines = part.items.map((item) => {
      const [well, text] = line(item);
      return `  ${well ? paint.green("✓") : paint.red("✗")} ${text}`;
    });
    return [paint.bold(title), ...lines, ""];
  }
}
