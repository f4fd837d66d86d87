/** Draws a dashboard as Grafana would, from what Prometheus answers: a picture for the docs, in SVG. */
import type { DashboardModel, Panel } from "../../../components/monitoring/dashboards/grafana";
import type { Line } from "./servers";

const CELL = 50;
const ROW = 26;
const COLOURS = ["#3274d9", "#e0752d", "#37872d", "#8f3bb8", "#c4162a", "#1f9a9a", "#b5820b", "#6b6b6b"];
const NAMED: Readonly<Record<string, string>> = { green: "#37872d", yellow: "#d9a400", red: "#c4162a" };
const LEGENDS = 5;

/** A panel with the answers to its queries, each line under its legend. */
export interface Drawn {
  readonly panel: Panel;
  readonly lines: readonly (Line & { readonly legend: string })[];
}

/** Times in seconds since 1970: what is drawn, and when something was deployed. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly deploys: readonly number[];
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function text(x: number, y: number, size: number, content: string, more = ""): string {
  return `<text x="${Math.round(x)}" y="${Math.round(y)}" font-size="${size}" ${more}>${escaped(content)}</text>`;
}

/** A number with its unit, as short as it can be read. */
export function shown(value: number, unit = "short"): string {
  const digits = (number: number): string => String(Number(number.toPrecision(3)));
  const scaled = (steps: readonly (readonly [number, string])[]): string => {
    const [size, name] = steps.find(([limit]) => Math.abs(value) >= limit) ?? steps.at(-1)!;
    return `${digits(value / size)}${name}`;
  };
  switch (unit) {
    case "percentunit":
      return `${digits(value * 100)}%`;
    case "percent":
      return `${digits(value)}%`;
    case "bytes":
      return scaled([
        [2 ** 30, " GiB"],
        [2 ** 20, " MiB"],
        [1024, " KiB"],
        [1, " B"],
      ]);
    case "s":
      return scaled([
        [86_400, " d"],
        [3600, " h"],
        [60, " min"],
        [1, " s"],
        [0.001, " ms"],
      ]);
    case "reqps":
      return `${digits(value)} req/s`;
    case "currencyUSD":
      return `$${digits(value)}`;
    default:
      return scaled([
        [1e9, "G"],
        [1e6, "M"],
        [1e4, "K"],
        [1, ""],
      ]);
  }
}

const limitsOf = (panel: Panel) =>
  (panel.fieldConfig.defaults.thresholds?.steps ?? []).filter(({ value }) => value !== null);

function numbersOf({ panel, lines }: Drawn, width: number, height: number): string {
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const part = width / Math.max(1, lines.length);
  return lines
    .map(({ values, legend }, index) => {
      const value = values.at(-1)?.[1] ?? Number.NaN;
      const step = thresholds?.steps.filter((each) => each.value === null || value >= each.value).at(-1);
      const middle = part * (index + 0.5);
      const size = Math.min(34, part / 4.5);
      const colour = NAMED[step?.color ?? ""] ?? "#222";
      return (
        text(middle, height / 2 + 12, size, shown(value, unit), `text-anchor="middle" fill="${colour}"`) +
        text(middle, height - 12, 10, legend.slice(0, Math.max(6, part / 6)), `text-anchor="middle" fill="#666"`)
      );
    })
    .join("");
}

