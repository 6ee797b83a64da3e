-- A database of schema 0012 as postgresql holds it, kept: never edited. Read by tests/unit/program/upgrade_test.cpp.







CREATE TABLE access_grant (
    id bigint NOT NULL,
    account bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    scope_kind text NOT NULL COLLATE pg_catalog."C",
    subject bigint NOT NULL,
    from_day date NOT NULL,
    to_day date,
    version bigint NOT NULL,
    CONSTRAINT access_grant_days CHECK (((to_day IS NULL) OR (from_day <= to_day))),
    CONSTRAINT access_grant_scope CHECK ((scope_kind = ANY (ARRAY['programme'::text, 'area'::text, 'sponsor'::text, 'site'::text, 'self'::text])))
);



CREATE TABLE account (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    person text NOT NULL COLLATE pg_catalog."C",
    staff bigint,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    version bigint NOT NULL
);



CREATE TABLE affinity (
    id bigint NOT NULL,
    site bigint NOT NULL,
    sponsor bigint NOT NULL,
    score bigint NOT NULL,
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT affinity_score CHECK (((score >= 0) AND (score <= 100)))
);



CREATE TABLE announced_lead (
    id bigint NOT NULL,
    site bigint NOT NULL,
    sponsor bigint NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL
);



CREATE TABLE api_token (
    id bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    start text NOT NULL COLLATE pg_catalog."C",
    account bigint NOT NULL,
    label text NOT NULL COLLATE pg_catalog."C",
    access_grant bigint,
    only_reads boolean NOT NULL,
    second_factor boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);



CREATE TABLE area (
    id bigint NOT NULL,
    code text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    parent bigint,
    path text NOT NULL COLLATE pg_catalog."C",
    closed_on date,
    closed_reason text COLLATE pg_catalog."C",
    merged_into bigint,
    version bigint NOT NULL,
    CONSTRAINT area_kind CHECK ((kind = ANY (ARRAY['nation'::text, 'province'::text, 'prefecture'::text, 'county'::text, 'township'::text])))
);



CREATE TABLE audit_checkpoint (
    origin text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    note text NOT NULL COLLATE pg_catalog."C",
    sealed_at timestamp with time zone NOT NULL
);



CREATE TABLE audit_entry (
    id bigint NOT NULL,
    place bigint,
    leaf bytea NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C"
);



CREATE TABLE audit_epoch (
    number bigint NOT NULL,
    origin text NOT NULL COLLATE pg_catalog."C",
    lost text COLLATE pg_catalog."C",
    began_at timestamp with time zone NOT NULL
);



CREATE TABLE audit_history (
    entry bigint NOT NULL,
    part bigint NOT NULL,
    table_name text NOT NULL COLLATE pg_catalog."C",
    record bigint NOT NULL,
    subject bigint NOT NULL,
    sealed bytea NOT NULL
);



CREATE TABLE audit_lease (
    name text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    until timestamp with time zone NOT NULL
);



CREATE TABLE audit_node (
    level bigint NOT NULL,
    place bigint NOT NULL,
    hash bytea NOT NULL
);



CREATE TABLE calendar_day (
    id bigint NOT NULL,
    day date NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT calendar_day_kind CHECK ((kind = ANY (ARRAY['holiday'::text, 'make_up'::text])))
);



CREATE TABLE correction (
    id bigint NOT NULL,
    staff bigint NOT NULL,
    field text NOT NULL COLLATE pg_catalog."C",
    wanted text COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    asked_on date NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    answer text COLLATE pg_catalog."C",
    answered_by bigint,
    answered_on date,
    version bigint NOT NULL,
    CONSTRAINT correction_answered CHECK (((state = ANY (ARRAY['done'::text, 'declined'::text])) = (answered_on IS NOT NULL))),
    CONSTRAINT correction_state CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'declined'::text, 'withdrawn'::text])))
);



CREATE TABLE credential (
    id bigint NOT NULL,
    password text NOT NULL COLLATE pg_catalog."C",
    second_factor text COLLATE pg_catalog."C",
    changed_at timestamp with time zone NOT NULL,
    version bigint NOT NULL
);



CREATE TABLE establishment (
    id bigint NOT NULL,
    sponsor bigint NOT NULL,
    posts bigint NOT NULL,
    in_post bigint NOT NULL,
    from_day date NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    recorded_on date NOT NULL,
    withdrawn_on date,
    withdrawn_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT establishment_in_post CHECK ((in_post >= 0)),
    CONSTRAINT establishment_posts CHECK ((posts >= 0))
);



CREATE TABLE familiar_place (
    place text NOT NULL COLLATE pg_catalog."C",
    last_at timestamp with time zone NOT NULL
);



CREATE TABLE given_cost (
    id bigint NOT NULL,
    staff bigint NOT NULL,
    site bigint NOT NULL,
    points bigint NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL
);



CREATE TABLE idempotency (
    actor bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    operation text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    answer json,
    attempt bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    keep_until timestamp with time zone NOT NULL,
    entry bigint
);



CREATE TABLE job (
    id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    input json NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    attempts bigint NOT NULL,
    cancel boolean NOT NULL,
    actor bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    worker text COLLATE pg_catalog."C",
    lease_until timestamp with time zone,
    progress json,
    result json,
    error text COLLATE pg_catalog."C",
    ended_at timestamp with time zone,
    CONSTRAINT job_state CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);



CREATE TABLE list_export (
    id bigint NOT NULL,
    account bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    list text NOT NULL COLLATE pg_catalog."C",
    format text NOT NULL COLLATE pg_catalog."C",
    filters json NOT NULL,
    row_count bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C"
);



CREATE TABLE migration (
    number bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    applied_at timestamp with time zone NOT NULL
);



CREATE TABLE need (
    id bigint NOT NULL,
    site bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    skill text NOT NULL COLLATE pg_catalog."C",
    minimum bigint NOT NULL,
    target bigint NOT NULL,
    from_day date NOT NULL,
    set_by text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    recorded_on date NOT NULL,
    withdrawn_on date,
    withdrawn_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT need_role CHECK ((role = ANY (ARRAY['team'::text, 'leader'::text, 'member'::text]))),
    CONSTRAINT need_size CHECK (((0 <= minimum) AND (minimum <= target)))
);



CREATE TABLE need_standard (
    id bigint NOT NULL,
    site_kind text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    skill text NOT NULL COLLATE pg_catalog."C",
    minimum bigint NOT NULL,
    target bigint NOT NULL,
    from_day date NOT NULL,
    set_by text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    recorded_on date NOT NULL,
    withdrawn_on date,
    withdrawn_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT need_standard_kind CHECK ((site_kind = ANY (ARRAY['village'::text, 'community'::text, 'farm'::text]))),
    CONSTRAINT need_standard_role CHECK ((role = ANY (ARRAY['team'::text, 'leader'::text, 'member'::text]))),
    CONSTRAINT need_standard_size CHECK (((0 <= minimum) AND (minimum <= target)))
);



CREATE TABLE nomination (
    id bigint NOT NULL,
    round bigint NOT NULL,
    staff bigint NOT NULL,
    sponsor bigint NOT NULL,
    answer text NOT NULL COLLATE pg_catalog."C",
    standing text NOT NULL COLLATE pg_catalog."C",
    evidence json NOT NULL,
    points json NOT NULL,
    strength bigint NOT NULL,
    reason text COLLATE pg_catalog."C",
    alternative text COLLATE pg_catalog."C",
    made_on date NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT nomination_answer CHECK ((answer = ANY (ARRAY['asked'::text, 'willing'::text, 'unwilling'::text]))),
    CONSTRAINT nomination_standing CHECK ((standing = ANY (ARRAY['nominated'::text, 'withdrawn'::text, 'unsuitable'::text, 'shortlisted'::text]))),
    CONSTRAINT nomination_strength CHECK (((strength >= 0) AND (strength <= 100)))
);



CREATE TABLE nomination_objection (
    id bigint NOT NULL,
    nomination bigint NOT NULL,
    staff bigint NOT NULL,
    ground text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    raised_on date NOT NULL,
    upheld boolean,
    decided_on date,
    decided_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT nomination_objection_decided CHECK (((upheld IS NULL) = (decided_on IS NULL)))
);



CREATE TABLE one_time_link (
    id bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    account bigint,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT one_time_link_purpose CHECK ((purpose = ANY (ARRAY['setup'::text, 'invitation'::text, 'reset'::text])))
);



CREATE TABLE other_post (
    id bigint NOT NULL,
    site bigint NOT NULL,
    programme text NOT NULL COLLATE pg_catalog."C",
    posts bigint NOT NULL,
    from_day date NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    recorded_on date NOT NULL,
    withdrawn_on date,
    withdrawn_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT other_post_posts CHECK ((posts >= 0))
);



CREATE TABLE outbox (
    id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    body json NOT NULL,
    attempts bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    error text COLLATE pg_catalog."C",
    sent_at timestamp with time zone
);



