-- The published behaviour as stored functions: what a careful team writes by hand. One call is one round trip.

create table profile (
  id uuid primary key default gen_random_uuid(),
  email text unique,
  name text,
  status text not null default 'anonymous',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table profile_identity (
  identity_type text not null,
  identity_value text not null,
  profile_id uuid not null references profile (id) on delete cascade,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (identity_type, identity_value)
) with (fillfactor = 90);
create index profile_identity_profile on profile_identity (profile_id);

create table anonymous_visitor (
  anonymous_id text primary key,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  first_touch jsonb,
  last_touch jsonb,
  merged_user_id uuid,
  merged_at timestamptz
);

create table user_attribution (
  user_id uuid primary key,
  first_touch jsonb,
  last_touch jsonb,
  updated_at timestamptz not null default now()
);

create table event (
  id bigint generated always as identity primary key,
  anonymous_id text,
  user_id uuid,
  type text not null,
  traits jsonb,
  occurred_at timestamptz not null default now()
);
create index event_anonymous on event (anonymous_id) where user_id is null;
create index event_user on event (user_id, occurred_at);

create function get_profile_by_identity(p_type text, p_value text) returns uuid
language sql stable as $$
  select i.profile_id from profile_identity i where i.identity_type = p_type and i.identity_value = p_value
$$;

create function get_or_create_profile_by_anonymous_id(p_anonymous_id text) returns uuid
language plpgsql as $$
declare
  v_profile uuid;
begin
  update profile_identity set last_seen_at = now(), updated_at = now()
    where identity_type = 'anonymous_id' and identity_value = p_anonymous_id
    returning profile_id into v_profile;
  if v_profile is null then
    insert into profile (email) values (null) returning id into v_profile;
    insert into profile_identity (identity_type, identity_value, profile_id)
      values ('anonymous_id', p_anonymous_id, v_profile);
  end if;
  return v_profile;
end $$;

create function merge_anonymous_to_email(
  p_email text, p_anonymous_id text, p_name text, p_status text,
  out o_profile_id uuid, out o_was_new_profile boolean, out o_was_merged boolean)
language plpgsql as $$
declare
  v_email_profile uuid;
  v_anonymous_profile uuid;
begin
  o_was_new_profile := false;
  o_was_merged := false;
  select profile_id into v_email_profile from profile_identity
    where identity_type = 'email' and identity_value = p_email;
  select profile_id into v_anonymous_profile from profile_identity
    where identity_type = 'anonymous_id' and identity_value = p_anonymous_id;

  if v_email_profile is not null and v_anonymous_profile is not null then
    o_profile_id := v_email_profile;
    if v_email_profile = v_anonymous_profile then
      -- Seen together again: both rows say so.
      update profile_identity set last_seen_at = now(), updated_at = now()
        where (identity_type = 'email' and identity_value = p_email)
           or (identity_type = 'anonymous_id' and identity_value = p_anonymous_id);
    else
      -- A: everything moves to the profile of the e-mail address, and the other is no more.
      update profile_identity set profile_id = v_email_profile, updated_at = now()
        where profile_id = v_anonymous_profile;
      update profile set name = coalesce(p_name, name), status = coalesce(p_status, status), updated_at = now()
        where id = v_email_profile;
      delete from profile where id = v_anonymous_profile;
      o_was_merged := true;
    end if;
  elsif v_anonymous_profile is not null then
    -- B: the anonymous profile gets the address.
    o_profile_id := v_anonymous_profile;
    update profile set email = p_email, name = coalesce(p_name, name), status = coalesce(p_status, 'subscribed'),
        updated_at = now()
      where id = v_anonymous_profile;
    insert into profile_identity (identity_type, identity_value, profile_id)
      values ('email', p_email, v_anonymous_profile);
    update profile_identity set last_seen_at = now(), updated_at = now()
      where identity_type = 'anonymous_id' and identity_value = p_anonymous_id;
    o_was_merged := true;
  elsif v_email_profile is not null then
    -- C: the profile of the address gets the anonymous id.
    o_profile_id := v_email_profile;
    update profile set name = coalesce(p_name, name), status = coalesce(p_status, status), updated_at = now()
      where id = v_email_profile;
    insert into profile_identity (identity_type, identity_value, profile_id)
      values ('anonymous_id', p_anonymous_id, v_email_profile);
    update profile_identity set last_seen_at = now(), updated_at = now()
      where identity_type = 'email' and identity_value = p_email;
  else
    -- D: neither is known.
    insert into profile (email, name, status) values (p_email, p_name, coalesce(p_status, 'subscribed'))
      returning id into o_profile_id;
    insert into profile_identity (identity_type, identity_value, profile_id)
      values ('email', p_email, o_profile_id), ('anonymous_id', p_anonymous_id, o_profile_id);
    o_was_new_profile := true;
  end if;
end $$;

-- As above where the pair is together already, but with an update for each row, always in the same order: on one hot pair
-- the single update deadlocks.
create function touch_in_order(p_email text, p_anonymous_id text) returns uuid
language plpgsql as $$
declare
  v_email_profile uuid;
  v_anonymous_profile uuid;
begin
  update profile_identity set last_seen_at = now(), updated_at = now()
    where identity_type = 'email' and identity_value = p_email returning profile_id into v_email_profile;
  update profile_identity set last_seen_at = now(), updated_at = now()
    where identity_type = 'anonymous_id' and identity_value = p_anonymous_id returning profile_id into v_anonymous_profile;
  return case when v_email_profile = v_anonymous_profile then v_email_profile end;
end $$;

-- Attribution and the events from before sign-in, stamped in the merge.
create function merge_anon_to_user(p_anonymous_id text, p_user_id uuid) returns void
language plpgsql as $$
declare
  v_visitor anonymous_visitor;
begin
  select * into v_visitor from anonymous_visitor where anonymous_id = p_anonymous_id for update;
  insert into user_attribution as u (user_id, first_touch, last_touch)
    values (p_user_id, v_visitor.first_touch, v_visitor.last_touch)
    on conflict (user_id) do update set
      first_touch = coalesce(nullif(u.first_touch, '{}'), excluded.first_touch),
      last_touch = coalesce(nullif(excluded.last_touch, '{}'), u.last_touch),
      updated_at = now();
  update anonymous_visitor set merged_user_id = p_user_id, merged_at = now(), last_seen_at = now()
    where anonymous_id = p_anonymous_id;
  update event set user_id = p_user_id where anonymous_id = p_anonymous_id and user_id is null;
end $$;
