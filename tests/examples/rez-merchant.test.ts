import { describeSystem } from "./describe-system";
import { rez } from "./tables/rez-merchant";

describeSystem(rez);
