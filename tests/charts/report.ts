/** Counts checks and prints one line for each, so that a long run shows where it is. */
export class Report {
  private passed = 0;
  private failed = 0;

  /** Runs one check; it fails by throwing. */
  check(name: string, body: () => void): void {
    try {
      body();
      this.passed += 1;
      console.log(`  ok    ${name}`);
    } catch (error) {
      this.failed += 1;
      const text = error instanceof Error ? error.message : String(error);
      console.log(`  FAIL  ${name}\n${text.replace(/^/gm, "          ")}`);
    }
  }

  section(title: string): void {
    console.log(`\n${title}`);
  }

  /** Prints the totals. @returns whether all passed, and there was something to pass */
  finish(): boolean {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}
