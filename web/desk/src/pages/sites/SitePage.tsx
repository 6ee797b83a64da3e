// One site's story: what is said of it, what it needs and why, who is there, whether it is ready,
// and who changed what.
import { type Answer, type Body, answer, api, day, number, t, withTheTerm } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Closed } from "../../parts/Closed";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { History } from "../../parts/History";
import { PageHead } from "../../parts/PageHead";
import { PostForm } from "../../parts/PostForm";
import { type Given, RecordForm, type SeenField } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { Skeleton } from "../../parts/Skeleton";
import { Tabs, useTab } from "../../parts/Tabs";
import { orAnew } from "../../parts/anew";
import { findSites } from "../../parts/find";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { ObjectTo, OwnObjections } from "../plans/ObjectTo";
import { factFields, makeFields, missing, siteLabel, team } from "./fields";

const NeedTab = lazy(() => withTheTerm(async () => ({ default: (await import("./NeedTab")).NeedTab })));
const TermTab = lazy(() => withTheTerm(async () => ({ default: (await import("./TermTab")).TermTab })));
const SitePlan = lazy(() => withTheTerm(async () => ({ default: (await import("../work/SitePlan")).SitePlan })));

type Site = Answer<"/api/sites/{id}">;

export default function SitePage() {
  const { id = "" } = useParams();
  const site = useRead("/api/sites/{id}", { path: { id } });
  return <Loaded of={{ ...site, data: site.data?.id === id ? site.data : undefined }}>{(now) => <TheSite site={now} />}</Loaded>;
}

function TheSite({ site }: { site: Site }) {
  const may = useMay();
  const tab = useTab(["facts", "need", "team", "work", "term", "history"]);
  const open = site.closed_on === undefined;
  return (
    <>
      <p className="quiet">
        <Link to="/sites">{t("sites.back")}</Link>
      </p>
      <PageHead
        title={site.name}
        of="record"
        action={
          open && may("posting.make") ? (
            <ActionButton name="post" main>
              {t("sites.fill")}
            </ActionButton>
          ) : undefined
        }
      />
      {site.closed_on !== undefined && (
        <Closed
          on={site.closed_on}
          reason={site.closed_reason}
          successor={site.merged_into === undefined ? undefined : `/sites/${site.merged_into}`}
        />
      )}
      <p className="actions">
        {open && may("site.change") && <ActionButton name="change">{t("sites.change")}</ActionButton>}
        {open && may("site.rename") && <ActionButton name="rename">{t("sites.rename")}</ActionButton>}
        {open && may("site.close") && <ActionButton name="close">{t("sites.close")}</ActionButton>}
        {open && may("site.merge") && <ActionButton name="merge">{t("sites.merge")}</ActionButton>}
        {!open && site.merged_into === undefined && may("site.reopen") && (
          <ActionButton name="reopen">{t("sites.reopen")}</ActionButton>
        )}
      </p>
      <Tabs
        now={tab}
        tabs={[
          { name: "facts", title: t("sites.facts") },
          ...(may("need.explain") ? [{ name: "need" as const, title: t("sites.need_why") }] : []),
          { name: "team", title: t("sites.team") },
          ...(may("work_plan.list") ? [{ name: "work" as const, title: t("sites.work_plan") }] : []),
          ...(may("training.coverage") || may("line.list") ? [{ name: "term" as const, title: t("sites.training_and_money") }] : []),
          { name: "history", title: t("record.history") },
        ]}
      />
      {tab === "facts" && <FactsTab site={site} />}
      {tab === "need" && may("need.explain") && (
        <Suspense fallback={<Skeleton />}>
          <NeedTab site={site} />
        </Suspense>
      )}
      {tab === "team" && <TeamTab id={site.id} />}
      {tab === "work" && (
        <Suspense fallback={<Skeleton />}>
          <SitePlan site={site.id} />
        </Suspense>
      )}
      {tab === "term" && (
        <Suspense fallback={<Skeleton />}>
          <TermTab id={site.id} />
        </Suspense>
      )}
      {tab === "history" && <History path="/api/sites/{id}/history" id={site.id} label={siteLabel} />}
      <Actions site={site} />
    </>
  );
}

