import { describeSystem } from "./describe-system";
import { revrx } from "./tables/revrx";

describeSystem(revrx);