function linesOf({ panel, lines }: Drawn, width: number, height: number, { from, to, deploys }: Period): string {
  const box = { left: 62, right: width - 10, top: 30, bottom: height - 48 };
  const { unit } = panel.fieldConfig.defaults;
  const all = lines.flatMap(({ values }) => values.map(([, value]) => value)).filter(Number.isFinite);
  const drawnLimits = limitsOf(panel);
  const low = Math.min(0, ...all);
  const peak = Math.max(...all, low);
  // A limit far above what is would make a flat line of everything else.
  const near = drawnLimits.map(({ value }) => value!).filter((value) => value < peak * 4);
  const high = Math.max(peak, ...near) * 1.05 || 1;
  const x = (time: number): number => box.left + ((time - from) / (to - from)) * (box.right - box.left);
  const y = (value: number): number => box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top);
  const rule = (at: number, style: string): string =>
    `<line x1="${box.left}" x2="${box.right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" ${style}/>`;
  const grid = [0, 0.5, 1].map((part) => low + (high - low) * part);
  return [
    ...grid.map(
      (value) =>
        rule(y(value), 'stroke="#e5e5e5"') +
        text(box.left - 5, y(value) + 3, 10, shown(value, unit), 'text-anchor="end" fill="#666"'),
    ),
    ...deploys
      .filter((time) => time >= from && time <= to)
      .map(
        (time) =>
          `<line x1="${x(time).toFixed(1)}" x2="${x(time).toFixed(1)}" y1="${box.top}" y2="${box.bottom}" stroke="#3274d9" stroke-dasharray="2 3"/>`,
      ),
    ...drawnLimits
      .filter(({ value }) => value! <= high)
      .map(({ value, color }) => rule(y(value!), `stroke="${NAMED[color] ?? color}" stroke-dasharray="6 4"`)),
    ...lines.map(({ values }, index) => {
      const points = values
        .filter(([, value]) => Number.isFinite(value))
        .map(([time, value]) => `${x(time).toFixed(0)},${y(value).toFixed(1)}`);
      return `<polyline fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="1.5" points="${points.join(" ")}"/>`;
    }),
    text(box.left, box.bottom + 14, 10, "−2 h", 'fill="#666"'),
    text(box.right, box.bottom + 14, 10, "now", 'text-anchor="end" fill="#666"'),
    legend(
      lines.map((line) => line.legend),
      width,
      height,
    ),
  ].join("");
}

function legend(names: readonly string[], width: number, height: number): string {
  const listed = [...names.slice(0, LEGENDS), ...(names.length > LEGENDS ? [`${names.length - LEGENDS} more`] : [])];
  const part = (width - 20) / listed.length;
  return listed
    .map((name, index) => {
      const left = 10 + part * index;
      const dash = `<rect x="${left.toFixed(0)}" y="${height - 18}" width="10" height="3" fill="${COLOURS[index % COLOURS.length]}"/>`;
      return (
        dash +
        text(left + 14, height - 13, 10, name.slice(0, Math.max(4, Math.floor((part - 18) / 5.5))), 'fill="#444"')
      );
    })
    .join("");
}

function panelOf(drawn: Drawn, period: Period): string {
  const { gridPos, title, type, fieldConfig } = drawn.panel;
  const { x, y, w, h } = gridPos!;
  const [width, height] = [w * CELL - 8, h * ROW - 8];
  const empty = text(
    width / 2,
    height / 2,
    13,
    fieldConfig.defaults.noValue ?? "No data",
    'text-anchor="middle" fill="#888"',
  );
  const content =
    drawn.lines.length === 0
      ? empty
      : type === "stat"
        ? numbersOf(drawn, width, height)
        : linesOf(drawn, width, height, period);
  return [
    `<g transform="translate(${x * CELL + 4},${y * ROW + 44})">`,
    `<rect width="${width}" height="${height}" fill="#fff" stroke="#ddd" rx="3"/>`,
    text(10, 19, 12, title, 'font-weight="600" fill="#222"'),
    content,
    "</g>",
  ].join("");
}

/** The whole dashboard. */
export function picture(title: string, model: DashboardModel, drawn: readonly Drawn[], period: Period): string {
  const height = Math.max(...model.panels.map(({ gridPos }) => gridPos!.y + gridPos!.h)) * ROW + 52;
  const width = 24 * CELL + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#f4f5f5"/>`,
    text(12, 28, 18, title, 'font-weight="600" fill="#222"'),
    ...drawn.map((each) => panelOf(each, period)),
    "</svg>\n",
  ].join("\n");
}