function FactsTab({ site }: { site: Site }) {
  const may = useMay();
  return (
    <>
      <Facts>
        <Fact label={t("sites.code")}>{site.code !== undefined && <bdi>{site.code}</bdi>}</Fact>
        <Fact label={t("sites.area")}>
          <bdi>{site.area_name}</bdi>
        </Fact>
        <Fact label={t("sites.kind")}>{t(`sites.kind.${site.kind}`)}</Fact>
        <Fact label={t("sites.tier")}>{t(`sites.tier.${site.tier}`)}</Fact>
        <Fact label={t("sites.need")}>
          <bdi>{number(site.need)}</bdi>
        </Fact>
        <Fact label={t("sites.hardship")}>
          <bdi>{number(site.hardship)}</bdi>
        </Fact>
        <Fact label={t("sites.team")}>{team(site.min_team, site.target_team)}</Fact>
        <Fact label={t("sites.max_first_timers")}>{t("sites.people", { count: site.max_first_timers })}</Fact>
        <Fact label={t("sites.languages")} none={t("sites.none_asked")}>
          {site.languages.length > 0 && <bdi>{site.languages.join(t("shell.comma"))}</bdi>}
        </Fact>
        <Fact label={t("sites.skills")} none={t("sites.none_asked")}>
          {site.skills.length > 0 && <bdi>{site.skills.join(t("shell.comma"))}</bdi>}
        </Fact>
        <Fact label={t("sites.challenge")} none={t("record.not_said")}>
          {site.challenge !== undefined && <bdi>{site.challenge}</bdi>}
        </Fact>
        <Fact label={t("sites.place")} none={t("record.not_said")}>
          {(site.lat !== undefined || site.x_km !== undefined) && (
            <bdi>
              {site.lat !== undefined
                ? t("sites.at_degrees", { lat: site.lat, lon: site.lon ?? 0 })
                : t("sites.at_km", { x: site.x_km ?? 0, y: site.y_km ?? 0 })}
            </bdi>
          )}
        </Fact>
      </Facts>
      {may("site.readiness") && <Ready site={site} />}
    </>
  );
}

function Ready({ site }: { site: Site }) {
  const ready = useRead("/api/sites/{id}/readiness", { path: { id: site.id } });
  const tells = useMay()("readiness.set") && site.closed_on === undefined;
  return (
    <section aria-labelledby="ready">
      <h2 id="ready">{t("sites.ready")}</h2>
      <Loaded of={ready}>
        {(now) => (
          <>
            <p>
              {now.ready ? (
                <>
                  <span aria-hidden="true">✔ </span>
                  {t("sites.is_ready")}
                </>
              ) : now.statement === undefined ? (
                <>
                  <span aria-hidden="true">○ </span>
                  {t("sites.nobody_looked")}
                </>
              ) : (
                <>
                  <span aria-hidden="true">✖ </span>
                  {t("sites.lacks", { count: now.missing.length })}
                </>
              )}
            </p>
            {now.missing.length > 0 && (
              <ul>
                {now.missing.map((each) => (
                  <li key={each}>{tells ? <Link to="?tab=need&do=readiness">{missing(each)}</Link> : missing(each)}</li>
                ))}
              </ul>
            )}
            <Facts>
              <Fact label={t("sites.contact")}>{now.contact !== undefined && <bdi>{now.contact}</bdi>}</Fact>
              <Fact label={t("sites.source")}>{now.source !== undefined && <bdi>{now.source}</bdi>}</Fact>
              <Fact label={t("sites.since")}>{now.from_day !== undefined && <Day of={now.from_day} />}</Fact>
            </Facts>
          </>
        )}
      </Loaded>
    </section>
  );
}

function TeamTab({ id }: { id: string }) {
  const may = useMay();
  const mayPostings = may("posting.list");
  const mayPlacements = may("placement.list");
  const postings = useList("/api/postings", { site: id }, { enabled: mayPostings });
  const placements = useList("/api/placements", { site: id }, { enabled: mayPlacements });
  const person = (staff: string, name: string) =>
    may("staff.show") ? (
      <Link to={`/people/${staff}`}>
        <bdi>{name}</bdi>
      </Link>
    ) : (
      <bdi>{name}</bdi>
    );
  return (
    <>
      <section aria-labelledby="postings">
        <h2 id="postings">{t("sites.postings")}</h2>
        {mayPostings ? (
          <Loaded of={postings}>
            {(rows) =>
              rows.length === 0 ? (
                <p className="quiet">{t("sites.nobody_posted")}</p>
              ) : (
                <SimpleTable
                  label={t("sites.postings")}
                  head={[
                    { title: t("sites.person") },
                    { title: t("sites.role") },
                    { title: t("sites.from") },
                    { title: t("sites.until") },
                    { title: t("sites.source") },
                  ]}
                  rows={rows.map((each) => ({
                    key: each.id,
                    cells: [
                      person(each.staff, each.staff_name),
                      <Role key="role" role={each.role} />,
                      <Day of={each.from_day} />,
                      each.ended_on !== undefined
                        ? t("sites.ended", { day: day(each.ended_on) })
                        : each.to_day !== undefined
                          ? <Day of={each.to_day} />
                          : t("sites.until_further"),
                      <bdi key="source">{each.source}</bdi>,
                    ],
                  }))}
                />
              )
            }
          </Loaded>
        ) : (
          <p className="quiet">{t("sites.not_for_role")}</p>
        )}
      </section>
      <section aria-labelledby="placements">
        <h2 id="placements">{t("sites.placements")}</h2>
        {mayPlacements ? (
          <Loaded of={placements}>
            {(rows) =>
              rows.length === 0 ? (
                <p className="quiet">{t("sites.nobody_placed")}</p>
              ) : (
                <SimpleTable
                  label={t("sites.placements")}
                  head={[
                    { title: t("sites.person") },
                    { title: t("sites.role") },
                    { title: t("sites.from") },
                    { title: t("sites.plan") },
                  ]}
                  rows={rows.map((each) => ({
                    key: each.id,
                    cells: [
                      person(each.staff, each.staff_name),
                      <Role key="role" role={each.role} />,
                      <Day of={each.starts_on} />,
                      <span key="plan">
                        <bdi>{each.plan_name}</bdi> <ObjectTo to={each} />
                      </span>,
                    ],
                  }))}
                />
              )
            }
          </Loaded>
        ) : (
          <p className="quiet">{t("sites.not_for_role")}</p>
        )}
      </section>
      <OwnObjections about={placements.data?.map((each) => each.staff) ?? []} />
    </>
  );
}