CREATE TABLE pin (
    id bigint NOT NULL,
    staff bigint NOT NULL,
    site bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT pin_role CHECK ((role = ANY (ARRAY['any'::text, 'leader'::text, 'member'::text]))),
    CONSTRAINT pin_rule CHECK ((rule = ANY (ARRAY['must'::text, 'never'::text])))
);



CREATE TABLE placement (
    id bigint NOT NULL,
    plan bigint NOT NULL,
    staff bigint NOT NULL,
    site bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    origin text NOT NULL COLLATE pg_catalog."C",
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT placement_origin CHECK ((origin = ANY (ARRAY['planned'::text, 'overridden'::text]))),
    CONSTRAINT placement_role CHECK ((role = ANY (ARRAY['leader'::text, 'member'::text])))
);



CREATE TABLE placement_override (
    id bigint NOT NULL,
    plan bigint NOT NULL,
    staff bigint NOT NULL,
    site bigint,
    role text COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    asked_by bigint,
    asked_on date NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    signed_by bigint,
    signed_on date,
    version bigint NOT NULL,
    CONSTRAINT placement_override_place CHECK (((site IS NULL) = (role IS NULL))),
    CONSTRAINT placement_override_role CHECK ((role = ANY (ARRAY['leader'::text, 'member'::text]))),
    CONSTRAINT placement_override_state CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'declined'::text])))
);



CREATE TABLE plan (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    area bigint,
    starts_on date NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    seed bigint NOT NULL,
    time_limit bigint,
    most_steps bigint,
    made_at timestamp with time zone NOT NULL,
    made_by bigint,
    job bigint NOT NULL,
    faults json NOT NULL,
    input_digest text COLLATE pg_catalog."C",
    rules_digest text COLLATE pg_catalog."C",
    rules_number bigint,
    result_digest text COLLATE pg_catalog."C",
    steps bigint,
    total bigint,
    bound bigint,
    proven boolean,
    placed bigint,
    sites bigint,
    staff bigint,
    published_at timestamp with time zone,
    published_by bigint,
    difference text COLLATE pg_catalog."C",
    objections_until date,
    confirmed_at timestamp with time zone,
    confirmed_by bigint,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT plan_state CHECK ((state = ANY (ARRAY['waiting'::text, 'failed'::text, 'cancelled'::text, 'draft'::text, 'published'::text, 'confirmed'::text, 'withdrawn'::text])))
);



CREATE TABLE plan_file (
    id bigint NOT NULL,
    plan bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C"
);



CREATE TABLE plan_objection (
    id bigint NOT NULL,
    plan bigint NOT NULL,
    staff bigint NOT NULL,
    way text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    received_on date NOT NULL,
    entered_by bigint,
    state text NOT NULL COLLATE pg_catalog."C",
    answer text COLLATE pg_catalog."C",
    answered_by bigint,
    answered_on date,
    version bigint NOT NULL,
    CONSTRAINT plan_objection_state CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text]))),
    CONSTRAINT plan_objection_way CHECK ((way = ANY (ARRAY['page'::text, 'letter'::text, 'paper'::text])))
);



CREATE TABLE posting (
    id bigint NOT NULL,
    staff bigint NOT NULL,
    site bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    from_day date NOT NULL,
    to_day date,
    plan bigint,
    source text NOT NULL COLLATE pg_catalog."C",
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT posting_days CHECK (((to_day IS NULL) OR (from_day <= to_day))),
    CONSTRAINT posting_role CHECK ((role = ANY (ARRAY['leader'::text, 'member'::text])))
);



CREATE TABLE record_read (
    id bigint NOT NULL,
    staff bigint NOT NULL,
    reader bigint NOT NULL,
    roles text NOT NULL COLLATE pg_catalog."C",
    fields text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    times bigint NOT NULL
);



CREATE TABLE round_place (
    id bigint NOT NULL,
    round bigint NOT NULL,
    sponsor bigint NOT NULL,
    places bigint NOT NULL,
    nominees bigint,
    replied_on date,
    reply_source text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT round_place_nominees CHECK ((nominees >= 0)),
    CONSTRAINT round_place_places CHECK ((places >= 0)),
    CONSTRAINT round_place_reply CHECK (((nominees IS NULL) = (replied_on IS NULL)))
);



CREATE TABLE rule_set (
    id bigint NOT NULL,
    holds_from date NOT NULL,
    number bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    made_at timestamp with time zone NOT NULL
);



CREATE TABLE second_factor_use (
    account bigint NOT NULL,
    proposed text COLLATE pg_catalog."C",
    step bigint
);



CREATE TABLE selection_round (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    area bigint NOT NULL,
    notice text NOT NULL COLLATE pg_catalog."C",
    posts bigint NOT NULL,
    opens_on date NOT NULL,
    deadline date NOT NULL,
    starts_on date NOT NULL,
    shortlisted_on date,
    objections_until date,
    closed_on date,
    closed_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT selection_round_days CHECK (((opens_on <= deadline) AND (deadline <= starts_on))),
    CONSTRAINT selection_round_posts CHECK ((posts >= 1)),
    CONSTRAINT selection_round_shortlist CHECK (((shortlisted_on IS NULL) = (objections_until IS NULL)))
);



CREATE TABLE session (
    id bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    account bigint NOT NULL,
    device text NOT NULL COLLATE pg_catalog."C",
    stays boolean NOT NULL,
    second_factor boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);



CREATE TABLE sign_in_miss (
    bucket text NOT NULL COLLATE pg_catalog."C",
    misses bigint NOT NULL,
    last_at timestamp with time zone NOT NULL
);



CREATE TABLE site (
    id bigint NOT NULL,
    code text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    area bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    tier text NOT NULL COLLATE pg_catalog."C",
    need bigint NOT NULL,
    hardship bigint NOT NULL,
    min_team bigint NOT NULL,
    target_team bigint NOT NULL,
    max_first_timers bigint NOT NULL,
    languages json NOT NULL,
    skills json NOT NULL,
    challenge text COLLATE pg_catalog."C",
    lat double precision,
    lon double precision,
    closed_on date,
    closed_reason text COLLATE pg_catalog."C",
    merged_into bigint,
    version bigint NOT NULL,
    x_km double precision,
    y_km double precision,
    CONSTRAINT site_first_timers CHECK ((max_first_timers >= 0)),
    CONSTRAINT site_hardship CHECK (((hardship >= 0) AND (hardship <= 5))),
    CONSTRAINT site_kind CHECK ((kind = ANY (ARRAY['village'::text, 'community'::text, 'farm'::text]))),
    CONSTRAINT site_need CHECK (((need >= 1) AND (need <= 5))),
    CONSTRAINT site_place CHECK (((lat IS NULL) = (lon IS NULL))),
    CONSTRAINT site_team CHECK (((0 <= min_team) AND (min_team <= target_team))),
    CONSTRAINT site_tier CHECK ((tier = ANY (ARRAY['low'::text, 'middle'::text, 'high'::text])))
);



CREATE TABLE sponsor (
    id bigint NOT NULL,
    code text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    area bigint NOT NULL,
    release_percent bigint NOT NULL,
    max_sites bigint NOT NULL,
    closed_on date,
    closed_reason text COLLATE pg_catalog."C",
    merged_into bigint,
    version bigint NOT NULL,
    CONSTRAINT sponsor_max_sites CHECK ((max_sites >= 0)),
    CONSTRAINT sponsor_release CHECK (((release_percent >= 0) AND (release_percent <= 100)))
);



CREATE TABLE staff (
    id bigint NOT NULL,
    code text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    sponsor bigint NOT NULL,
    area bigint NOT NULL,
    roles json NOT NULL,
    grade text COLLATE pg_catalog."C",
    "position" text COLLATE pg_catalog."C",
    hired_on date,
    languages json NOT NULL,
    skills json NOT NULL,
    availability json NOT NULL,
    fit_until date,
    declared_conflict boolean NOT NULL,
    closed_on date,
    closed_reason text COLLATE pg_catalog."C",
    merged_into bigint,
    version bigint NOT NULL
);



CREATE TABLE staff_placing (
    id bigint NOT NULL,
    lat double precision,
    lon double precision,
    x_km double precision,
    y_km double precision,
    home_site bigint,
    experience_years bigint,
    first_timer boolean,
    hardship_served bigint,
    strength bigint,
    version bigint NOT NULL,
    CONSTRAINT staff_placing_degrees CHECK (((lat IS NULL) = (lon IS NULL))),
    CONSTRAINT staff_placing_experience CHECK (((experience_years >= 0) AND (experience_years <= 100))),
    CONSTRAINT staff_placing_grid CHECK (((x_km IS NULL) = (y_km IS NULL))),
    CONSTRAINT staff_placing_hardship CHECK (((hardship_served >= 0) AND (hardship_served <= 100))),
    CONSTRAINT staff_placing_strength CHECK (((strength >= 0) AND (strength <= 100)))
);



