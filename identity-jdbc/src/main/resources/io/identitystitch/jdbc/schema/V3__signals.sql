-- Tables of identity-stitch, version 3: signals, and what is still to be stamped on events of the host's. Each statement may be
-- run again.
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

-- Signals, each once in its tenant, on the owner that it was observed on. content_hash: tells it from every other one. came_with: the
-- identifiers of its call, 34 bytes each (type, digest). value_bytes: the envelope, encoded as the values of identifiers are. The last
-- column: in which order signals are replayed; on PostgreSQL by transaction, for sequences do not commit in order.
create table ${schema}.id_signal (
  tenant integer not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  owner uuid not null,
  type varchar(128) not null,
  event_id varchar(128),
  occurred_at timestamp(6) with time zone not null,
  received_at timestamp(6) with time zone not null,
  staged_at timestamp(6) with time zone not null,
  rehydrated boolean not null,
  came_with bytea not null,
  value_key varchar(64) not null,
postgresql:   value_bytes bytea not null,
h2:   value_bytes binary large object not null,
postgresql:   xid xid8 default pg_current_xact_id() not null,
h2:   seq bigint generated always as identity not null,
  primary key (tenant, content_hash),
  foreign key (tenant, owner) references ${schema}.id_profile (tenant, id)
);
postgresql: create index id_signal_owner on ${schema}.id_signal (tenant, owner, occurred_at, content_hash) where owner is not null;
h2: create index id_signal_owner on ${schema}.id_signal (tenant, owner, occurred_at, content_hash);
postgresql: create index id_signal_replay on ${schema}.id_signal (tenant, xid, content_hash) where xid is not null;
h2: create index id_signal_replay on ${schema}.id_signal (tenant, seq);

-- Signals that wait for handlers. parked_at: since when nobody gets it any more; error: the class of what was thrown last. Gone when it
-- was handled.
create table ${schema}.id_signal_open (
  tenant integer not null,
  owner uuid not null,
  occurred_at timestamp(6) with time zone not null,
  content_hash bytea not null,
  attempts integer not null,
  parked_at timestamp(6) with time zone,
  error varchar,
  primary key (tenant, owner, occurred_at, content_hash),
  foreign key (tenant, owner) references ${schema}.id_profile (tenant, id)
);
postgresql: create index id_signal_open_parked on ${schema}.id_signal_open (tenant, parked_at, content_hash) where parked_at is not null;
h2: create index id_signal_open_parked on ${schema}.id_signal_open (tenant, parked_at, content_hash);

-- What is to be done for a person: one row for each profile that has any of it. search_as_of: when the person was identified, by the
-- clock of the application, if cold storage is to be searched. lease: goes up with whoever takes it, who has it until lease_until. stamp: goes up with what is added.
create table ${schema}.id_signal_task (
  tenant integer not null,
  profile uuid not null,
  search_as_of timestamp(6) with time zone,
  due_at timestamp(6) with time zone not null,
  attempts integer not null,
  lease bigint not null,
  lease_until timestamp(6) with time zone,
  stamp bigint not null,
  primary key (tenant, profile),
  foreign key (tenant, profile) references ${schema}.id_profile (tenant, id)
);
postgresql: create index id_signal_task_due on ${schema}.id_signal_task (due_at) where due_at is not null;
h2: create index id_signal_task_due on ${schema}.id_signal_task (due_at);

-- The journeys: every signal with the root of its owner. body: the envelope, where values are kept as they are. In two parts, so that
-- the signals of one person are found by an index.
create view ${schema}.id_journey as
  select s.tenant, p.id as profile, s.owner, s.occurred_at, s.received_at, s.type, s.event_id, s.content_hash, s.rehydrated,
postgresql:     case when s.value_key = 'plain' then convert_from(s.value_bytes, 'UTF8') end as body
h2:     case when s.value_key = 'plain' then utf8tostring(s.value_bytes) end as body
  from ${schema}.id_profile p join ${schema}.id_signal s on s.tenant = p.tenant and s.owner = p.id
  where p.is_root
  union all
  select s.tenant, r.root, s.owner, s.occurred_at, s.received_at, s.type, s.event_id, s.content_hash, s.rehydrated,
postgresql:     case when s.value_key = 'plain' then convert_from(s.value_bytes, 'UTF8') end
h2:     case when s.value_key = 'plain' then utf8tostring(s.value_bytes) end
  from ${schema}.id_redirect r join ${schema}.id_signal s on s.tenant = r.tenant and s.owner = r.absorbed;

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
