import { describeSystem } from "./describe-system";
import { leather } from "./tables/leather-api";

describeSystem(leather);
