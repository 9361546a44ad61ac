-- Tables of identity-stitch, version 2: what stewards decide. Each statement may be run again.
-- ${schema} is replaced by the quoted schema name. Lines that begin with a dialect's name run on that dialect only.

-- A merge that was undone is kept; it holds while this is null.
alter table ${schema}.id_edge add column if not exists undone_at timestamp(6) with time zone;

-- Which steward keeps the two apart; null where version 1 did not say.
alter table ${schema}.id_never_link add column if not exists decided_by varchar(100);

-- The merge that decided a conflict: when it is undone, the two are kept apart.
alter table ${schema}.id_conflict add column if not exists merge_id uuid;
postgresql: create index id_conflict_high on ${schema}.id_conflict (tenant, owner_high) where owner_high is not null;
h2: create index id_conflict_high on ${schema}.id_conflict (tenant, owner_high);

-- When its owner got the identifier, by the clock of the database; null where version 1 closed it.
alter table ${schema}.id_interval add column if not exists linked_at timestamp(6) with time zone;

-- On a root: no rule changes the person until a steward unlocks it.
alter table ${schema}.id_profile add column if not exists locked boolean default false not null;

-- What stewards did, with whom and why. Rows are added and never changed. keys: the identifiers that it was about, 34 bytes
-- each (type, digest); null for none.
create table ${schema}.id_act (
  tenant integer not null,
  id uuid not null,
  kind varchar(32) not null,
  owner_a uuid not null,
  owner_b uuid not null,
  merge_id uuid,
  conflict_id uuid,
  decided_by varchar(100) not null,
  reason varchar(1000) not null,
  keys bytea,
  at timestamp(6) with time zone not null,
  primary key (tenant, id),
  foreign key (tenant, owner_a) references ${schema}.id_profile (tenant, id),
  foreign key (tenant, owner_b) references ${schema}.id_profile (tenant, id)
);
postgresql: create index id_act_a on ${schema}.id_act (tenant, owner_a, at, id) where owner_a is not null;
h2: create index id_act_a on ${schema}.id_act (tenant, owner_a, at, id);
postgresql: create index id_act_b on ${schema}.id_act (tenant, owner_b, at, id) where owner_b is not null;
h2: create index id_act_b on ${schema}.id_act (tenant, owner_b, at, id);

-- All that is left of the profiles of an erased person.
create table ${schema}.id_erased (
  tenant integer not null references ${schema}.id_tenant (id),
  id uuid not null,
  decided_by varchar(100) not null,
  reason varchar(1000) not null,
  at timestamp(6) with time zone not null,
  primary key (tenant, id)
);

-- Two profiles that were once one person through somebody who was erased since: where a trace of the one may stand with the
-- other. Merges say the same of those who are still there.
create table ${schema}.id_kin (
  tenant integer not null,
  owner_a uuid not null,
  owner_b uuid not null,
  primary key (tenant, owner_a, owner_b),
  foreign key (tenant, owner_a) references ${schema}.id_profile (tenant, id),
  foreign key (tenant, owner_b) references ${schema}.id_profile (tenant, id)
);
postgresql: create index id_kin_b on ${schema}.id_kin (tenant, owner_b) where owner_b is not null;
h2: create index id_kin_b on ${schema}.id_kin (tenant, owner_b);

-- Until when an identifier of somebody who was erased is refused. mark: a hash of its lookup key under a key that is not in the
-- database, so that no row says whose it was, or which.
create table ${schema}.id_refused (
  tenant integer not null references ${schema}.id_tenant (id),
  mark bytea not null check (octet_length(mark) = 32),
  until timestamp(6) with time zone not null,
  primary key (tenant, mark)
);
postgresql: create index id_refused_until on ${schema}.id_refused (tenant, until) where until is not null;
h2: create index id_refused_until on ${schema}.id_refused (tenant, until);

-- Further kinds of rows of id_change: 3, a merge was undone (profile the root of those that left, other the root that they
-- had); 4, a profile was erased.

-- Of whom a root absorbed, those who may have persistent identifiers. On an expression, for an index by the root itself serves a
-- search for them as well, and finds every anonymous visitor that the person ever was.
postgresql: drop index if exists ${schema}.id_redirect_known;
postgresql: create index id_redirect_known on ${schema}.id_redirect (tenant, (case when known then root end)) where known;

-- Every new row locked the same few rows of tenants and types, which nobody ever deletes: a check for nothing, and on a server with
-- many processors a place where all writers meet.
postgresql: alter table ${schema}.id_profile drop constraint if exists id_profile_tenant_fkey;
postgresql: alter table ${schema}.id_identifier drop constraint if exists id_identifier_type_fkey;
postgresql: alter table ${schema}.id_evidence drop constraint if exists id_evidence_type_fkey;
postgresql: alter table ${schema}.id_conflict drop constraint if exists id_conflict_type_fkey;
