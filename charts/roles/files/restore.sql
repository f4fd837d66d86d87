-- What :role needs beyond being the owner's, to restore the database beside the old one and to put it in its place: to make
-- databases, to rename these, and to end the sessions that are in the way.
SET client_min_messages = warning;
SET lock_timeout = '5s';
SELECT set_config('slipway.role', :'role', false) \g /dev/null

BEGIN;
SELECT pg_advisory_xact_lock(hashtext('slipway roles')) \g /dev/null
SELECT format('ALTER ROLE %I CREATEDB', :'role') FROM pg_roles WHERE rolname = :'role' AND NOT rolcreatedb \gexec
-- Whoever runs this still does with the database what it did as its owner.
SELECT format('GRANT %I TO CURRENT_USER', :'role') WHERE NOT pg_has_role(CURRENT_USER, :'role', 'USAGE') \gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', datname, :'role') FROM pg_database
WHERE (datname = current_database() OR datname ~ ('^' || current_database() || '_(restored|before)_[0-9_]+$'))
  AND datdba <> :'role'::regrole AND pg_has_role(CURRENT_USER, datdba, 'USAGE') \gexec

-- Of anybody but superusers; where the master may not give that away, of the roles that it made.
DO $$
DECLARE name text := current_setting('slipway.role');
DECLARE other text;
BEGIN
  IF pg_has_role(name, 'pg_signal_backend', 'MEMBER') THEN RETURN; END IF;
  BEGIN
    EXECUTE format('GRANT pg_signal_backend TO %I', name);
  EXCEPTION WHEN insufficient_privilege THEN
    FOR other IN SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname <> name
      AND shobj_description(oid, 'pg_authid') = 'made by slipway for ' || current_database() AND NOT pg_has_role(name, oid, 'MEMBER')
    LOOP
      EXECUTE format('GRANT %I TO %I', other, name);
    END LOOP;
  END;
END $$;
COMMIT;

-- Said, since the role may not do it: a restore makes every extension anew.
SELECT 'a restore needs the right to make ' || string_agg(e.extname, ', ' ORDER BY e.extname) || ', which the server trusts its master alone with'
FROM pg_extension e JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
WHERE NOT v.trusted HAVING count(*) > 0;
