// What was said of a site's need, and the forms to say it: how many, who is in post, what a team finds there, the work, posts
// of other programmes, the lead sponsor. Each is a total with its source and its day, never about a person. A gap that is
// listed elsewhere leads to its form: /sites/ID?tab=need&do=staffing.
import { type Answer, type Body, answer, api, number, t } from "@sojourn/shared";
import { ActionButton } from "../../parts/Action";
import { RecordForm } from "../../parts/RecordForm";
import { type Saying, Statements, fromToday, needFields, whenAndWhere } from "../../parts/Statements";
import { useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { LeadSaid } from "./LeadSaid";
import { missing } from "./fields";

type Need = Answer<"/api/sites/{id}/need">;
type Site = Answer<"/api/sites/{id}">;
type Said<P extends "/api/needs" | "/api/staffing" | "/api/readiness" | "/api/workloads" | "/api/other-posts"> = Omit<Body<P>, "site">;

const staffers = ["programme", "own_organisation"] as const;
const works = ["activity", "category", "individual"] as const;
const needs = ["lodging", "water_power", "medical", "communications"] as const;

/** What nobody has told yet, each with its form. */
export function Gaps({ id, need }: { id: string; need: Need }) {
  const may = useMay();
  const ready = useRead("/api/sites/{id}/readiness", { path: { id } });
  const lacks = ready.data?.missing ?? [];
  if (!need.solved || (need.in_post !== undefined && lacks.length === 0)) {
    return null;
  }
  return (
    <section aria-labelledby="gaps">
      <h2 id="gaps">{t("statements.gaps")}</h2>
      <ul>
        {need.in_post === undefined && (
          <li>
            ▲ {t("statements.gap_staffing")} {may("staffing.set") && <ActionButton name="staffing">{t("statements.set_staffing")}</ActionButton>}
          </li>
        )}
        {lacks.length > 0 && (
          <li>
            ▲{" "}
            {ready.data?.statement === undefined
              ? t("statements.gap_nobody_looked")
              : t("statements.gap_lacks", { what: lacks.map(missing).join(t("shell.comma")) })}{" "}
            {may("readiness.set") && <ActionButton name="readiness">{t("statements.set_readiness")}</ActionButton>}
          </li>
        )}
      </ul>
    </section>
  );
}

/** `need`: as it stands, which the forms begin with; undefined of a closed site, of which nothing more is said. */
export function NeedSaid({ site, need }: { site: Site; need?: Need }) {
  const may = useMay();
  return (
    <>
      <NeedLines site={site} need={need} />
      <InPost site={site} need={need} />
      <Found site={site} open={need !== undefined} />
      <Work site={site} need={need} />
      <Others site={site} open={need !== undefined} />
      {may("lead.list") && <LeadSaid site={site} open={need !== undefined} />}
    </>
  );
}

function NeedLines({ site, need }: { site: Site; need: Need | undefined }) {
  const may = useMay();
  const list = useList("/api/needs", { site: site.id, withdrawn: true });
  const says: Saying[] =
    need !== undefined && may("need.set")
      ? [
          {
            name: "need",
            title: t("statements.set_need"),
            form: (done) => (
              <RecordForm<Said<"/api/needs">>
                draft={`statements.need.${site.id}`}
                fields={[
                  ...needFields<Said<"/api/needs">>(),
                  ...whenAndWhere<Said<"/api/needs">>(),
                ]}
                given={fromToday({ role: "team", minimum: need.minimum, target: need.target })}
                action={t("statements.set_need")}
                before={<p className="quiet">{t("statements.need_effect")}</p>}
                send={async (body) => {
                  await answer(api.POST("/api/needs", { body: { ...body, site: site.id } }));
                  await done();
                }}
              />
            ),
          },
        ]
      : [];
  return (
    <Statements
      id="said-need"
      title={t("statements.needs")}
      none={t("statements.no_needs")}
      of={list}
      says={says}
      before={<p className="quiet">{t("statements.needs_how")}</p>}
      head={[
        { title: t("statements.role") },
        { title: t("statements.minimum"), number: true },
        { title: t("statements.target"), number: true },
        { title: t("statements.set_by") },
      ]}
      cells={(each) => [
        <>
          {t(`statements.role_${each.role}`)} {each.skill !== "" && <bdi>{each.skill}</bdi>}
        </>,
        <bdi key="minimum">{number(each.minimum)}</bdi>,
        <bdi key="target">{number(each.target)}</bdi>,
        <bdi key="by">{each.set_by}</bdi>,
      ]}
      label={fieldName}
      history="/api/needs/{id}/history"
      withdraw={
        need !== undefined && may("need.withdraw") ? (id, body) => answer(api.POST("/api/needs/{id}/withdraw", { params: { path: { id } }, body })) : undefined
      }
    />
  );
}

function InPost({ site, need }: { site: Site; need: Need | undefined }) {
  const may = useMay();
  const list = useList("/api/staffing", { site: site.id, withdrawn: true });
  const says: Saying[] =
    need !== undefined && may("staffing.set")
      ? [
          {
            name: "staffing",
            title: t("statements.set_staffing"),
            form: (done) => (
              <RecordForm<Said<"/api/staffing">>
                draft={`statements.staffing.${site.id}`}
                fields={[
                  {
                    name: "staffed_by",
                    label: t("statements.staffed_by"),
                    kind: "choice",
                    choices: staffers.map((value) => ({ value, name: t(`statements.by_${value}`) })),
                    help: t("statements.staffed_by_help"),
                  },
                  { name: "in_post", label: t("statements.in_post"), kind: "number" },
                  { name: "unfilled_rounds", label: t("statements.unfilled_rounds"), kind: "number", help: t("statements.unfilled_help") },
                  ...whenAndWhere<Said<"/api/staffing">>(true),
                ]}
                given={fromToday({
                  staffed_by: need.solved ? "programme" : "own_organisation",
                  unfilled_rounds: need.unfilled_rounds,
                  ...(need.in_post !== undefined && { in_post: need.in_post }),
                })}
                action={t("statements.set_staffing")}
                before={<p className="quiet">{t("statements.staffing_effect")}</p>}
                send={async (body) => {
                  await answer(api.POST("/api/staffing", { body: { ...body, site: site.id } }));
                  await done();
                }}
              />
            ),
          },
        ]
      : [];
  return (
    <Statements
      id="said-staffing"
      title={t("statements.staffing")}
      none={t("statements.no_staffing")}
      of={list}
      says={says}
      head={[
        { title: t("statements.staffed_by") },
        { title: t("statements.in_post"), number: true },
        { title: t("statements.unfilled_rounds"), number: true },
      ]}
      cells={(each) => [
        t(`statements.by_${each.staffed_by}`),
        <bdi key="in_post">{number(each.in_post)}</bdi>,
        <bdi key="rounds">{number(each.unfilled_rounds)}</bdi>,
      ]}
      label={fieldName}
      history="/api/staffing/{id}/history"
      withdraw={
        need !== undefined && may("staffing.withdraw")
          ? (id, body) => answer(api.POST("/api/staffing/{id}/withdraw", { params: { path: { id } }, body }))
          : undefined
      }
    />
  );
}

function Found({ site, open }: { site: Site; open: boolean }) {
  const may = useMay();
  const list = useList("/api/readiness", { site: site.id, withdrawn: true });
  // The form begins with what holds: the newest report need not be the one of the latest day.
  const ready = useRead("/api/sites/{id}/readiness", { path: { id: site.id } });
  const now = ready.data?.statement === undefined ? undefined : ready.data;
  const says: Saying[] =
    open && may("readiness.set")
      ? [
          {
            name: "readiness",
            title: t("statements.set_readiness"),
            form: (done) => (
              <RecordForm<Said<"/api/readiness">>
                key={now?.statement}
                draft={`statements.readiness.${site.id}`}
                fields={[
                  ...needs.map((name) => ({ name, label: t(`statements.${name}`), kind: "yes" as const })),
                  { name: "contact", label: t("statements.contact"), help: t("statements.contact_help") },
                  ...whenAndWhere<Said<"/api/readiness">>(true),
                ]}
                given={fromToday(
                  now && {
                    ...Object.fromEntries(needs.map((name) => [name, !now.missing.includes(name)])),
                    contact: now.contact,
                  },
                )}
                action={t("statements.set_readiness")}
                before={<p className="quiet">{t("statements.readiness_effect")}</p>}
                send={async (body) => {
                  await answer(api.POST("/api/readiness", { body: { ...body, site: site.id } }));
                  await done();
                }}
              />
            ),
          },
        ]
      : [];
  return (
    <Statements
      id="said-readiness"
      title={t("statements.readiness")}
      none={t("statements.no_readiness")}
      of={list}
      says={says}
      head={[{ title: t("statements.there_is") }, { title: t("statements.contact") }]}
      cells={(each) => [
        <ul key="there" className="plain">
          {needs.map((name) => (
            <li key={name}>
              <span aria-hidden="true">{each[name] ? "✔ " : "✖ "}</span>
              {t(each[name] ? "statements.has" : "statements.has_not", { what: missing(name) })}
            </li>
          ))}
        </ul>,
        each.contact === undefined ? <span className="quiet">{t("statements.no_contact")}</span> : <bdi key="contact">{each.contact}</bdi>,
      ]}
      label={fieldName}
      history="/api/readiness/{id}/history"
      withdraw={
        open && may("readiness.withdraw")
          ? (id, body) => answer(api.POST("/api/readiness/{id}/withdraw", { params: { path: { id } }, body }))
          : undefined
      }
    />
  );
}

function Work({ site, need }: { site: Site; need: Need | undefined }) {
  const may = useMay();
  const list = useList("/api/workloads", { site: site.id, withdrawn: true });
  const says: Saying[] =
    need !== undefined && may("workload.set")
      ? works.map((kind) => ({
          name: `work-${kind}`,
          title: t(`statements.set_${kind}`),
          form: (done) => (
            <RecordForm<Said<"/api/workloads">>
              draft={`statements.work.${kind}.${site.id}`}
              fields={[
                { name: "task", label: t("statements.task"), help: t("statements.task_help") },
                ...(kind === "category"
                  ? ([{ name: "share", label: t("statements.share"), kind: "number", help: t("statements.share_help") }] as const)
                  : ([
                      { name: "volume", label: t(`statements.volume_${kind}`), kind: "number", help: t("statements.volume_help") },
                      { name: "unit_minutes", label: t(`statements.minutes_${kind}`), kind: "number" },
                    ] as const)),
                ...whenAndWhere<Said<"/api/workloads">>(),
              ]}
              given={fromToday()}
              action={t(`statements.set_${kind}`)}
              before={<p className="quiet">{t("statements.work_effect")}</p>}
              send={async (body) => {
                await answer(api.POST("/api/workloads", { body: { ...body, kind, site: site.id } }));
                await done();
              }}
            />
          ),
        }))
      : [];
  return (
    <Statements
      id="said-work"
      title={t("statements.work")}
      none={t("statements.no_work")}
      of={list}
      says={says}
      before={need !== undefined && <p className="quiet">{t(`statements.work_how_${need.rules.method}`)}</p>}
      head={[{ title: t("statements.task") }, { title: t("statements.kind") }, { title: t("statements.how_much") }]}
      cells={(each) => [
        <bdi key="task">{each.task}</bdi>,
        t(`sites.work.${each.kind}`),
        each.kind === "category"
          ? t("sites.work_share", { share: each.share })
          : t("sites.work_volume", { volume: each.volume, minutes: each.unit_minutes }),
      ]}
      label={fieldName}
      history="/api/workloads/{id}/history"
      withdraw={
        need !== undefined && may("workload.withdraw")
          ? (id, body) => answer(api.POST("/api/workloads/{id}/withdraw", { params: { path: { id } }, body }))
          : undefined
      }
    />
  );
}

function Others({ site, open }: { site: Site; open: boolean }) {
  const may = useMay();
  const list = useList("/api/other-posts", { site: site.id, withdrawn: true });
  const says: Saying[] =
    open && may("other_post.set")
      ? [
          {
            name: "others",
            title: t("statements.set_others"),
            form: (done) => (
              <RecordForm<Said<"/api/other-posts">>
                draft={`statements.others.${site.id}`}
                fields={[
                  { name: "programme", label: t("statements.programme"), help: t("statements.programme_help") },
                  { name: "posts", label: t("statements.posts_there"), kind: "number", help: t("statements.posts_there_help") },
                  ...whenAndWhere<Said<"/api/other-posts">>(),
                ]}
                given={fromToday()}
                action={t("statements.set_others")}
                before={<p className="quiet">{t("statements.others_effect")}</p>}
                send={async (body) => {
                  await answer(api.POST("/api/other-posts", { body: { ...body, site: site.id } }));
                  await done();
                }}
              />
            ),
          },
        ]
      : [];
  return (
    <Statements
      id="said-others"
      title={t("statements.others")}
      none={t("statements.no_others")}
      of={list}
      says={says}
      head={[{ title: t("statements.programme") }, { title: t("statements.posts_there"), number: true }]}
      cells={(each) => [<bdi key="programme">{each.programme}</bdi>, <bdi key="posts">{number(each.posts)}</bdi>]}
      label={fieldName}
      history="/api/other-posts/{id}/history"
      withdraw={
        open && may("other_post.withdraw")
          ? (id, body) => answer(api.POST("/api/other-posts/{id}/withdraw", { params: { path: { id } }, body }))
          : undefined
      }
    />
  );
}

const names = [
  "role",
  "skill",
  "minimum",
  "target",
  "set_by",
  "staffed_by",
  "in_post",
  "unfilled_rounds",
  "contact",
  "lodging",
  "water_power",
  "medical",
  "communications",
  "kind",
  "task",
  "share",
  "programme",
] as const;

function fieldName(field: string): string {
  const found = names.find((each) => each === field);
  if (found !== undefined) {
    return t(`statements.${found}`);
  }
  return field === "site"
    ? t("statements.site")
    : field === "volume"
      ? t("statements.volume_activity")
      : field === "unit_minutes"
        ? t("statements.minutes_activity")
        : field === "posts"
          ? t("statements.posts_there")
          : field;
}
