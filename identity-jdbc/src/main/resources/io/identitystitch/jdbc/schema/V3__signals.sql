-- Tables of identity-stitch, version 3: what is still to be stamped on events of the host's. Each statement may be run again.
-- ${schema} is replaced by the quoted schema name. Lines that begin with a dialect's name run on that dialect only.

-- A back-fill of a table of the host's that has not ended: for which profile, in which table, and where it is. pass, visitor and
-- after_key: the place; lease: goes up with whoever takes it over, who has it until lease_until. value_bytes: the user id and the
-- anonymous ids, encoded as the values of identifiers are; null where the store keeps no readable values. Gone when it has ended.
create table ${schema}.id_backfill (
  tenant integer not null,
  id uuid not null,
  owner uuid not null,
  target varchar(1000) not null,
  pass smallint not null,
  visitor integer not null,
  after_key varchar,
  stamped bigint not null,
  lease integer not null,
  lease_until timestamp(6) with time zone not null,
  value_key varchar(64),
  value_bytes bytea,
  started_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null,
  primary key (tenant, id),
  foreign key (tenant, owner) references ${schema}.id_profile (tenant, id)
);
postgresql: create index id_backfill_owner on ${schema}.id_backfill (tenant, owner) where owner is not null;
h2: create index id_backfill_owner on ${schema}.id_backfill (tenant, owner);
postgresql: create index id_backfill_target on ${schema}.id_backfill (target, updated_at) where target is not null;
h2: create index id_backfill_target on ${schema}.id_backfill (target, updated_at);

-- A signal of a visitor whom nobody knows yet. id: random. visitors: for each of its identifiers the number of the type, 2 bytes, and the
-- digest. form: 0, the body as it is; 1, deflated; length: before that; checksum: of hash, visitors and body as stored. One index serves
-- both the scan, which comes from id_cold_visitor, and the end of a day.
create table ${schema}.id_cold_signal (
  tenant integer not null,
  received_at timestamp(6) with time zone not null,
  id bigint not null,
  occurred_at timestamp(6) with time zone not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  visitors bytea not null,
  form smallint not null,
  length integer not null,
  checksum integer not null,
postgresql:   body bytea not null,
h2:   body binary large object not null,
  primary key (tenant, received_at, id)
);

-- By whom a signal of id_cold_signal is found. Written and deleted with it, in one transaction.
create table ${schema}.id_cold_visitor (
  tenant integer not null,
  type smallint not null,
  digest bytea not null check (octet_length(digest) = 32),
  received_at timestamp(6) with time zone not null,
  signal bigint not null,
  primary key (tenant, type, digest, received_at, signal)
);
