-- One role that logs in: :role, a member of :group, which is one of :owner, :readwrite, :readonly. It may do what its group
-- may, and nothing in other databases, whose doors are shut to everybody. :migrates is 1 for one that changes the schema.
SET client_min_messages = warning;
SET lock_timeout = '5s';
SELECT set_config('slipway.role', :'role', false) \g /dev/null

BEGIN;
SELECT pg_advisory_xact_lock(hashtext('slipway roles')) \g /dev/null
DO $$
DECLARE name text := current_setting('slipway.role');
DECLARE mark text := 'made by slipway for ' || current_database();
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
    EXECUTE format('CREATE ROLE %I LOGIN NOCREATEDB NOCREATEROLE', name);
    EXECUTE format('COMMENT ON ROLE %I IS %L', name, mark);
  ELSIF shobj_description((SELECT oid FROM pg_roles WHERE rolname = name), 'pg_authid') IS DISTINCT FROM mark THEN
    RAISE EXCEPTION 'there is a role % already that was not made for this database: call the workload something else', name;
  END IF;
END $$;

SELECT format('ALTER ROLE %I LOGIN', :'role') FROM pg_roles WHERE rolname = :'role' AND NOT rolcanlogin \gexec

SELECT format('GRANT %I TO %I', :'group', :'role') WHERE NOT pg_has_role(:'role', :'group', 'MEMBER') \gexec
SELECT format('REVOKE %I FROM %I', g, :'role') FROM unnest(array[:'owner', :'readwrite', :'readonly']) g
WHERE g <> :'group' AND pg_has_role(:'role', g, 'MEMBER') \gexec

-- What a migration makes belongs to the owner, whoever ran it: so the next one, by another workload, may change it. For the
-- role and not for this database alone, since a restore puts another one in its place.
SELECT format('ALTER ROLE %I SET role = %L', :'role', :'owner') FROM pg_roles
WHERE rolname = :'role' AND :migrates = 1 AND NOT 'role=' || :'owner' = ANY (coalesce(rolconfig, '{}')) \gexec
SELECT format('ALTER ROLE %I RESET role', :'role') FROM pg_roles
WHERE rolname = :'role' AND :migrates = 0 AND 'role=' || :'owner' = ANY (coalesce(rolconfig, '{}')) \gexec
SELECT format('ALTER ROLE %I IN DATABASE %I RESET role', :'role', current_database())
WHERE EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database()
  WHERE s.setrole = :'role'::regrole AND 'role=' || :'owner' = ANY (s.setconfig)) \gexec
COMMIT;
