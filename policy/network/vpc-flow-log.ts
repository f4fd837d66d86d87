import type { StackRule } from "../rule";

const VPC = "aws:ec2/vpc:Vpc";

export const vpcFlowLog: StackRule = {
  name: "vpc-flow-log",
  pack: "network",
  description: "Every VPC has a flow log.",
  severity: "medium",
  frameworks: ["AWS FSBP EC2.6"],
  why: "Without it nobody can tell afterwards who talked to whom.",
  mend: "Add a FlowLog with its vpcId.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
  types: [VPC],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "A flow log whose VPC is not known yet may be this VPC's: it passes." },
  checkStack: (stack) =>
    stack
      .ofType(VPC)
      .filter((vpc) => stack.referring("aws:ec2/flowLog:FlowLog", "vpcId", vpc).length === 0)
      .map((resource) => ({ resource, message: "no flow log records its traffic" })),
};
