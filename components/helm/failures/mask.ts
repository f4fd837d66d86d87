/** Shorter values are too common to be a secret: taking them out would leave nothing readable. */
const SHORTEST = 4;

/** Takes secrets out of text. */
export class Mask {
  private readonly hidden: readonly string[];

  /** @param secrets in base64, as the API server gives them */
  constructor(secrets: readonly string[]) {
    const plain = secrets.map((secret) => Buffer.from(secret, "base64").toString("utf8")).filter(isLong);
    // A line is a secret by itself where a secret has several; the longest go first, as one may hold another.
    const forms = [...plain, ...plain.flatMap((text) => text.split("\n"))].flatMap((text) => [
      ...[text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1), Buffer.from(text).toString("base64")],
    ]);
    this.hidden = [...new Set(forms.map((form) => form.trim()))].filter(isLong).sort((a, b) => b.length - a.length);
  }

  over(text: string): string {
    return withoutLogins(this.hidden.reduce((masked, secret) => masked.replaceAll(secret, "***"), text));
  }
}

/** Without the user and password of any address in it. */
export function withoutLogins(text: string): string {
  return text.replace(/:\/\/[^\s/@]+@/g, "://***@");
}

function isLong(text: string): boolean {
  return text.length >= SHORTEST;
}
