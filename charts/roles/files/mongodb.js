// Makes the roles of one MongoDB database what the list says, and nothing else: a second run changes nothing, and no role that
// it did not make itself is ever taken away. Run by mongosh, without a server: it connects by itself, first as the master, then
// as each role. From the environment:
//   HOST, PORT, DATABASE, OPTIONS (of the connection string), CA_FILE (empty: a public authority signs)
//   LIST    file with a line for each role: <name> <readOnly|readWrite|owner|backup|restore>
//   LOGINS  folder of files: master.username and master.password, and a <name>.password for each role
// mongosh waits for every answer by itself, but not inside of callbacks: hence the loops.
const fs = require("fs");
const { HOST, PORT, DATABASE, OPTIONS = "", CA_FILE = "", LIST, LOGINS, WAIT = "300" } = process.env;

const owned = (db) => [
  { role: "readWrite", db },
  { role: "dbAdmin", db },
];

/** What MongoDB has no role of its own for: the one document that a backup writes (charts/backup). */
const SENTINEL = {
  createRole: `slipway-sentinel-${DATABASE}`,
  privileges: [{ resource: { db: DATABASE, collection: "slipway_backup" }, actions: ["find", "insert", "update"] }],
  roles: [],
};

/**
 * In one database alone, but for what restores it: into two beside it, for drills and for people. `userAdmin` is in none of them,
 * as it is in `dbOwner`.
 */
const RIGHTS = {
  readOnly: [{ role: "read", db: DATABASE }],
  readWrite: [{ role: "readWrite", db: DATABASE }],
  owner: owned(DATABASE),
  backup: [
    { role: "read", db: DATABASE },
    { role: SENTINEL.createRole, db: "admin" },
  ],
  restore: [...owned(DATABASE), ...owned(`${DATABASE}_drill`), ...owned(`${DATABASE}_restored`)],
};

const say = (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${DATABASE}: ${text}`);
const read = (name) => fs.readFileSync(`${LOGINS}/${name}`, "utf8").trim();
const told = (error) => String(error && error.message ? error.message : error).split("\n")[0];

const connect = (name, password) => {
  const options = ["authSource=admin", "tls=true", "connectTimeoutMS=15000", "serverSelectionTimeoutMS=15000"];
  if (CA_FILE !== "") options.push(`tlsCAFile=${encodeURIComponent(CA_FILE)}`);
  if (OPTIONS !== "") options.push(OPTIONS);
  const login = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
  return new Mongo(`mongodb://${login}@${HOST}:${PORT}/admin?${options.join("&")}`).getDB("admin");
};

// A server in the cluster is made at the same time as this runs.
const connectMaster = () => {
  const until = Date.now() + Number(WAIT) * 1000;
  for (;;) {
    try {
      const admin = connect(read("master.username"), read("master.password"));
      admin.runCommand({ usersInfo: 1 });
      return admin;
    } catch (error) {
      if (Date.now() >= until) throw new Error(`no login that may make roles: ${told(error)}`);
      sleep(3000);
    }
  }
};

// The password is the role's own: whoever logs in with it is let in.
const works = (name) => {
  try {
    return connect(name, read(`${name}.password`)).runCommand({ ping: 1 }).ok === 1;
  } catch (error) {
    return false;
  }
};

const written = (roles) =>
  roles
    .map(({ role, db }) => `${role} ${db}`)
    .sort()
    .join(", ");

const must = (answer, what) => {
  if (answer.ok !== 1) throw new Error(`${what}: ${answer.errmsg}`);
  return answer;
};

const make = (admin, name, access) => {
  const roles = RIGHTS[access];
  if (roles === undefined) throw new Error(`${name}: ${access} is none of ${Object.keys(RIGHTS).join(", ")}`);
  const pwd = read(`${name}.password`);
  if (pwd === "") throw new Error(`${name} has no password`);
  if (access === "backup") {
    const there = must(admin.runCommand({ rolesInfo: { role: SENTINEL.createRole, db: "admin" } }), name).roles;
    if (there.length === 0) must(admin.runCommand(SENTINEL), `${SENTINEL.createRole} could not be made`);
  }
  const [user] = must(admin.runCommand({ usersInfo: { user: name, db: "admin" } }), name).users;
  if (user === undefined) {
    must(admin.runCommand({ createUser: name, pwd, roles }), `${name} could not be made`);
  } else if (written(user.roles) !== written(roles)) {
    must(admin.runCommand({ updateUser: name, roles }), `${name} could not be given its rights`);
  }
  if (!works(name)) {
    must(admin.runCommand({ updateUser: name, pwd }), `${name} could not be given its password`);
    if (!works(name)) throw new Error(`${name} cannot log in`);
    say(`${name}: its password is set`);
  }
  say(`${name}: ${access}`);
};

try {
  const admin = connectMaster();
  const lines = fs.readFileSync(LIST, "utf8").split("\n");
  const wanted = [];
  for (const line of lines) {
    const [name, access] = line.trim().split(" ");
    if (!name) continue;
    make(admin, name, access);
    wanted.push(name);
  }
  // Said, never done: who still logs in with them is for people to judge.
  const { users } = must(admin.runCommand({ usersInfo: 1 }), "users");
  const left = [];
  for (const { user, roles } of users) {
    const here = roles.length > 0 && roles.every(({ db }) => db === DATABASE);
    if (here && !wanted.includes(user)) left.push(user);
  }
  if (left.length > 0) say(`no workload logs in as these any more: ${left.join(", ")}`);
} catch (error) {
  console.error(`✗ roles of ${DATABASE}: ${told(error)}`);
  quit(1);
}
