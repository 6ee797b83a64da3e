// One body that sends staff: what is said of it, its staff, and who changed what.
import { type Answer, type Body, answer, api, number, t, withTheTerm } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Closed } from "../../parts/Closed";
import { Fact, Facts } from "../../parts/Facts";
import { History } from "../../parts/History";
import { PageHead } from "../../parts/PageHead";
import { type Given, RecordForm, type SeenField } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { Skeleton } from "../../parts/Skeleton";
import { Tabs, useTab } from "../../parts/Tabs";
import { orAnew } from "../../parts/anew";
import { findSponsors } from "../../parts/find";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { factFields, makeFields, sponsorLabel } from "./fields";

const PostsTab = lazy(() => withTheTerm(async () => ({ default: (await import("./PostsTab")).PostsTab })));

type Sponsor = Answer<"/api/sponsors/{id}">;

export default function SponsorPage() {
  const { id = "" } = useParams();
  const sponsor = useRead("/api/sponsors/{id}", { path: { id } });
  return (
    <Loaded of={{ ...sponsor, data: sponsor.data?.id === id ? sponsor.data : undefined }}>
      {(now) => <TheSponsor sponsor={now} />}
    </Loaded>
  );
}

function TheSponsor({ sponsor }: { sponsor: Sponsor }) {
  const may = useMay();
  const tab = useTab(["facts", "posts", "history"]);
  const open = sponsor.closed_on === undefined;
  return (
    <>
      <p className="quiet">
        <Link to="/sponsors">{t("sponsors.back")}</Link>
      </p>
      <PageHead
        title={sponsor.name}
        of="record"
        action={
          open && may("sponsor.change") ? (
            <ActionButton name="change" main>
              {t("sponsors.change")}
            </ActionButton>
          ) : undefined
        }
      />
      {sponsor.closed_on !== undefined && (
        <Closed
          on={sponsor.closed_on}
          reason={sponsor.closed_reason}
          successor={sponsor.merged_into === undefined ? undefined : `/sponsors/${sponsor.merged_into}`}
        />
      )}
      <p className="actions">
        {open && may("sponsor.rename") && <ActionButton name="rename">{t("sponsors.rename")}</ActionButton>}
        {open && may("sponsor.close") && <ActionButton name="close">{t("sponsors.close")}</ActionButton>}
        {open && may("sponsor.merge") && <ActionButton name="merge">{t("sponsors.merge")}</ActionButton>}
        {!open && sponsor.merged_into === undefined && may("sponsor.reopen") && (
          <ActionButton name="reopen">{t("sponsors.reopen")}</ActionButton>
        )}
      </p>
      <Tabs
        now={tab}
        tabs={[
          { name: "facts", title: t("sponsors.facts") },
          ...(may("establishment.list") ? [{ name: "posts" as const, title: t("sponsors.posts") }] : []),
          { name: "history", title: t("record.history") },
        ]}
      />
      {tab === "facts" && (
        <>
          <Facts>
            <Fact label={t("sponsors.code")} none={t("record.not_said")}>
              {sponsor.code !== undefined && <bdi>{sponsor.code}</bdi>}
            </Fact>
            <Fact label={t("sponsors.kind")}>
              <bdi>{sponsor.kind}</bdi>
            </Fact>
            <Fact label={t("sponsors.area")}>
              <bdi>{sponsor.area_name}</bdi>
            </Fact>
            <Fact label={t("sponsors.release_percent")}>
              <bdi>{number(sponsor.release_percent)}</bdi>
            </Fact>
            <Fact label={t("sponsors.max_sites")}>
              <bdi>{number(sponsor.max_sites)}</bdi>
            </Fact>
          </Facts>
          {may("staff.list") && (
            <p>
              <Link to={`/people?sponsor=${sponsor.id}`}>{t("sponsors.staff")}</Link>
            </p>
          )}
        </>
      )}
      {tab === "posts" && may("establishment.list") && (
        <Suspense fallback={<Skeleton />}>
          <PostsTab id={sponsor.id} open={open} />
        </Suspense>
      )}
      {tab === "history" && <History path="/api/sponsors/{id}/history" id={sponsor.id} label={sponsorLabel} />}
      <Actions sponsor={sponsor} />
    </>
  );
}

function Actions({ sponsor }: { sponsor: Sponsor }) {
  const client = useQueryClient();
  const { id, version } = sponsor;
  const path = { params: { path: { id } } };
  const fresh = async (): Promise<Given> => answer(api.GET("/api/sponsors/{id}", path));
  // Where nothing of it is typed: what else it says by now.
  const facts = [...(makeFields() as SeenField[]), { name: "closed_on", label: t("sponsors.closed_on") }];
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  return (
    <>
      <Action name="change" title={t("sponsors.change")}>
        {(close) => (
          <RecordForm<Body<"/api/sponsors/{id}", "put">>
            draft={`sponsors.change.${id}`}
            fields={factFields()}
            given={sponsor}
            fresh={fresh}
            action={t("sponsors.change")}
            send={async (body) => {
              await answer(api.PUT("/api/sponsors/{id}", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="rename" title={t("sponsors.rename")}>
        {(close) => (
          <RecordForm<Body<"/api/sponsors/{id}/rename">>
            draft={`sponsors.rename.${id}`}
            fields={[{ name: "name", label: t("sponsors.name") }]}
            given={sponsor}
            fresh={fresh}
            action={t("sponsors.rename")}
            before={<p className="quiet">{t("sponsors.rename_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/sponsors/{id}/rename", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="close" title={t("sponsors.close")}>
        {(close) => (
          <RecordForm<Body<"/api/sponsors/{id}/close">>
            draft={`sponsors.close.${id}`}
            fields={[
              { name: "reason", label: t("sponsors.reason"), help: t("sponsors.reason_help") },
              { name: "on", label: t("sponsors.closed_on"), kind: "day", help: t("sponsors.close_on_help") },
            ]}
            facts={facts}
            given={sponsor}
            fresh={fresh}
            action={t("sponsors.close")}
            before={<p>▲ {t("sponsors.close_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/sponsors/{id}/close", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="merge" title={t("sponsors.merge")}>
        {(close) => (
          <RecordForm<Body<"/api/sponsors/{id}/merge">>
            draft={`sponsors.merge.${id}`}
            fields={[
              {
                name: "into",
                label: t("sponsors.into"),
                kind: "record",
                of: "sponsor",
                find: async (words, signal) => (await findSponsors(words, signal)).filter((each) => each.id !== id),
                help: t("sponsors.pick_help"),
              },
              { name: "reason", label: t("sponsors.reason"), help: t("sponsors.reason_help") },
            ]}
            facts={facts}
            given={sponsor}
            fresh={fresh}
            action={t("sponsors.merge")}
            before={<p>▲ {t("sponsors.merge_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/sponsors/{id}/merge", { ...path, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name="reopen" title={t("sponsors.reopen")}>
        {(close) => (
          <SendForm
            action={t("sponsors.reopen")}
            send={async () => {
              await orAnew(client, answer(api.POST("/api/sponsors/{id}/reopen", { ...path, body: { version } })));
              await done(close);
            }}
          >
            {() => <p>{t("sponsors.reopen_effect")}</p>}
          </SendForm>
        )}
      </Action>
    </>
  );
}