CREATE TABLE staffing (
    id bigint NOT NULL,
    site bigint NOT NULL,
    staffed_by text NOT NULL COLLATE pg_catalog."C",
    in_post bigint NOT NULL,
    unfilled_rounds bigint NOT NULL,
    from_day date NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    recorded_on date NOT NULL,
    withdrawn_on date,
    withdrawn_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT staffing_by CHECK ((staffed_by = ANY (ARRAY['programme'::text, 'own_organisation'::text]))),
    CONSTRAINT staffing_in_post CHECK ((in_post >= 0)),
    CONSTRAINT staffing_rounds CHECK ((unfilled_rounds >= 0))
);



CREATE TABLE wish (
    id bigint NOT NULL,
    staff bigint NOT NULL,
    site bigint NOT NULL,
    rank text NOT NULL COLLATE pg_catalog."C",
    ended_on date,
    ended_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    confidential boolean,
    CONSTRAINT wish_rank CHECK ((rank = ANY (ARRAY['first'::text, 'second'::text, 'third'::text, 'refuse'::text])))
);



CREATE TABLE workload (
    id bigint NOT NULL,
    site bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    task text NOT NULL COLLATE pg_catalog."C",
    volume bigint NOT NULL,
    unit_minutes bigint NOT NULL,
    share bigint NOT NULL,
    from_day date NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    recorded_on date NOT NULL,
    withdrawn_on date,
    withdrawn_reason text COLLATE pg_catalog."C",
    version bigint NOT NULL,
    CONSTRAINT workload_kind CHECK ((kind = ANY (ARRAY['activity'::text, 'category'::text, 'individual'::text]))),
    CONSTRAINT workload_minutes CHECK ((unit_minutes >= 0)),
    CONSTRAINT workload_share CHECK (((share >= 0) AND (share <= 900))),
    CONSTRAINT workload_volume CHECK ((volume >= 0))
);






INSERT INTO account VALUES (914103008820425783, 'olga', 'Olga Example', NULL, '2026-11-27 10:39:00.515269+00', NULL, 1);












INSERT INTO area VALUES (914102995997204531, NULL, 'Arva 地区', 'nation', NULL, '/914102995997204531/', NULL, NULL, NULL, 1);
INSERT INTO area VALUES (914102996702060752, NULL, 'Weir', 'county', 914102995997204531, '/914102995997204531/914102996702060752/', NULL, NULL, NULL, 1);
INSERT INTO area VALUES (914102998319239488, NULL, 'Low Town', 'township', 914102996702060752, '/914102995997204531/914102996702060752/914102998319239488/', NULL, NULL, NULL, 1);



