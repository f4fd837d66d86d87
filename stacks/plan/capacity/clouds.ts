import type { CloudName } from "../../../components/contracts/common";
import { awsFigures } from "./clouds/aws";
import type { CloudFigures } from "./figures";

/** cloud → its figures: exhaustive, so a cloud without them does not compile. */
export const figuresByCloud: Readonly<Record<CloudName, CloudFigures>> = { aws: awsFigures };
