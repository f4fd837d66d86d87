import type { ResourceRecord } from "../engine/record";
import { always, amount, type Range } from "./money";
import type { Price } from "./prices/book";
import type { CostLine, Part, Unpriced } from "./report";

export interface BillEntry {
  readonly part: Part;
  readonly what: string;
  readonly quantity: number | Range;
  readonly unit: string;
  /** None: no list has it, and the entry goes to what is unpriced. */
  readonly price: Price | undefined;
}

/** Takes lines, and what no price was found for. */
export class Bill {
  readonly lines: CostLine[] = [];
  readonly unpriced: Unpriced[] = [];

  constructor(readonly region: string) {}

  add(record: Pick<ResourceRecord, "name" | "type">, { part, what, quantity, unit, price }: BillEntry): void {
    const range = typeof quantity === "number" ? always(quantity) : quantity;
    if (range.most === 0) return;
    if (!price) {
      this.miss(record, `no list price of ${what} in ${this.region}`);
      return;
    }
    const { usd, source, estimated } = price;
    this.lines.push({
      ...{ resource: record.name, part, what, quantity: range, unit, price: usd, source },
      ...(estimated && { estimated }),
      monthly: amount(range, usd),
    });
  }

  miss({ name, type }: Pick<ResourceRecord, "name" | "type">, reason: string): void {
    this.unpriced.push({ resource: name, type, reason });
  }
}
