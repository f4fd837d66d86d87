import type { Topology, TopologyStore, TopologyWorkload } from "../topology";
import { escaped } from "./text";

const width = 1120;
const margin = 16;
const box = { width: 190, height: 64, gap: 22 };
const bandTitle = 26;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The stack as one SVG picture: bands from the internet down to the data, zones as columns, who calls whom as arrows. */
export function drawingOf(topology: Topology): string {
  const places = new Map<string, Place>();
  const bands: string[] = [];
  const boxes: string[] = [];
  let y = margin;
  const band = (title: string, content: (top: number) => { svg: string; height: number }): void => {
    const { svg, height } = content(y + bandTitle);
    const whole = height + bandTitle + margin;
    bands.push(`<rect class="band" x="${margin}" y="${y}" width="${width - 2 * margin}" height="${whole}" rx="8"/>`);
    boxes.push(`<text class="title" x="${margin + 12}" y="${y + 18}">${escaped(title)}</text>`, svg);
    y += whole + margin * 2;
  };
  const { network, zones, entry, nodes, workloads, stores } = topology;
  const inside = stores.filter((store) => store.zones.length > 0);
  const outside = stores.filter((store) => store.zones.length === 0);
  if (entry || workloads.some(({ hosts }) => hosts.length > 0))
    boxes.push(node(places, "internet", "Internet", [], { x: width / 2 - 80, y, width: 160, height: 34 }, "edge"));
  y += entry ? 34 + margin * 2 : 0;
  if (zones.length > 0)
    band(`Public subnets · ${zones.length} zones`, (top) => {
      const svg = entry ? node(places, "entry", entry, ["load balancer, 80 and 443"], full(top, 44), "edge") : "";
      const gateways = columns(zones.length, top + (entry ? 44 + 14 : 0), 40).map((place, index) => {
        const { name, gateway } = zones[index]!;
        return node(places, `zone ${name}`, name, [gateway ? "way out (NAT)" : "no way out of its own"], place, "zone");
      });
      return { svg: svg + gateways.join(""), height: (entry ? 58 : 0) + 40 };
    });
  band(`Private subnets · workloads${nodes.length > 0 ? ` on ${nodes.map(nodesLine).join(", ")}` : ""}`, (top) =>
    grid(workloads, top, (workload, place) =>
      node(places, `workload ${workload.name}`, workload.name, workloadLines(workload), place, workload.kind),
    ),
  );
  const store = (each: TopologyStore, place: Place): string =>
    node(places, `store ${each.name}`, each.name, storeLines(each), place, "store");
  if (inside.length > 0) band("Data subnets · no route to the internet", (top) => grid(inside, top, store));
  if (outside.length > 0) band("Outside the network", (top) => grid(outside, top, store));
  const label = `Topology of ${network ? `${network.name}, ${network.cidr}` : "the stack"}`;
  return (
    `<svg id="topology" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(label)}" tabindex="0">` +
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">' +
    '<path class="tip" d="M0 0 L8 4 L0 8 z"/></marker></defs>' +
    // Arrows lie between: over the bands, under the boxes, so that no text is crossed out.
    `${[...bands, ...arrows(topology, places), ...boxes].join("")}</svg>`
  );
}

function arrows({ workloads, entry }: Topology, places: ReadonlyMap<string, Place>): string[] {
  const found: string[] = [];
  const arrow = (from: string, to: string, what: string): void => {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b) return;
    const same = Math.abs(a.y - b.y) < 1;
    const [x1, y1] = [a.x + a.width / 2, same ? a.y : a.y + a.height];
    const [x2, y2] = [b.x + b.width / 2, b.y];
    const bend = same ? -34 : (y2 - y1) / 2;
    const path = same
      ? `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 + bend} ${x2} ${y2}`
      : `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
    found.push(
      `<path class="arrow" d="${path}" marker-end="url(#tip)" data-from="${escaped(from)}" data-to="${escaped(to)}"><title>${escaped(what)}</title></path>`,
    );
  };
  if (entry) arrow("internet", "entry", "HTTPS from anywhere");
  for (const { name, hosts, calls, uses } of workloads) {
    if (hosts.length > 0) arrow(entry ? "entry" : "internet", `workload ${name}`, hosts.join(", "));
    for (const other of calls) arrow(`workload ${name}`, `workload ${other}`, `${name} calls ${other}`);
    for (const store of uses) arrow(`workload ${name}`, `store ${store}`, `${name} uses ${store}`);
  }
  return found;
}

function node(
  places: Map<string, Place>,
  key: string,
  title: string,
  lines: readonly string[],
  place: Place,
  kind: string,
): string {
  places.set(key, place);
  const x = place.x + place.width / 2;
  const first = place.y + place.height / 2 - lines.length * 8 + 5;
  const texts = [
    `<text class="name" x="${x}" y="${first}">${escaped(cut(title, place.width))}</text>`,
    ...lines.map(
      (line, index) => `<text x="${x}" y="${first + 16 * (index + 1)}">${escaped(cut(line, place.width))}</text>`,
    ),
  ];
  return (
    `<g class="node ${escaped(kind)}" data-key="${escaped(key)}"><title>${escaped([title, ...lines].join(" · "))}</title>` +
    `<rect x="${place.x}" y="${place.y}" width="${place.width}" height="${place.height}" rx="6"/>${texts.join("")}</g>`
  );
}

/** As many as fit into a row, row after row. */
function grid<T>(
  all: readonly T[],
  top: number,
  draw: (one: T, place: Place) => string,
): { svg: string; height: number } {
  const perRow = Math.max(1, Math.floor((width - 4 * margin + box.gap) / (box.width + box.gap)));
  const rows = Math.max(1, Math.ceil(all.length / perRow));
  const rowHeight = box.height + 40;
  const svg = all.map((one, index) => {
    const row = Math.floor(index / perRow);
    const inRow = Math.min(perRow, all.length - row * perRow);
    const start = (width - inRow * box.width - (inRow - 1) * box.gap) / 2;
    const x = start + (index % perRow) * (box.width + box.gap);
    return draw(one, { x, y: top + 14 + row * rowHeight, width: box.width, height: box.height });
  });
  return { svg: svg.join(""), height: rows * rowHeight - 26 };
}

function columns(count: number, top: number, height: number): Place[] {
  const room = width - 4 * margin;
  const each = (room - (count - 1) * box.gap) / count;
  return Array.from({ length: count }, (_, index) => ({
    ...{ x: 2 * margin + index * (each + box.gap), y: top, width: each, height },
  }));
}

function full(top: number, height: number): Place {
  return { x: 2 * margin, y: top, width: width - 4 * margin, height };
}

function workloadLines({ kind, pods, hosts }: TopologyWorkload): string[] {
  const count = pods ? ` · ${pods[0] === pods[1] ? pods[0] : `${pods[0]}–${pods[1]}`} pods` : "";
  return [`${kind}${count}`, ...(hosts[0] ? [hosts.length > 1 ? `${hosts[0]} +${hosts.length - 1}` : hosts[0]] : [])];
}

function storeLines({ kind, size, standbys }: TopologyStore): string[] {
  const spare = standbys > 0 ? ` · ${standbys} standby` : "";
  return [kind, ...(size ? [`${size}${spare}`] : [])];
}

function nodesLine({ kind, min, max }: Topology["nodes"][number]): string {
  return `${min}–${max} × ${kind}`;
}

/** About 6.6 units a letter at the drawing's size of text. */
function cut(text: string, room: number): string {
  const most = Math.floor(room / 6.6) - 1;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
