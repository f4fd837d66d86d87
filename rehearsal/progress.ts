import type { ResourceRecord } from "./engine/record";
import { isReal } from "./report/report";

/** Says on stderr how far a rehearsal is: one line that moves on a terminal, a line for each 500 resources elsewhere. */
export class Progress {
  private count = 0;
  private shownAt = 0;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly quiet: boolean,
  ) {}

  readonly onResource = (record: ResourceRecord): void => {
    if (this.quiet || !isReal(record)) return;
    this.count += 1;
    if (this.out.isTTY) this.move(record);
    else if (this.count % 500 === 0) this.out.write(`${this.count} resources …\n`);
  };

  start(what: string): void {
    if (!this.quiet) this.out.write(this.out.isTTY ? `${what} …` : `${what} …\n`);
  }

  /** Leaves nothing of the moving line behind. */
  end(): void {
    if (!this.quiet && this.out.isTTY) this.out.write("\r\u001b[K");
  }

  private move(record: ResourceRecord): void {
    const now = Date.now();
    if (now - this.shownAt < 50) return;
    this.shownAt = now;
    const line = `${String(this.count).padStart(5)}  ${record.name}`;
    this.out.write(`\r\u001b[K${line.slice(0, Math.max(20, this.out.columns - 1))}`);
  }
}
