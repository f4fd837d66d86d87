import { type Dict, isDict, isUnknown, stringsAt } from "./read";

/** One statement of an IAM, key or bucket policy. */
export type Statement = Dict;

/**
 * The statements of a policy document given as JSON or as an object. Undefined when it is unknown (a policy that names
 * an ARN which is not known yet is unknown as a whole) or cannot be read.
 */
export function statements(document: unknown): readonly Statement[] | undefined {
  if (isUnknown(document)) return undefined;
  if (typeof document !== "string") return statementsOf(document);
  if (document !== last.document) last = { document, found: read(document) };
  return last.found;
}

/** A resource's rules follow one another, and ask for the same document. */
let last: { readonly document: string; readonly found: readonly Statement[] | undefined } = {
  document: "",
  found: undefined,
};

function read(document: string): readonly Statement[] | undefined {
  try {
    return statementsOf(JSON.parse(document));
  } catch {
    return undefined;
  }
}

function statementsOf(policy: unknown): readonly Statement[] | undefined {
  if (!isDict(policy)) return undefined;
  const list = Array.isArray(policy["Statement"]) ? policy["Statement"] : [policy["Statement"]];
  return list.filter(isDict);
}

/** The statements that allow something; none when the document is unknown. */
export const allowing = (document: unknown): readonly Statement[] =>
  (statements(document) ?? []).filter((statement) => statement["Effect"] === "Allow");

export const actions = (statement: Statement): readonly string[] => stringsAt(statement, "Action");

/** True when a statement covers everything: Resource "*". */
export const onEverything = (statement: Statement): boolean => stringsAt(statement, "Resource").includes("*");

/** True when anyone may act: Principal "*", or "*" among its AWS principals. */
export const byAnyone = (statement: Statement): boolean =>
  statement["Principal"] === "*" || stringsAt(statement, "Principal.AWS").includes("*");

export const conditional = (statement: Statement): boolean =>
  isUnknown(statement["Condition"]) ||
  (isDict(statement["Condition"]) && Object.keys(statement["Condition"]).length > 0);

/** How a statement is named in a finding. */
export const nameOf = (statement: Statement): string =>
  typeof statement["Sid"] === "string" ? `statement "${statement["Sid"]}"` : "a statement";

/** The properties that hold identity policies, by type. */
export const IDENTITY_POLICY_TYPES = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/role:Role",
] as const;

/** The identity policies that a resource carries: its own document, and a role's inline ones. */
export function identityPolicies(props: Dict): readonly unknown[] {
  const inline = Array.isArray(props["inlinePolicies"]) ? props["inlinePolicies"] : [];
  return [props["policy"], ...inline.map((entry) => (isDict(entry) ? entry["policy"] : undefined))];
}
