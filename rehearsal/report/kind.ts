/** `aws:ec2/vpc:Vpc` → `Vpc`; Kubernetes' own kinds stay apart from AWS's by their names. */
export function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}