function Role({ role }: { role: "leader" | "member" }) {
  return (
    <>
      {role === "leader" && <span aria-hidden="true">★ </span>}
      {t(`sites.role.${role}`)}
    </>
  );
}

function Actions({ site }: { site: Site }) {
  const client = useQueryClient();
  const { id } = site;
  const path = { params: { path: { id } } };
  const fresh = async (): Promise<Given> => answer(api.GET("/api/sites/{id}", path));
  // Where nothing of it is typed: what else it says by now.
  const facts = [...(makeFields() as SeenField[]), { name: "closed_on", label: t("sites.closed_on") }];
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  return (
    <>
      <Action name="change" title={t("sites.change")}>
        {(close) => (
          <RecordForm<Body<"/api/sites/{id}", "put">>
            draft={`sites.change.${id}`}
            fields={factFields()}
            given={site}
            fresh={fresh}
            action={t("sites.change")}
            send={async (body) => {
              await answer(api.PUT("/api/sites/{id}", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="rename" title={t("sites.rename")}>
        {(close) => (
          <RecordForm<Body<"/api/sites/{id}/rename">>
            draft={`sites.rename.${id}`}
            fields={[{ name: "name", label: t("sites.name") }]}
            given={site}
            fresh={fresh}
            action={t("sites.rename")}
            before={<p className="quiet">{t("sites.rename_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/sites/{id}/rename", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="close" title={t("sites.close")}>
        {(close) => (
          <RecordForm<Body<"/api/sites/{id}/close">>
            draft={`sites.close.${id}`}
            fields={[
              { name: "reason", label: t("sites.reason"), help: t("sites.reason_help") },
              { name: "on", label: t("sites.close_on"), kind: "day", help: t("sites.close_on_help") },
            ]}
            facts={facts}
            given={site}
            fresh={fresh}
            action={t("sites.close")}
            before={<p>▲ {t("sites.close_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/sites/{id}/close", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="merge" title={t("sites.merge")}>
        {(close) => (
          <RecordForm<Body<"/api/sites/{id}/merge">>
            draft={`sites.merge.${id}`}
            fields={[
              {
                name: "into",
                label: t("sites.into"),
                kind: "record",
                of: "site",
                find: async (words, signal) => (await findSites(words, signal)).filter((each) => each.id !== id),
                help: t("sites.into_help"),
              },
              { name: "reason", label: t("sites.reason"), help: t("sites.reason_help") },
            ]}
            facts={facts}
            given={site}
            fresh={fresh}
            action={t("sites.merge")}
            before={<p>▲ {t("sites.merge_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/sites/{id}/merge", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="reopen" title={t("sites.reopen")}>
        {(close) => (
          <SendForm
            action={t("sites.reopen")}
            send={async () => {
              await orAnew(client, answer(api.POST("/api/sites/{id}/reopen", { ...path, body: { version: site.version } })));
              await done(close);
            }}
          >
            {() => <p>{t("sites.reopen_effect")}</p>}
          </SendForm>
        )}
      </Action>
      <Action name="post" title={t("sites.fill")}>
        {(close) => <PostForm given={{ site: id, site_name: site.name }} draft={`sites.post.${id}`} done={() => done(close)} />}
      </Action>
    </>
  );
}
