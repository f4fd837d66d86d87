import type { StackRule } from "../rule";

const STACK = "pulumi:pulumi:Stack";

export const monthlyBudget: StackRule = {
  name: "monthly-budget",
  pack: "cost",
  description: "What the stack costs a month stays within its budget (slipway:policy.monthlyBudget).",
  severity: "medium",
  frameworks: [],
  why: "A size that is one letter too big is otherwise found on the bill, weeks later.",
  mend: "Make something smaller, or raise slipway:policy.monthlyBudget.",
  link: "https://www.finops.org/framework/capabilities/budgeting/",
  types: [STACK],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "It judges the figure that a rehearsal works out. Where there is none, as under the engine, it passes.",
  },
  checkStack: ({ resources }, { monthlyBudget, monthlyCost, stack, project }) => {
    if (monthlyBudget === undefined || monthlyCost === undefined || monthlyCost <= monthlyBudget) return [];
    const found = resources.find(({ type }) => type === STACK);
    const name = `${project}-${stack}`;
    const resource = found ?? {
      type: STACK,
      name,
      urn: `urn:pulumi:${stack}::${project}::${STACK}::${name}`,
      props: {},
    };
    return [{ resource, message: `it costs about $${Math.round(monthlyCost)} a month; $${monthlyBudget} are allowed` }];
  },
};
