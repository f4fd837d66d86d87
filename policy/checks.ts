/**
 * What many rules do with one property. Each takes an unknown value for a good one; a path with an unknown step is
 * unknown. Messages say what is wrong, without the resource's name.
 */
import { allowing, byAnyone, conditional, nameOf } from "./policy-document";
import { at, isMissing, isNot, isTrue, isUnknown } from "./read";
import type { Patch, Props, ResourceRule } from "./rule";

export type Check = ResourceRule["check"];

const fault = (wrong: boolean, message: string): readonly string[] => (wrong ? [message] : []);

/** A flag that must be set: off and missing are faults. */
export const mustBeOn =
  (path: string, message: string): Check =>
  ({ props }) =>
    fault(!isUnknown(at(props, path)) && !isTrue(at(props, path)), message);

/** A flag that must not be set: missing is fine. */
export const mustNotBeOn =
  (path: string, message: string): Check =>
  ({ props }) =>
    fault(isTrue(at(props, path)), message);

/** A flag that the cloud sets by itself: only one that is taken off is a fault. */
export const mustStayOn =
  (path: string, message: string): Check =>
  ({ props }) =>
    fault([false, "false"].includes(at(props, path) as boolean | string), message);

/** Something that must be there. Unknown is something. */
export const mustBeGiven =
  (path: string, message: string): Check =>
  ({ props }) =>
    fault(isMissing(at(props, path)), message);

/** A value that must be one of the accepted ones; name `undefined` among them where the cloud's default is good. */
export const mustBeOneOf =
  (path: string, accepted: readonly unknown[], message: string): Check =>
  ({ props }) =>
    fault(isNot(at(props, path), ...accepted), message);

/** A number that must not be smaller; missing counts as `byDefault`, the value that the cloud takes then. */
export const mustBeAtLeast =
  (path: string, least: number, message: (value: number) => string, byDefault = 0): Check =>
  ({ props }) => {
    const value = at(props, path) ?? byDefault;
    return typeof value === "number" && value < least ? [message(value)] : [];
  };

/** A policy document that must not let just anyone in. */
export const mustNotBePublic =
  (path: string): Check =>
  ({ props }) =>
    allowing(at(props, path))
      .filter((statement) => byAnyone(statement) && !conditional(statement))
      .map((statement) => `${nameOf(statement)} of its policy lets anyone in`);

/** Whether a load balancer is an application load balancer, which it is where its type is left out. */
export const isApplication = (props: Props): boolean =>
  isMissing(props["loadBalancerType"]) || props["loadBalancerType"] === "application";

/** All the faults that several checks find. */
export const every =
  (...checks: readonly Check[]): Check =>
  (resource, context) =>
    checks.flatMap((check) => check(resource, context));

/** A check for those resources only whose properties are so. */
export const where =
  (applies: (props: Props) => boolean, check: Check): Check =>
  (resource, context) =>
    applies(resource.props) ? check(resource, context) : [];

/** A patch that sets one property, by its dotted path. */
export const nested = (path: string, value: Patch[string]): Patch =>
  path.split(".").reduceRight<Patch[string]>((inner, key) => ({ [key]: inner }), value) as Patch;

/** The repair that sets one property of what a check finds fault with. */
export const setting =
  (path: string, value: Patch[string], check: Check): NonNullable<ResourceRule["remediate"]> =>
  (resource, context) =>
    check(resource, context).length > 0 ? nested(path, value) : undefined;
