-- What the roles of a database stand on: three groups that nobody logs in as, one that owns (<database>_owner), one that
-- reads and writes, one that reads. psql gives :owner, :readwrite and :readonly.
SET client_min_messages = warning;
SET lock_timeout = '5s';
SELECT set_config('slipway.groups', array[:'owner', :'readwrite', :'readonly']::text, false) \g /dev/null

BEGIN;
SELECT pg_advisory_xact_lock(hashtext('slipway roles')) \g /dev/null
DO $$
DECLARE name text;
DECLARE mark text := 'made by slipway for ' || current_database();
BEGIN
  FOREACH name IN ARRAY current_setting('slipway.groups')::text[] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOCREATEDB NOCREATEROLE', name);
      EXECUTE format('COMMENT ON ROLE %I IS %L', name, mark);
    ELSIF shobj_description((SELECT oid FROM pg_roles WHERE rolname = name), 'pg_authid') IS DISTINCT FROM mark THEN
      RAISE EXCEPTION 'there is a role % already that was not made for this database: rename it', name;
    END IF;
  END LOOP;
END $$;

-- Whoever runs this hands its objects over, and still reads them: what ran under its login before runs on.
SELECT format('GRANT %I TO CURRENT_USER', :'owner') WHERE NOT pg_has_role(CURRENT_USER, :'owner', 'USAGE') \gexec

-- Into the database, and to make schemas and trusted extensions in it; never to drop it, which its owner alone may. Copies
-- that a restore left beside it hold the same.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname)
FROM pg_database
WHERE (datname = current_database() OR datname ~ ('^' || current_database() || '_(restored|before)_[0-9_]+$'))
  AND pg_has_role(CURRENT_USER, datdba, 'USAGE')
  AND EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE grantee = 0) \gexec
SELECT format('GRANT CONNECT, TEMPORARY%s ON DATABASE %I TO %I', CASE WHEN g = :'owner' THEN ', CREATE' END, current_database(), g)
FROM unnest(array[:'owner', :'readwrite', :'readonly']) g
WHERE NOT has_database_privilege(g, current_database(), 'CONNECT') OR NOT has_database_privilege(g, current_database(), 'TEMPORARY')
   OR (g = :'owner' AND NOT has_database_privilege(g, current_database(), 'CREATE')) \gexec

-- What later migrations make is usable at once.
SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT %s TO %I', :'owner', privileges, grantee)
FROM (VALUES
  ('r', 'SELECT, INSERT, UPDATE, DELETE ON TABLES', :'readwrite'), ('r', 'SELECT ON TABLES', :'readonly'),
  ('S', 'USAGE, SELECT, UPDATE ON SEQUENCES', :'readwrite'), ('S', 'SELECT ON SEQUENCES', :'readonly'),
  ('n', 'USAGE ON SCHEMAS', :'readwrite'), ('n', 'USAGE ON SCHEMAS', :'readonly')
) AS wanted (type, privileges, grantee)
WHERE NOT EXISTS (
  SELECT FROM pg_default_acl a, aclexplode(a.defaclacl) given
  WHERE a.defaclrole = :'owner'::regrole AND a.defaclnamespace = 0 AND a.defaclobjtype = type::"char"
    AND given.grantee = wanted.grantee::regrole
) \gexec
COMMIT;

-- Objects that the master made, from before there were roles or by hand, go to the owner, each with the rights that it
-- would have been made with. One statement is one transaction: no lock is held while the next is waited for. What belongs
-- to an extension, to the system or to the backups stays where it is.
CREATE TEMPORARY VIEW slipway_schemas AS
SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'slipway_backup')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e');

SELECT format('ALTER SCHEMA %1$I OWNER TO %2$I; GRANT USAGE ON SCHEMA %1$I TO %3$I, %4$I', nspname, :'owner', :'readwrite', :'readonly')
FROM slipway_schemas
WHERE nspowner <> :'owner'::regrole AND (nspname = 'public' OR nspowner = CURRENT_USER::regrole) \gexec

-- Before 15 everybody made what they liked in there.
SELECT format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', nspname) FROM slipway_schemas
WHERE EXISTS (SELECT FROM aclexplode(nspacl) WHERE grantee = 0 AND privilege_type = 'CREATE') AND pg_has_role(CURRENT_USER, nspowner, 'USAGE') \gexec

-- The owner must be let into a schema before anything in there can be its own.
CREATE TEMPORARY VIEW slipway_places AS SELECT oid, nspname FROM slipway_schemas WHERE has_schema_privilege(:'owner', oid, 'CREATE');

-- A sequence of a column, an index and a TOAST table go with their table.
SELECT format('ALTER %1$s %2$s OWNER TO %3$I; GRANT %4$s ON %2$s TO %5$I; GRANT SELECT ON %2$s TO %6$I',
  CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
  c.oid::regclass, :'owner',
  CASE c.relkind WHEN 'S' THEN 'USAGE, SELECT, UPDATE' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, :'readwrite', :'readonly')
FROM pg_class c JOIN slipway_places n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relowner = CURRENT_USER::regrole
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'a', 'i') AND (d.deptype = 'e' OR c.relkind = 'S'))
ORDER BY c.relkind = 'S', c.oid \gexec

-- Sequences of columns got a new owner with their table, and no rights: those they have by their owner's default.
SELECT format('GRANT USAGE, SELECT, UPDATE ON SEQUENCE %1$s TO %2$I; GRANT SELECT ON SEQUENCE %1$s TO %3$I', c.oid::regclass, :'readwrite', :'readonly')
FROM pg_class c JOIN slipway_places n ON n.oid = c.relnamespace
WHERE c.relkind = 'S' AND c.relowner = :'owner'::regrole AND NOT CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(:'readwrite', c.oid, 'USAGE') END
  AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')) \gexec

SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, :'owner')
FROM pg_proc p JOIN slipway_places n ON n.oid = p.pronamespace
WHERE p.proowner = CURRENT_USER::regrole
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') \gexec

-- Types of their own: enums, domains, ranges, composites; those of tables and arrays follow, and multiranges are the server's.
SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, :'owner')
FROM pg_type t JOIN slipway_places n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typowner = CURRENT_USER::regrole AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e') \gexec

SELECT format('ALTER STATISTICS %I.%I OWNER TO %I', n.nspname, s.stxname, :'owner')
FROM pg_statistic_ext s JOIN slipway_places n ON n.oid = s.stxnamespace WHERE s.stxowner = CURRENT_USER::regrole \gexec
