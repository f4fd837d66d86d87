import * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import type { RedisArgs, StoreLogin } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { knownPassword } from "../../shared/logins";
import { physicalName } from "../../shared/naming";
import { OWN_USER, WORKLOAD_COMMANDS } from "../../shared/redis-users";
import { named } from "../../shared/tags";

export interface AwsRedisUsersArgs {
  readonly scope: Scope;
  readonly engine: RedisArgs["engine"];
  /** One for each workload; their passwords must be known. */
  readonly logins: readonly StoreLogin[];
  /** Password of the stack's own user, which may do everything. */
  readonly token: Input<string>;
}

/** Characters of ids of users and groups that ElastiCache takes. */
const ID = 40;

const WORKLOAD = `on ~* ${WORKLOAD_COMMANDS}`;

/** Everything, for {@link OWN_USER}. */
const EVERYTHING = "on ~* +@all";

/** `default` is who comes without a name: off, and with no right if ever it is turned on. */
const NOBODY = "off ~* -@all";

/** The users of one cache, and the group that it lets in. Whoever comes without a name is refused. */
export class AwsRedisUsers extends BaseComponent {
  readonly groupId: Output<string>;

  constructor(name: string, args: AwsRedisUsersArgs, opts?: ComponentOpts) {
    super("slipway:aws:RedisUsers", name, opts);
    const { scope, engine, logins, token } = args;
    const unused = new random.RandomPassword(`${name}-default`, { length: 64, special: false }, this.child());
    const users = [
      this.user(name, args, "default", NOBODY, unused.result),
      this.user(name, args, OWN_USER, EVERYTHING, token),
      ...logins.map((login) => this.user(name, args, login.role, WORKLOAD, knownPassword(name, login))),
    ];
    const group = new aws.elasticache.UserGroup(
      name,
      {
        userGroupId: physicalName([name], ID),
        engine,
        userIds: users.map(({ userId }) => userId),
        tags: named(scope.tags, name),
      },
      this.child({ deleteBeforeReplace: true }),
    );
    this.groupId = group.userGroupId;
    this.registerOutputs({ groupId: this.groupId });
  }

  private user(
    name: string,
    { scope, engine }: AwsRedisUsersArgs,
    userName: string,
    accessString: string,
    password: Input<string>,
  ): aws.elasticache.User {
    const own = `${name}-${userName}`;
    return new aws.elasticache.User(
      own,
      {
        userId: physicalName([own], ID),
        userName,
        engine,
        accessString,
        authenticationMode: { type: "password", passwords: [password] },
        tags: named(scope.tags, own),
      },
      this.child({ deleteBeforeReplace: true }),
    );
  }
}
