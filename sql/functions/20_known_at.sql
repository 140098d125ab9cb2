-- The moment of record time that the views in schema past show: the transaction's setting paikou.known_at; without it, now.
CREATE OR REPLACE FUNCTION known_at() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('paikou.known_at', true), '')::timestamptz, 'infinity')
$$;
