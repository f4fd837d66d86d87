const { getStack } = require("@pulumi/pulumi");
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("tiny", {
  policies: [
    {
      name: "no-latest-image",
      description: "An image is named by its version.",
      enforcementLevel: "mandatory",
      validateResource: ({ type, props }, reportViolation) => {
        if (type === "kubernetes:helm.sh/v3:Release" && props.values.image.endsWith(":latest")) {
          reportViolation(`${props.values.image} in stack ${getStack()} may change without notice`);
        }
      },
    },
  ],
});
