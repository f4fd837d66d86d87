/**
 * What is starred out of every line, whatever writes it: regular expressions (RE2) with one group each, whose content is
 * replaced. They are a net, not a promise: an application that logs secrets is to be mended.
 */
export const redactions: readonly string[] = [
  // "password": "…", of JSON; also where the JSON is a text within JSON.
  String.raw`(?i)\\?"[\w.-]*(?:password|passwd|secret|token|api[_-]?key|authorization|cookie|credential)[\w.-]*\\?"\s*:\s*\\?"((?:bearer |basic )?[^"\\]+)`,
  // password=…, of query strings and logfmt
  String.raw`(?i)\b[\w.-]*(?:password|passwd|secret|token|api[_-]?key)=([^\s&",;]+)`,
  // Authorization: Bearer …
  String.raw`(?i)\b(?:bearer|basic)\s+([\w.~+/=-]{8,})`,
  // scheme://user:password@host
  String.raw`\b[a-z][a-z0-9+.-]*://[^\s:/@"]*:([^\s@/"]+)@`,
  // Keys of AWS
  String.raw`\b((?:AKIA|ASIA)[A-Z0-9]{16})\b`,
  // JSON Web Tokens
  String.raw`\b(eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+)`,
];

/** What stands in the place of what was starred out. */
export const STARS = "***";
