-- What :role needs beyond reading, to dump the database: all of it, and one row of its own to say so.
SET client_min_messages = warning;
SET lock_timeout = '5s';
SELECT set_config('slipway.role', :'role', false), set_config('slipway.owner', :'owner', false) \g /dev/null

BEGIN;
SELECT pg_advisory_xact_lock(hashtext('slipway roles')) \g /dev/null
DO $$
DECLARE name text := current_setting('slipway.role');
BEGIN
  -- Also what somebody else made. Where the master may not give that away, it reads what workloads read, which is all that
  -- migrations made.
  IF NOT pg_has_role(name, 'pg_read_all_data', 'MEMBER') THEN
    BEGIN
      EXECUTE format('GRANT pg_read_all_data TO %I', name);
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
  END IF;
  -- A dump refuses to leave out rows that policies hide. Who may not be let past those is let past them as the owner is.
  IF NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname = name) THEN
    BEGIN
      EXECUTE format('ALTER ROLE %I BYPASSRLS', name);
    EXCEPTION WHEN insufficient_privilege THEN
      IF EXISTS (SELECT FROM pg_class WHERE relrowsecurity) THEN
        EXECUTE format('GRANT %I TO %I', current_setting('slipway.owner'), name);
      END IF;
    END;
  END IF;
END $$;

-- Made by the master, so that no default of the owner's opens it to workloads.
CREATE SCHEMA IF NOT EXISTS slipway_backup;
CREATE TABLE IF NOT EXISTS slipway_backup.sentinel (backup text NOT NULL, written timestamptz NOT NULL);
SELECT format('ALTER SCHEMA slipway_backup OWNER TO %I', :'owner')
FROM pg_namespace WHERE nspname = 'slipway_backup' AND nspowner <> :'owner'::regrole \gexec
SELECT format('ALTER TABLE slipway_backup.sentinel OWNER TO %I', :'owner')
FROM pg_class WHERE oid = 'slipway_backup.sentinel'::regclass AND relowner <> :'owner'::regrole \gexec
GRANT USAGE ON SCHEMA slipway_backup TO :"role";
GRANT SELECT, INSERT, DELETE ON slipway_backup.sentinel TO :"role";
COMMIT;
