import { describeSystem } from "./describe-system";
import { spirit } from "./tables/spirit-tours";

describeSystem(spirit);
