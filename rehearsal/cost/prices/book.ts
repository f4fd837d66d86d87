import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PriceSource } from "../report";

/** A price of a list. */
export interface Price {
  /** US dollars a unit. */
  readonly usd: number;
  /** Id of the source, in the book's `sources`. */
  readonly source: string;
  /** How it was worked out, where this region's list was not to be had. */
  readonly estimated?: string;
}

/** Prices by family and size: `m7g` → `large` → dollars an hour. */
export interface PriceGroup {
  readonly source: string;
  readonly prices: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Said where the figures are worked out rather than read. */
  readonly estimated?: string;
}

/** List prices of one region, without tax, on demand. The file's name is the region. */
export interface PriceFile {
  readonly region: string;
  readonly currency: "USD";
  readonly sources: Readonly<Record<string, PriceSource>>;
  /** What a spot machine costs, as a share of the list price: the median over families. */
  readonly spotShare: { readonly source: string; readonly share: number };
  /** Linux, an hour. The first group that has a type wins. */
  readonly machines: readonly PriceGroup[];
  /** PostgreSQL in one zone, an hour. */
  readonly databases: readonly PriceGroup[];
  /** DocumentDB, an hour of one member. @default none is known */
  readonly documents?: readonly PriceGroup[];
  /** Redis, an hour of one node. */
  readonly caches: readonly PriceGroup[];
  /** Everything else, by `<service>.<unit>`. */
  readonly services: Readonly<Record<string, Price>>;
}

/** Looks prices up. Nothing is guessed: what a list has not is undefined. */
export class PriceBook {
  constructor(readonly file: PriceFile) {}

  machine(type: string): Price | undefined {
    return find(this.file.machines, type);
  }

  /** Every machine type with its price. */
  machines(): readonly (readonly [string, Price])[] {
    return this.file.machines.flatMap(({ source, prices, estimated }) =>
      Object.entries(prices).flatMap(([family, sizes]) =>
        Object.entries(sizes).map(
          ([size, usd]) => [`${family}.${size}`, { usd, source, ...(estimated && { estimated }) }] as const,
        ),
      ),
    );
  }

  /** By its class without the prefix: `t3.medium`. */
  database(type: string): Price | undefined {
    return find(this.file.databases, type);
  }

  /** As {@link database}. */
  document(type: string): Price | undefined {
    return find(this.file.documents ?? [], type);
  }

  cache(type: string): Price | undefined {
    return find(this.file.caches, type);
  }

  service(name: string): Price | undefined {
    return this.file.services[name];
  }
}

function find(groups: readonly PriceGroup[], type: string): Price | undefined {
  const [family = "", size = ""] = type.split(".");
  for (const { source, prices, estimated } of groups) {
    const usd = prices[family]?.[size];
    if (usd !== undefined) return { usd, source, ...(estimated && { estimated }) };
  }
  return undefined;
}

/** The prices of a region, and only of that; undefined where there is no file. */
export function priceBook(cloud: string, region: string): PriceBook | undefined {
  if (!/^[a-z0-9-]+$/.test(region)) return undefined;
  try {
    return new PriceBook(JSON.parse(readFileSync(join(__dirname, cloud, `${region}.json`), "utf8")) as PriceFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