INSERT INTO audit_checkpoint VALUES ('sojourn-59f1e6dd67b954b4/audit/1', 1, 'sojourn-59f1e6dd67b954b4/audit/1
1
S98i9lTW28G2ZAdy7FAl9HfgRm8AxdAfRQnvKSCTOXc=

— sojourn-59f1e6dd67b954b4/audit yQyugYsM6K5lDNKZ/8iYwNPcprovBuMk3gaRV2T59uEDOQVahisI+6qfN5EkpnWYUdsQv7cptu3FPsTf6R8smfCLkQ0=
', '2026-11-27 10:38:57.46202+00');
INSERT INTO audit_checkpoint VALUES ('sojourn-59f1e6dd67b954b4/audit/1', 15, 'sojourn-59f1e6dd67b954b4/audit/1
15
LbuEf8LQkWD1LgCSpzWlSEbwQ3M3Mxey5sRkvQD5FXM=

— sojourn-59f1e6dd67b954b4/audit yQyugRtrqOyRAw7bi5cnRYQStNPafTqzgXxeQ8xWgIgaSvsUl1nCGb2mSv1Vf3zygi8oqoIRjHafWirlNs3zHcp2kAo=
', '2026-11-27 10:39:27.651947+00');



INSERT INTO audit_entry VALUES (914102996001399338, 0, '\x4bdf22f654d6dbc1b6640772ec5025f477e0466f00c5d01f4509ef2920933977', 'sojourn-entry/1
id 914102996001399338
at 1795775937459037
actor 0
operation area.make
request command
insert area 914102995997204531 0 id,name,kind,path,version /kmo/HfZeJQ7FWkvPOEotauaxP4C2voOsKwQSkGcyfU=
');
INSERT INTO audit_entry VALUES (914102996706255742, 1, '\x4e54083caa3d85ec2bdc1711da43181092bc7a779c0bec719f4f6bf4c90444c7', 'sojourn-entry/1
id 914102996706255742
at 1795775937627758
actor 0
operation area.make
request command
insert area 914102996702060752 0 id,name,kind,parent,path,version n8lqk2ZRV0j0wCdyPXk1hw2YuigfonsicZOnkWYwaqI=
');
INSERT INTO audit_entry VALUES (914102998369571943, 2, '\x7a81c41b092390b40d86088717ab23c5d9cc4adcd7a3588ef6fdf1cd9ea3ba90', 'sojourn-entry/1
id 914102998369571943
at 1795775938023487
actor 0
operation area.make
request command
insert area 914102998319239488 0 id,name,kind,parent,path,version 3UMSlBIHvpA2c+cwYIKfXDMT05Q89Nq8gfOgGXJuCoM=
');
INSERT INTO audit_entry VALUES (914102999674340511, 3, '\xeccc6efca6b45eb3ed29d99faf677ab64854095a3912f6b08b58435fb6e49a99', 'sojourn-entry/1
id 914102999674340511
at 1795775938334378
actor 0
operation sponsor.make
request command
insert sponsor 914102999624007787 0 id,name,kind,area,release_percent,max_sites,version /fHLTijOzZmqKcu4SuFRKhcg6GlQH/Vue+wYICsaSVA=
');
INSERT INTO audit_entry VALUES (914103000901318124, 4, '\x0f0658d8397bffd3ce34bc25b0f7a5817c098538e5d1cb2f506afb3734f26bdc', 'sojourn-entry/1
id 914103000901318124
at 1795775938627437
actor 0
operation site.make
request command
insert site 914103000880345287 0 id,name,area,kind,tier,need,hardship,min_team,target_team,max_first_timers,languages,skills,version N20qVq5V3RrPKwcD2E+AfF77K5nHylMMN3T0OLoXc70=
');
INSERT INTO audit_entry VALUES (914103002431895376, 5, '\xa1f1f07e45d8801cb6e31e2cb878d8051c52ec479363184abc97e40951387326', 'sojourn-entry/1
id 914103002431895376
at 1795775938992590
actor 0
operation site.make
request command
insert site 914103002427700776 0 id,name,area,kind,tier,need,hardship,min_team,target_team,max_first_timers,languages,skills,version Pp3lLmdSoumH38vqa/oDnWoeQ3iATxV1QO1XJLn7pjc=
');
INSERT INTO audit_entry VALUES (914103003411444752, 6, '\xa0fa1e43b4b1f024c2c026515f636bb8eac33dbb1d658c2a11f772a7c57b8cc8', 'sojourn-entry/1
id 914103003411444752
at 1795775939225716
actor 0
operation staff.make
request command
insert staff 914103003398862483 914103003398862483 id,name,sponsor,area,roles,grade,languages,skills,availability,declared_conflict,version CyE13ETKdNQdaHsvhN9uyP+itZyOjl3HG3hlc1HbXJc=
');
INSERT INTO audit_entry VALUES (914103004467860476, 7, '\xaf79c2e4572a989e6a72971288edde820ada23e5e0762007deca5c2b4749bbb7', 'sojourn-entry/1
id 914103004467860476
at 1795775939477762
actor 0
operation staff.make
request command
insert staff 914103004459472450 914103004459472450 id,name,sponsor,area,roles,grade,languages,skills,availability,declared_conflict,version ikA1a59EA+UE4S8HtKYriB4JylXn8j7jZsoA0qYbeEo=
');
INSERT INTO audit_entry VALUES (914103005429006826, 8, '\xfb01995160c2958253561432f3609bbaa0194b4347525d585a3d94a45f362d2c', 'sojourn-entry/1
id 914103005429006826
at 1795775939706472
actor 0
operation staff.make
request command
insert staff 914103005412231163 914103005412231163 id,name,sponsor,area,roles,grade,languages,skills,availability,declared_conflict,version v1Zr01ISKYjleiJJTSQy16GjQu/HSTnC2KNAk/DRlpE=
');
INSERT INTO audit_entry VALUES (914103006699857325, 9, '\x6a98fcbcd95d4c88a0586418c8d44337da122c41112e698748e7c33ba1207ce7', 'sojourn-entry/1
id 914103006699857325
at 1795775940009252
actor 0
operation staff.language
request command
update staff 914103005412231163 914103005412231163 languages,version Er9MMSSEmc3SSSwDPHC5CG/tK+IA/IPU6GXLo8FKQds=
');
INSERT INTO audit_entry VALUES (914103007148090703, 10, '\x492e30b634a029053b5897251e5b6def9b09cfe3e5388c1236f898eef532f2f6', 'sojourn-entry/1
id 914103007148090703
at 1795775940116346
actor 0
operation staff.close
request command
update staff 914103005412231163 914103005412231163 closed_on,closed_reason,version 7KRTjGHAdG3jZUhBbWsRld+fEBTV5d0pqVtn84Yf/oQ=
');
INSERT INTO audit_entry VALUES (914103007709508152, 11, '\x7341ec5ad16feeb3fa405a491d303297e1e29175c0b3052755681ab7b69c1e61', 'sojourn-entry/1
id 914103007709508152
at 1795775940250625
actor 0
operation site.rename
request command
update site 914103002427700776 0 name,version ZajVUrYP0avrUCBx1LIhO3Rz3wy58/6/4pVxfoXtiBw=
');
INSERT INTO audit_entry VALUES (914103008332555341, 12, '\x1a345db475c06939a489ab1fa5dd1a507c6c6c6df26028028468f463a9d6dd6a', 'sojourn-entry/1
id 914103008332555341
at 1795775940399204
actor 0
operation site.close
request command
update site 914103000880345287 0 closed_on,closed_reason,version +gl9/DcMqICb/RxupeFBAE9NPdFVtmilLrOVQRS+stk=
');
INSERT INTO audit_entry VALUES (914103008824619174, 13, '\x7fc445971c3fadfdc821e7634fe4342e5d3e6f97084bdfbeb91ae334c525598e', 'sojourn-entry/1
id 914103008824619174
at 1795775940516828
actor 0
operation account.make
request command
insert account 914103008820425783 914103008820425783 id,name,person,made_at,version 3OYYPHVPNhpvIHeROjeLmMBdTVcYOY7GNfc2ZMP8FBo=
insert one_time_link 914103008824619173 914103008820425783 id,digest,purpose,account,made_by,made_at,expires_at cQBC0USBQo2fb1wVH1pLS6H/7qy2vwdymMeA2FHcMdo=
');
INSERT INTO audit_entry VALUES (914103114052248050, 14, '\xa3bdaf7efe2325861aa3d23fbd3f09b8d2c12a5aad43e66719f5778e7bba7996', 'sojourn-entry/1
id 914103114052248050
at 1795775965604394
actor 0
operation setup.link
insert one_time_link 914103114048053508 0 id,digest,purpose,made_by,made_at,expires_at e9zmRcTBr/Lt9RozkLyyIMvcbPnOIhXoi05vXpED5lI=
');



INSERT INTO audit_epoch VALUES (1, 'sojourn-59f1e6dd67b954b4/audit/1', NULL, '2026-11-27 10:38:57.461074+00');



INSERT INTO audit_history VALUES (914102996001399338, 1, 'area', 914102995997204531, 0, '\x3bdb70d84d303e6755cdff632d417aab441fa8ccb73bcda3fee11a3fb564a7c4c0962a74e535b7d4d39bc7d0ea8ea1843db43df6d84d9a42e1cb68040f7ad85f8e28cf44b733f11eef901d88fdaab57bcba7e1c749e872dcf01b96631334d7d84d590d65245b6ef593ead4ed8549a3ea853a84ad26b108fcd71d062727b0cf85d875b60548481a37af7000dbc2d0f58d376b05d07e1c2dc41ac297c06138085bc0ee88983261450d3de4c6c334661eef6969c2594f82d23841d3110ccab5744dcdc09767a2');
INSERT INTO audit_history VALUES (914102996706255742, 1, 'area', 914102996702060752, 0, '\xdefd1e9ccf03f769cb3d37a8c383ab5517e17274d2efbb4bb3e98a5a02f2c7dbfec4ef14f1e3ba17d0dc7e0ef2b7791a60849f8c2d9d4a1808ea0e89bbb48393eed9c6ba4bf9bd6c1502cc68318dd3c40f9f09ed2071644ebdd71120aec5e3963eb189684515c5ec9f9794667bbcd76e450e3f0a722e3833d538a72b2efeeb269e29a3258485cebfc2d8bf925160e294f3d646d6ddee0b48ab797f00a849b173a4b6d2e60ec25c8a1513dfc74945ccce3782939490e7244ac2daeafce0741c9655ce1fedfd411a1b90a955ea1383a97c433714cbdf77df414412a09a77ab02670bf1266666f6cc3a13d93de3432294314e7111f636c2af');
INSERT INTO audit_history VALUES (914102998369571943, 1, 'area', 914102998319239488, 0, '\xf2f4a879a19ddab575865707e56f6ca7552164b17fa46b5ba94577e5a7d6fec5f6f67dc3a58e3a03d4a3d5c55b739b37ad214eb2671b144f57c30a10f2cc19c74ec15539f9780f8ccace2618992dd42c08102651abc16df3f02f75cb927db3f15da4b0a39112efb08d63f86920c3732e3a359186d1c53a0fd40c53cb2c75996ca153b342fe4c6039253f9a95c94476900f67ecf6fa22571271a27e8c271cb4984c92d9f46a1903f9fc8ef2fac691d21832faeb812604f9eb3edacf8c2f2ea27395752924b5d40563255158137648ae7b32372d72dcc0d3f420e63162b0adc588267477be76e7210235fc259d797fc08f7ed3554f372caaee3c2e86e8bcf03d753e70ce5a8e35a228afede9ac7e059abc');
INSERT INTO audit_history VALUES (914102999674340511, 1, 'sponsor', 914102999624007787, 0, '\x4d5b5c26c0deadf9129b668b322e718ca8c4a56addd0022bb4d58dc63a31e8e07a9bb5fc17f5c3eb614900eb65696e76f316108b388765adf04e677d240e6565503fb68cc1db572d88c79899cef81472c1695e7ca2038efdfd36b21af438506f5bc36dc50c43acf66f72c4c9ae1c30e75f8c62a71988ec610ddd84099ab5f07afb96fd5bc3836e983f65e1cbb9ef77e425eafda4a2d80c1ca02b923221401e9a72274be847fa581f56abcbfb21385f2d30c96927e0a3a7de5abf9034070a6f7762daeb2333951a4e96fc853f61a3ff8c51360eb7f5e3f3bf7e138cbfe917a19d12b5b63490aaef76ee6380a5cea5c37acececbbe022fe7ef3ba16e8ebb36');
INSERT INTO audit_history VALUES (914103000901318124, 1, 'site', 914103000880345287, 0, '\x360319241eb58a2fa02c863f9f6226f4aa7fe036057a279930edc0e621038759a436c3511f9ef311e41a8c7ca18e9447920d13d5597338a03532395e6eae7f384e644eb5128d5db1953bcbefcb3db6430e519b1f2f9975d6addf4830e115ab6b4bd8f9d7ecc16a64fc0e2314f4b299e208af411430afd0dbb57667a41aaf9dc4faae5ad0afe2a7f4e4a94f41885ec80ac46a39b54829b59a55469b24d724bb8c988ada05be1c3fefca111b7622fa87b540dbeb8e11b38f4f604c9955b4ab67077c2b57b850b862d1d256099096ad0337dcca2e45bae7ad64951f15886b87e3d32ab4c02e41282aeb3d7cec8d2991e72afc6655a0976a31f0a977d48360575e81e4dc066b1571a99d86392bbb20b94f2fc90b919de43f80c78050b9ebbe868cb237f03fe9886ed24c66e972c2b00b8bccacf0a5b2680a9aa573bf1e4d6d314cb41a2c0718c3f54b312d02af26c5bd3ccea330f7e6aeda61e755210248dfcedfa28ce495e6248951aee231ba21268e7d2c674eb8872614593ff2ea5f29385a3a74efa5f32cae');
INSERT INTO audit_history VALUES (914103002431895376, 1, 'site', 914103002427700776, 0, '\x57099ea9cf7ccc53d9dae4e2ce23ab8d2bd17006d0b6fec09182d477986a97f5c89bcdf00607985b95d8386237746963c20a00d91ee8f744acd3afdf8adf86d62c57c4d4264c64272785d184d2706ce5fa47a01300207fea5ee239f2cf34226372ed8b0b68502da7210d931c4d07fa9d6b1b68160b8f043c7cc2aae365a07cad2e5f7428cbc1e9352ac250882f88c53350c6c6f45f33c52abd0c8f60779d95787eef4758cf3dc6d2e41f82e226fe7719991e7743b77667d9d928923f6db27c301c2aa2ac72c1610b1753dac93be206ed528e762931670783904d3c4e0a29565bbb4cfb41a7c49cfa27b35e3b72dbad4eea4e635b39cec6ccfe94379916011b8b5e8590bd13d0a6389a0fdf2965ee3b028e0fe753d418dbc2feaea4aec090cbd23afdd5e3df37ca82609790bbece19b70c93ec91c7c9d08bb095fdc065cdf1314cbc3b5bbf67ce59c62928c3d832a31efacaf5f58f08934222a9c7868ec27da1b5083803f4806a50426e5711e15431f4f44551e1f1ea8356a6b54ac');
INSERT INTO audit_history VALUES (914103003411444752, 1, 'staff', 914103003398862483, 914103003398862483, '\x6b8f2fbdc7adba1dc1d0d2d51b7a7051516ab97003cf9fee5ef74c239ede183f353589d2da5f4927f8143aa902b5792755cea5302d3868dad681c85fd6553e91ac2e4fb336e9c618fc13b47b3ba79ba4094edba2f06949874748f44b7e1e54baa3a92d008dc533ff3098b3e93b7a65d5db0b24880c0da5687127a95687c378a31e6a99def6be75ff9bde35f7ec53ba89aeb252ad5787ea22c5eb792df764eedc047f7f858666de4b9901a925eac5f6587790952c341cc8c3e8d9a827de9e5874d1f3cab34ac220270ebfa570942e6b2e1afd990f7551d4a077f10c4c3db469699757ebb036665f56f6e499225fe9a45f048415054fef4418ef372d6566730ac287592d9bd8f7af2d54204d6497c4b533a0a617a2c16aa9918e5fb64caf1a6c3b3ec60169aabeebef133f8637dc36c466b52fb4afcdb5e4e107e8928a296ce677ba15e5f0b225e9f9bf4cb5a88f0c40d3736d3b16ac0820104fca0b01c6d969fd0a0e30ed7af7f3ff8a294258');
INSERT INTO audit_history VALUES (914103004467860476, 1, 'staff', 914103004459472450, 914103004459472450, '\x903f52bd0b801b683664cca553491c506ad3fa4c433ed0e2ab3fe552032b913869ecd173a18aeedd6e49f30ece7f306ab2d11199bbec84faf8f57cfafa77e13fc8fa60b00d092fbdcb22aaa2706154ebd081eb252e8e58102235de0441b4004f0c764b0e9e7548fe282ded879cb4d7cfa6fee8c648ee120c60747fe791a988b61d001a7e9801d9a93c04c59f7e0fbd1c0682af0c988dfb9eebb16887f8b5d70e1394d0b74ee65a4def167764b3cfb96a0def4ef5327b6f33bbb00e75fea2c0b390266b7790ce60b4a64454d18e2bcd012645e9260194a98541c1923ef6eac1765576217ab767c6d568e5d6b2172bbfb9b067a2acfdc4d4b3b1fbba24dfc19183b43de28b19a28900e58bce01ddf12c6b307dfc16a3e56325d91216f1977547b648678663e3dcf86feb14d5962e3bb9e29a17cc7ddf8c7370104eb44d8a3344c0002ccd4bbc96ee94cdf27790914c1cae76524b91ea24e604f1be7d4054e1ce935cf53f1aa7eeb06a3f8ffc9a4bb1');
INSERT INTO audit_history VALUES (914103005429006826, 1, 'staff', 914103005412231163, 914103005412231163, '\xb5214d5d15af96b899db47db654fb1fed4a60b2e6f7dd795ac6bbd69e225317b6b098c43f21743775031cbe06751cf6f5fb242656e5c4fe38bca145ac2aba657d630d61cb13d55e1d24689208ef5923a3e0ef4597730989cc77cc17aa8464c8a3f8f3f657f35f5b14190b66d50da40e5a474c533642420f9d708894a6ef8b9d0d31a3d85a791e1326522912c06b77632519d0b979157156bbc33701e07349a5264589cf184ea8eab3cb6667adf90d9719eec18d20c8af0dec60d2bb0a33d08397f34ae12c316dc7c41ff881643cd2d4cf45abd3a63c89d5b74cf58baf8e091b7d03b76915dd0d76915ec993b3e9608bdaab1f1ef9da6efb2f7f4fc32af7aa637da6fd6e452b89b0d63db72ac5d24b89d1b7a73062c1e1febf933f6c3896835487ab2e157ba01cc89367794a5a4548e3803285dec21968e475a64dbced76ec3e097df065bd45d91afb67e93f1a97bf1c9d6c3501f0be57c6590962ebad989aedbd61f624c666241f7c3c3f3df15ae1a49');
INSERT INTO audit_history VALUES (914103006699857325, 1, 'staff', 914103005412231163, 914103005412231163, '\xbdadb1e70d8d9ed4d9dc25eb1d153c52e282a445a15adb82ca8ec2a23822bd52cd9cab2654528b24da7766ee59d7d0118a11d6c09c7dfae235bc017ad9157eba818b26fbc7a9870a9deed24421a61eb20eea452910fca507d2cc1ee2b25714eda6c10f93675d81625ca3dc77fd189920d55f6983e60d9b8cede47217cabbc19eae9ef328c130942d6363f4a5c858f0b183559ade910c23aa59cfe62cc6f78476fbd7bd788de2ba90b64964a8');
INSERT INTO audit_history VALUES (914103007148090703, 1, 'staff', 914103005412231163, 914103005412231163, '\x99bb7cadf8f0564b69802e4941ae3b2f8f65ede058bd7e06dc93e516181aa70e152a6cb2b1fa5eac27c07f0423eb9cbc9522fb618259c9e09993ff0063f232f288007833d2f6724a28d4bbe28f9afa0e24edef966b090e1ec8b7d2b7b427bb8404364a02a2d4d1dc9f9377bcc60638063af9990abf237d1ebeae8e96fb284e1525cc826d053d94ac');
INSERT INTO audit_history VALUES (914103007709508152, 1, 'site', 914103002427700776, 0, '\x66ec326319c7b93808639cd2fabe95033c8d29717cc48860f47b0ac0838e0be577a59efecf8f1215a5508624b0adc7c34f99ab0ec1ade870fb92ae34605e83bac0d2b9ddc8772f6dd55bb28e1c5a772908c4621f86e67095326ace4c7f3da80315ebd71ac8ab92');
INSERT INTO audit_history VALUES (914103008332555341, 1, 'site', 914103000880345287, 0, '\x52ea1b3679093a50ec2d9698f86b63efe84f0eb3d6efe8a075909e41e8acd76f4cfce50c95c8322c4f175e18ded5b7ec3ce36797e0c13e39a459932845ef925062d840e3e122695bf3e0477e1d28246196274e972388436e0121ed2d5c060808c7444954b842ba364678cee3ebabf301c20ec1e6f3325aea94252e499504d4b04541a9335586f30d');
INSERT INTO audit_history VALUES (914103008824619174, 1, 'account', 914103008820425783, 914103008820425783, '\xfe2b5296aec95a7666202168bffce0fe35c03c540def00a91fb87036ad13790db97ee8576856e8a058816851e6f16b1e9f7ef87c002a29cf83115e275555baff7980dcef1cde033580861ca4d572204f209f38a1d2df01d2a7399c46717cac88bd9e6f81afc2834d4bc1247b00f16399c5b43cce5e64437ee2daeeaccf60136ed02b6826a606d092e30cfdcd18385680ab7dd9e6bcea78faae6cea5e9b6b8a69d72251c05cb8fef3afc8d77b67066386892b40cb0943a430202a47076e60dcfc05fd1d780cd4c4958436d44df1f0a9f0');
INSERT INTO audit_history VALUES (914103008824619174, 2, 'one_time_link', 914103008824619173, 914103008820425783, '\x8496504df161c1931cd4e351ac0316a7f18cfb5a5ffb3f38c567a85af2a214e678cff57c824db2a7e3ebbcf3ef62eaa852c7455fb559f38610f3727f419e01290e255865e50534ca0e83d17aefb80cdfdd493df40652aa61314dda115867e410fd28a40dbefc935cc7fdc94fb4c59c99a4613c01ea399a42b915621dbc8f51e98f2d57bbeaafe906444ac16477599386c5ec9b43ad3f7b69db26d6a419680a4ab60f272f4002120abfd70e116110305e69d095698a30396fef0432f30940ffcc1c54596679be8ec3148c4b55a3a5e20cb1fe08d9aca7f21a0bc23bdc72215ab3f9211403e299f78ca1db08c7a03adbf42532875e535358bb052a09f7dd62536acfde7e152c1eb9c1bd203a029123596e9a4c27ebc0e41b53d8b46c955122246b3c46d0f45237203ebf57c88cfac968c7b034493038fd4553149439e9831ee585d7b3d97b3daf06787b6bddc16db15db68134f3e83d4e3c4efee7c611f21dc9d48a7cce206b443f');
INSERT INTO audit_history VALUES (914103114052248050, 1, 'one_time_link', 914103114048053508, 0, '\xcf3fb5522bedb527f0bdc9b7e28c236560d36c54efc5e280df0d71fc6cda78116b3e4ba6ad3415a84945c831dd02743dd6c99c322671151a48ed33d587215f656328a971221079410f3ba69f099def9563b66746a073315d142ffecc65eb6633ac508d16d2e937a58b7b81219c2108553d341c89b07563a49333ce3e55260b1e26abba49bfe9a67ea552196230d0c5754e6fe2f9f9e7947237fad95d7d5866411ab9933236eb6e77a0984d76c5422d24befdd1cc84f614a8ab7688bed9499556a98d75eb7b255867e752fd0b89928977de99186a8a90f340408b197a957bfcca1df05d19e8b006fa5c87a8a73163bbe7ab53486e11caff140d387404ca5cf79a51189fd1b5a24f4169f1e08923b0f9f2d4231572dca5f71a58d1318f473b6d3a834d7a0206fd07baaf6424ee72ef9392c182537f050ab61d3dc7c6');



INSERT INTO audit_lease VALUES ('sequencer', 'vm:16637', '2026-11-27 10:39:44.558354+00');
























INSERT INTO idempotency VALUES (-1, 'commit:1989dbd47d815c9b818e07124811a1ba', 'area.make', '', NULL, 1, '2026-11-27 10:38:57.460319+00', '2026-11-28 10:38:57.460319+00', 914102996001399338);
INSERT INTO idempotency VALUES (-1, 'commit:6d87672c2602fd092121e1dd556a1c5e', 'area.make', '', NULL, 1, '2026-11-27 10:38:57.628765+00', '2026-11-28 10:38:57.628765+00', 914102996706255742);
INSERT INTO idempotency VALUES (-1, 'commit:8715fab8c0cb7a7c5cc03e06d43d8cbb', 'area.make', '', NULL, 1, '2026-11-27 10:38:58.0286+00', '2026-11-28 10:38:58.0286+00', 914102998369571943);
INSERT INTO idempotency VALUES (-1, 'commit:995c1b495b832fae035d80f544ddc194', 'sponsor.make', '', NULL, 1, '2026-11-27 10:38:58.335462+00', '2026-11-28 10:38:58.335462+00', 914102999674340511);
INSERT INTO idempotency VALUES (-1, 'commit:bd9aec593087023d5350689ea56ce524', 'site.make', '', NULL, 1, '2026-11-27 10:38:58.629312+00', '2026-11-28 10:38:58.629312+00', 914103000901318124);
INSERT INTO idempotency VALUES (-1, 'commit:2a6f846cc82cc2f0a5d4da21dac5153e', 'site.make', '', NULL, 1, '2026-11-27 10:38:58.99351+00', '2026-11-28 10:38:58.99351+00', 914103002431895376);
INSERT INTO idempotency VALUES (-1, 'commit:220fa909efb189b3d91e71978247b51e', 'staff.make', '', NULL, 1, '2026-11-27 10:38:59.231419+00', '2026-11-28 10:38:59.231419+00', 914103003411444752);
INSERT INTO idempotency VALUES (-1, 'commit:6c35dfac0c2ad6197f5a579eeca61aaa', 'staff.make', '', NULL, 1, '2026-11-27 10:38:59.483319+00', '2026-11-28 10:38:59.483319+00', 914103004467860476);
INSERT INTO idempotency VALUES (-1, 'commit:524b160cce52b588b78c80adf28b95f4', 'staff.make', '', NULL, 1, '2026-11-27 10:38:59.716712+00', '2026-11-28 10:38:59.716712+00', 914103005429006826);
INSERT INTO idempotency VALUES (-1, 'commit:632b9bdd5a8df23b12859adfac9dcd81', 'staff.language', '', NULL, 1, '2026-11-27 10:39:00.015075+00', '2026-11-28 10:39:00.015075+00', 914103006699857325);
INSERT INTO idempotency VALUES (-1, 'commit:5754d46773f8d80587d65a9b435d0b8f', 'staff.close', '', NULL, 1, '2026-11-27 10:39:00.12598+00', '2026-11-28 10:39:00.12598+00', 914103007148090703);
INSERT INTO idempotency VALUES (-1, 'commit:c7ab101dacba5a7c41f779f49d224d42', 'site.rename', '', NULL, 1, '2026-11-27 10:39:00.254622+00', '2026-11-28 10:39:00.254622+00', 914103007709508152);
INSERT INTO idempotency VALUES (-1, 'commit:415ebd4dca55bac15a68d281fdb9e099', 'site.close', '', NULL, 1, '2026-11-27 10:39:00.40063+00', '2026-11-28 10:39:00.40063+00', 914103008332555341);
INSERT INTO idempotency VALUES (-1, 'commit:20712753016d630945e9acade494f272', 'account.make', '', NULL, 1, '2026-11-27 10:39:00.52865+00', '2026-11-28 10:39:00.52865+00', 914103008824619174);
INSERT INTO idempotency VALUES (-1, 'commit:31c8d1c22ae63bfe1a0b408e4b0cde84', 'setup.link', '', NULL, 1, '2026-11-27 10:39:25.605538+00', '2026-11-28 10:39:25.605538+00', 914103114052248050);









INSERT INTO migration VALUES (1, '0001_start', '7b78cb1e50b2a831f10c83c3bd84816b23a58d4499be8a672e1d99e572279b04', '2026-11-27 10:38:56.993877+00');
INSERT INTO migration VALUES (2, '0002_ledger', '9afaae4be1e100449d9e856e44886b9f4d223307ec96fec8a995cb4a603a52a9', '2026-11-27 10:38:57.042381+00');
INSERT INTO migration VALUES (3, '0003_access', 'e23231049dbbed488aefebc91d069cce4bc1d53e1b460af71e394678e6ccd534', '2026-11-27 10:38:57.123868+00');
INSERT INTO migration VALUES (4, '0004_programme', 'f4915174afd55ba906a631364ede13c2f61c64da1724643abdd1ffbfc22bcb4c', '2026-11-27 10:38:57.195995+00');
INSERT INTO migration VALUES (5, '0005_list_order', '64870e633a86cd53d74ba2da7e85d42550d7bcab187c4b0626c0f0b9acc6debb', '2026-11-27 10:38:57.198474+00');
INSERT INTO migration VALUES (6, '0006_need', '61ff857451c2867eb10339c9b666ad31969a2454994e588629b11a6c0bad535b', '2026-11-27 10:38:57.229051+00');
INSERT INTO migration VALUES (7, '0007_import', '2fe7ff97593856cb3aabd8873d2e255a9d501327a62d5b939bfa1fb51b7e506b', '2026-11-27 10:38:57.240178+00');
INSERT INTO migration VALUES (8, '0008_selection', '7353d8a617a9e4bea3a0680cf8d98d71220853510b9f16bc88b1bf55ea2e64c4', '2026-11-27 10:38:57.271088+00');
INSERT INTO migration VALUES (9, '0009_list_export', '3150dfe3b536b2b5ecb76600d9ee902589e41ae91f901debc6d246e15b95e486', '2026-11-27 10:38:57.273196+00');
INSERT INTO migration VALUES (10, '0010_placement', '5714814372458139c9276d249a0f3cdde55c53c94a80ef4e8cf04c4d0d3b95e7', '2026-11-27 10:38:57.344874+00');
INSERT INTO migration VALUES (11, '0011_replayed_receipt', 'b565b8f0a68a710d137cbd22a9b932bbf1d0d3735f2b2907406a0d9cba7f8dd4', '2026-11-27 10:38:57.354311+00');
INSERT INTO migration VALUES (12, '0012_own_word', 'cc5b73a80ae242849adcae58e0abac66a95d8d4b2e5f753ab8fdd61bbecd4a18', '2026-11-27 10:38:57.357087+00');















INSERT INTO one_time_link VALUES (914103008824619173, '9783fea6d4b12fc52b9d148979b377eb5b86809dd3d9f155f27b29cda5bc4322', 'invitation', 914103008820425783, 0, '2026-11-27 10:39:00.516227+00', '2026-11-30 10:39:00.516227+00', NULL, NULL);
INSERT INTO one_time_link VALUES (914103114048053508, '6a2618e689775bb5355c40a73cdff52c2d8fdd3d31f19208a5262d8f2d5d0bb8', 'setup', NULL, 0, '2026-11-27 10:39:25.603531+00', '2026-11-30 10:39:25.603531+00', NULL, NULL);






























INSERT INTO record_read VALUES (914103003436611174, 914103003398862483, 0, 'operator', 'declared_conflict', '2026-11-27', '2026-11-27 10:38:59.231697+00', '2026-11-27 10:38:59.231697+00', 1);
INSERT INTO record_read VALUES (914103004522386239, 914103004459472450, 0, 'operator', 'declared_conflict', '2026-11-27', '2026-11-27 10:38:59.490353+00', '2026-11-27 10:38:59.490353+00', 1);
INSERT INTO record_read VALUES (914103005475145098, 914103005412231163, 0, 'operator', 'declared_conflict', '2026-11-27', '2026-11-27 10:38:59.717021+00', '2026-11-27 10:39:00.135615+00', 3);





















INSERT INTO site VALUES (914103002427700776, NULL, 'Upper Ford', 914102998319239488, 'village', 'low', 1, 1, 1, 2, 1, '[]', '[]', NULL, NULL, NULL, NULL, NULL, NULL, 2, NULL, NULL);
INSERT INTO site VALUES (914103000880345287, NULL, 'Bridge', 914102998319239488, 'village', 'low', 2, 1, 1, 2, 1, '["hill"]', '[]', NULL, NULL, NULL, '2026-11-27', 'over', NULL, 2, NULL, NULL);



INSERT INTO sponsor VALUES (914102999624007787, NULL, 'Weir hospital', 'hospital', 914102996702060752, 40, 2, NULL, NULL, NULL, 1);



INSERT INTO staff VALUES (914103003398862483, NULL, 'Ann Lee', 914102999624007787, 914102996702060752, '["member"]', '7', NULL, NULL, '[]', '[]', '[]', NULL, false, NULL, NULL, NULL, 1);
INSERT INTO staff VALUES (914103004459472450, NULL, '王小明', 914102999624007787, 914102996702060752, '["member"]', '7', NULL, NULL, '[]', '[]', '[]', NULL, false, NULL, NULL, NULL, 1);
INSERT INTO staff VALUES (914103005412231163, NULL, 'Gone Person', 914102999624007787, 914102996702060752, '["member"]', '7', NULL, NULL, '[{"language":"hill","level":"working","tested_on":"2026-01-02"}]', '[]', '[]', NULL, false, '2026-11-27', 'left', NULL, 3);















ALTER TABLE ONLY access_grant
    ADD CONSTRAINT access_grant_pkey PRIMARY KEY (id);



ALTER TABLE ONLY account
    ADD CONSTRAINT account_name UNIQUE (name);



ALTER TABLE ONLY account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);



ALTER TABLE ONLY affinity
    ADD CONSTRAINT affinity_pkey PRIMARY KEY (id);



ALTER TABLE ONLY announced_lead
    ADD CONSTRAINT announced_lead_pkey PRIMARY KEY (id);



ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_digest UNIQUE (digest);



ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);



ALTER TABLE ONLY area
    ADD CONSTRAINT area_path UNIQUE (path);



ALTER TABLE ONLY area
    ADD CONSTRAINT area_pkey PRIMARY KEY (id);



ALTER TABLE ONLY audit_checkpoint
    ADD CONSTRAINT audit_checkpoint_pkey PRIMARY KEY (origin, size);



ALTER TABLE ONLY audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY audit_epoch
    ADD CONSTRAINT audit_epoch_origin_key UNIQUE (origin);



ALTER TABLE ONLY audit_epoch
    ADD CONSTRAINT audit_epoch_pkey PRIMARY KEY (number);



ALTER TABLE ONLY audit_history
    ADD CONSTRAINT audit_history_pkey PRIMARY KEY (entry, part);



ALTER TABLE ONLY audit_lease
    ADD CONSTRAINT audit_lease_pkey PRIMARY KEY (name);



ALTER TABLE ONLY audit_node
    ADD CONSTRAINT audit_node_pkey PRIMARY KEY (level, place);



ALTER TABLE ONLY calendar_day
    ADD CONSTRAINT calendar_day_day UNIQUE (day);



ALTER TABLE ONLY calendar_day
    ADD CONSTRAINT calendar_day_pkey PRIMARY KEY (id);



ALTER TABLE ONLY correction
    ADD CONSTRAINT correction_pkey PRIMARY KEY (id);



ALTER TABLE ONLY credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);



ALTER TABLE ONLY establishment
    ADD CONSTRAINT establishment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY familiar_place
    ADD CONSTRAINT familiar_place_pkey PRIMARY KEY (place);



ALTER TABLE ONLY given_cost
    ADD CONSTRAINT given_cost_pkey PRIMARY KEY (id);



ALTER TABLE ONLY idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (actor, key);



ALTER TABLE ONLY job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);



ALTER TABLE ONLY list_export
    ADD CONSTRAINT list_export_pkey PRIMARY KEY (id);



ALTER TABLE ONLY migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);



ALTER TABLE ONLY need
    ADD CONSTRAINT need_pkey PRIMARY KEY (id);



ALTER TABLE ONLY need_standard
    ADD CONSTRAINT need_standard_pkey PRIMARY KEY (id);



ALTER TABLE ONLY nomination_objection
    ADD CONSTRAINT nomination_objection_pkey PRIMARY KEY (id);



ALTER TABLE ONLY nomination
    ADD CONSTRAINT nomination_once UNIQUE (round, staff);



ALTER TABLE ONLY nomination
    ADD CONSTRAINT nomination_pkey PRIMARY KEY (id);



ALTER TABLE ONLY one_time_link
    ADD CONSTRAINT one_time_link_digest UNIQUE (digest);



ALTER TABLE ONLY one_time_link
    ADD CONSTRAINT one_time_link_pkey PRIMARY KEY (id);



ALTER TABLE ONLY other_post
    ADD CONSTRAINT other_post_pkey PRIMARY KEY (id);



ALTER TABLE ONLY outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);



ALTER TABLE ONLY pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (id);



ALTER TABLE ONLY placement_override
    ADD CONSTRAINT placement_override_pkey PRIMARY KEY (id);



ALTER TABLE ONLY placement
    ADD CONSTRAINT placement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY plan_file
    ADD CONSTRAINT plan_file_name UNIQUE (plan, name);



ALTER TABLE ONLY plan_file
    ADD CONSTRAINT plan_file_pkey PRIMARY KEY (id);



ALTER TABLE ONLY plan_objection
    ADD CONSTRAINT plan_objection_pkey PRIMARY KEY (id);



ALTER TABLE ONLY plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (id);



ALTER TABLE ONLY posting
    ADD CONSTRAINT posting_pkey PRIMARY KEY (id);



ALTER TABLE ONLY record_read
    ADD CONSTRAINT record_read_day UNIQUE (staff, reader, day, roles, fields);



ALTER TABLE ONLY record_read
    ADD CONSTRAINT record_read_pkey PRIMARY KEY (id);



ALTER TABLE ONLY round_place
    ADD CONSTRAINT round_place_once UNIQUE (round, sponsor);



ALTER TABLE ONLY round_place
    ADD CONSTRAINT round_place_pkey PRIMARY KEY (id);



ALTER TABLE ONLY rule_set
    ADD CONSTRAINT rule_set_number UNIQUE (number);



ALTER TABLE ONLY rule_set
    ADD CONSTRAINT rule_set_pkey PRIMARY KEY (id);



ALTER TABLE ONLY second_factor_use
    ADD CONSTRAINT second_factor_use_pkey PRIMARY KEY (account);



ALTER TABLE ONLY selection_round
    ADD CONSTRAINT selection_round_pkey PRIMARY KEY (id);



ALTER TABLE ONLY session
    ADD CONSTRAINT session_digest UNIQUE (digest);



ALTER TABLE ONLY session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);



ALTER TABLE ONLY sign_in_miss
    ADD CONSTRAINT sign_in_miss_pkey PRIMARY KEY (bucket);



ALTER TABLE ONLY site
    ADD CONSTRAINT site_pkey PRIMARY KEY (id);



ALTER TABLE ONLY sponsor
    ADD CONSTRAINT sponsor_pkey PRIMARY KEY (id);



ALTER TABLE ONLY staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);



ALTER TABLE ONLY staff_placing
    ADD CONSTRAINT staff_placing_pkey PRIMARY KEY (id);



ALTER TABLE ONLY staffing
    ADD CONSTRAINT staffing_pkey PRIMARY KEY (id);



ALTER TABLE ONLY wish
    ADD CONSTRAINT wish_pkey PRIMARY KEY (id);



ALTER TABLE ONLY workload
    ADD CONSTRAINT workload_pkey PRIMARY KEY (id);



CREATE INDEX access_grant_account ON access_grant USING btree (account);



CREATE INDEX access_grant_subject ON access_grant USING btree (scope_kind, subject);



CREATE INDEX account_staff ON account USING btree (staff);



CREATE INDEX affinity_site ON affinity USING btree (site, sponsor);



CREATE INDEX announced_lead_site ON announced_lead USING btree (site);



CREATE INDEX api_token_account ON api_token USING btree (account);



CREATE INDEX area_code ON area USING btree (code);



CREATE INDEX area_name ON area USING btree (name, id);



CREATE INDEX area_parent ON area USING btree (parent);



CREATE UNIQUE INDEX audit_entry_place ON audit_entry USING btree (place);



CREATE INDEX audit_entry_waiting ON audit_entry USING btree (id) WHERE (place IS NULL);



CREATE INDEX audit_history_record ON audit_history USING btree (table_name, record, entry);



CREATE INDEX audit_history_subject ON audit_history USING btree (subject, entry);



CREATE INDEX correction_staff ON correction USING btree (staff, id);



CREATE INDEX establishment_sponsor ON establishment USING btree (sponsor, from_day);



CREATE INDEX familiar_place_last_at ON familiar_place USING btree (last_at);



CREATE INDEX given_cost_staff ON given_cost USING btree (staff, site);



CREATE INDEX idempotency_keep_until ON idempotency USING btree (keep_until);



CREATE INDEX job_state_due_at ON job USING btree (state, due_at);



CREATE INDEX list_export_digest ON list_export USING btree (digest);



CREATE INDEX need_site ON need USING btree (site, from_day);



CREATE INDEX nomination_objection_nomination ON nomination_objection USING btree (nomination);



CREATE INDEX nomination_sponsor ON nomination USING btree (sponsor, round);



CREATE INDEX nomination_staff ON nomination USING btree (staff);



CREATE INDEX one_time_link_account ON one_time_link USING btree (account);



CREATE INDEX other_post_site ON other_post USING btree (site, from_day);



CREATE INDEX outbox_due_at ON outbox USING btree (due_at);



CREATE INDEX pin_staff ON pin USING btree (staff, site);



CREATE INDEX placement_override_plan ON placement_override USING btree (plan);



CREATE INDEX placement_plan ON placement USING btree (plan, site);



CREATE INDEX placement_staff ON placement USING btree (staff);



CREATE INDEX plan_objection_plan ON plan_objection USING btree (plan);



CREATE INDEX posting_site ON posting USING btree (site, from_day);



CREATE INDEX posting_staff ON posting USING btree (staff, from_day);



CREATE INDEX round_place_sponsor ON round_place USING btree (sponsor, round);



CREATE INDEX rule_set_holds_from ON rule_set USING btree (holds_from, number);



CREATE INDEX selection_round_area ON selection_round USING btree (area);



CREATE INDEX selection_round_name ON selection_round USING btree (name, id, area, closed_on);



CREATE INDEX session_account ON session USING btree (account);



CREATE INDEX sign_in_miss_last_at ON sign_in_miss USING btree (last_at);



CREATE INDEX site_area ON site USING btree (area);



CREATE INDEX site_code ON site USING btree (code);



CREATE INDEX site_name ON site USING btree (name, id, area, closed_on);



CREATE INDEX sponsor_area ON sponsor USING btree (area);



CREATE INDEX sponsor_code ON sponsor USING btree (code);



CREATE INDEX sponsor_name ON sponsor USING btree (name, id, area, closed_on);



CREATE INDEX staff_area ON staff USING btree (area);



CREATE INDEX staff_code ON staff USING btree (code);



CREATE INDEX staff_name ON staff USING btree (name, id, area, closed_on);



CREATE INDEX staff_sponsor ON staff USING btree (sponsor, name, id);



CREATE INDEX staffing_site ON staffing USING btree (site, from_day);



CREATE INDEX wish_staff ON wish USING btree (staff, site);



CREATE INDEX workload_site ON workload USING btree (site, from_day);



ALTER TABLE ONLY access_grant
    ADD CONSTRAINT access_grant_account_fkey FOREIGN KEY (account) REFERENCES account(id);



ALTER TABLE ONLY affinity
    ADD CONSTRAINT affinity_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY affinity
    ADD CONSTRAINT affinity_sponsor_fkey FOREIGN KEY (sponsor) REFERENCES sponsor(id);



ALTER TABLE ONLY announced_lead
    ADD CONSTRAINT announced_lead_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY announced_lead
    ADD CONSTRAINT announced_lead_sponsor_fkey FOREIGN KEY (sponsor) REFERENCES sponsor(id);



ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_access_grant_fkey FOREIGN KEY (access_grant) REFERENCES access_grant(id);



ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_account_fkey FOREIGN KEY (account) REFERENCES account(id);



ALTER TABLE ONLY area
    ADD CONSTRAINT area_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES area(id);



ALTER TABLE ONLY area
    ADD CONSTRAINT area_parent_fkey FOREIGN KEY (parent) REFERENCES area(id);



ALTER TABLE ONLY audit_history
    ADD CONSTRAINT audit_history_entry_fkey FOREIGN KEY (entry) REFERENCES audit_entry(id);



ALTER TABLE ONLY correction
    ADD CONSTRAINT correction_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY credential
    ADD CONSTRAINT credential_id_fkey FOREIGN KEY (id) REFERENCES account(id);



ALTER TABLE ONLY establishment
    ADD CONSTRAINT establishment_sponsor_fkey FOREIGN KEY (sponsor) REFERENCES sponsor(id);



ALTER TABLE ONLY given_cost
    ADD CONSTRAINT given_cost_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY given_cost
    ADD CONSTRAINT given_cost_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY need
    ADD CONSTRAINT need_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY nomination_objection
    ADD CONSTRAINT nomination_objection_nomination_fkey FOREIGN KEY (nomination) REFERENCES nomination(id);



ALTER TABLE ONLY nomination_objection
    ADD CONSTRAINT nomination_objection_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY nomination
    ADD CONSTRAINT nomination_round_fkey FOREIGN KEY (round) REFERENCES selection_round(id);



ALTER TABLE ONLY nomination
    ADD CONSTRAINT nomination_sponsor_fkey FOREIGN KEY (sponsor) REFERENCES sponsor(id);



ALTER TABLE ONLY nomination
    ADD CONSTRAINT nomination_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY one_time_link
    ADD CONSTRAINT one_time_link_account_fkey FOREIGN KEY (account) REFERENCES account(id);



ALTER TABLE ONLY other_post
    ADD CONSTRAINT other_post_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY pin
    ADD CONSTRAINT pin_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY pin
    ADD CONSTRAINT pin_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY placement_override
    ADD CONSTRAINT placement_override_plan_fkey FOREIGN KEY (plan) REFERENCES plan(id);



ALTER TABLE ONLY placement_override
    ADD CONSTRAINT placement_override_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY placement_override
    ADD CONSTRAINT placement_override_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY placement
    ADD CONSTRAINT placement_plan_fkey FOREIGN KEY (plan) REFERENCES plan(id);



ALTER TABLE ONLY placement
    ADD CONSTRAINT placement_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY placement
    ADD CONSTRAINT placement_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY plan
    ADD CONSTRAINT plan_area_fkey FOREIGN KEY (area) REFERENCES area(id);



ALTER TABLE ONLY plan_file
    ADD CONSTRAINT plan_file_plan_fkey FOREIGN KEY (plan) REFERENCES plan(id);



ALTER TABLE ONLY plan_objection
    ADD CONSTRAINT plan_objection_plan_fkey FOREIGN KEY (plan) REFERENCES plan(id);



ALTER TABLE ONLY plan_objection
    ADD CONSTRAINT plan_objection_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY posting
    ADD CONSTRAINT posting_plan_fkey FOREIGN KEY (plan) REFERENCES plan(id);



ALTER TABLE ONLY posting
    ADD CONSTRAINT posting_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY posting
    ADD CONSTRAINT posting_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY round_place
    ADD CONSTRAINT round_place_round_fkey FOREIGN KEY (round) REFERENCES selection_round(id);



ALTER TABLE ONLY round_place
    ADD CONSTRAINT round_place_sponsor_fkey FOREIGN KEY (sponsor) REFERENCES sponsor(id);



ALTER TABLE ONLY second_factor_use
    ADD CONSTRAINT second_factor_use_account_fkey FOREIGN KEY (account) REFERENCES account(id);



ALTER TABLE ONLY selection_round
    ADD CONSTRAINT selection_round_area_fkey FOREIGN KEY (area) REFERENCES area(id);



ALTER TABLE ONLY session
    ADD CONSTRAINT session_account_fkey FOREIGN KEY (account) REFERENCES account(id);



ALTER TABLE ONLY site
    ADD CONSTRAINT site_area_fkey FOREIGN KEY (area) REFERENCES area(id);



ALTER TABLE ONLY site
    ADD CONSTRAINT site_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES site(id);



ALTER TABLE ONLY sponsor
    ADD CONSTRAINT sponsor_area_fkey FOREIGN KEY (area) REFERENCES area(id);



ALTER TABLE ONLY sponsor
    ADD CONSTRAINT sponsor_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES sponsor(id);



ALTER TABLE ONLY staff
    ADD CONSTRAINT staff_area_fkey FOREIGN KEY (area) REFERENCES area(id);



ALTER TABLE ONLY staff
    ADD CONSTRAINT staff_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES staff(id);



ALTER TABLE ONLY staff_placing
    ADD CONSTRAINT staff_placing_home_site_fkey FOREIGN KEY (home_site) REFERENCES site(id);



ALTER TABLE ONLY staff_placing
    ADD CONSTRAINT staff_placing_id_fkey FOREIGN KEY (id) REFERENCES staff(id);



ALTER TABLE ONLY staff
    ADD CONSTRAINT staff_sponsor_fkey FOREIGN KEY (sponsor) REFERENCES sponsor(id);



ALTER TABLE ONLY staffing
    ADD CONSTRAINT staffing_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY wish
    ADD CONSTRAINT wish_site_fkey FOREIGN KEY (site) REFERENCES site(id);



ALTER TABLE ONLY wish
    ADD CONSTRAINT wish_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id);



ALTER TABLE ONLY workload
    ADD CONSTRAINT workload_site_fkey FOREIGN KEY (site) REFERENCES site(id);





