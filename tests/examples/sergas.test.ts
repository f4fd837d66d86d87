import { describeSystem } from "./describe-system";
import { sergas } from "./tables/sergas";

describeSystem(sergas);
