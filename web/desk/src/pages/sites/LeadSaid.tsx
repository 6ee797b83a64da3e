// The lead sponsor that was announced for a site: every plan keeps it. Another one takes its place.
import { type Answer, type Body, answer, api, day, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ListSection } from "../../parts/ListSection";
import { type Given, RecordForm, type SeenField } from "../../parts/RecordForm";
import { orAnew } from "../../parts/anew";
import { findSponsors } from "../../parts/find";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Lead = Answer<"/api/leads/{id}">;

export function LeadSaid({ site, open }: { site: { id: string }; open: boolean }) {
  const may = useMay();
  const client = useQueryClient();
  const list = useList("/api/leads", { site: site.id, ended: true });
  const done = async (close: () => void): Promise<void> => {
    close();
    await client.invalidateQueries();
  };
  const facts: SeenField[] = [
    { name: "sponsor", label: t("statements.sponsor"), kind: "record" },
    { name: "ended_on", label: t("statements.ended_on") },
  ];
  // Without its own reason: that it ends for is another.
  const shown = ({ sponsor, sponsor_name, ended_on, version }: Lead): Given => ({ sponsor, sponsor_name, ended_on, version });
  return (
    <>
      <ListSection
        id="said-lead"
        title={t("statements.lead")}
        none={t("statements.no_lead")}
        of={list}
        head={[t("statements.sponsor"), t("statements.reason"), t("statements.do")]}
        rowKey={(each) => each.id}
        row={(each) => [
          may("sponsor.show") ? (
            <Link key="sponsor" to={`/sponsors/${each.sponsor}`}>
              <bdi>{each.sponsor_name}</bdi>
            </Link>
          ) : (
            <bdi key="sponsor">{each.sponsor_name}</bdi>
          ),
          <bdi key="reason">{each.reason}</bdi>,
          each.ended_on !== undefined ? (
            <>
              {t("statements.ended", { day: day(each.ended_on) })} <bdi>{each.ended_reason}</bdi>
            </>
          ) : (
            may("lead.end") && <ActionButton name={`end-${each.id}`}>{t("statements.end_lead")}</ActionButton>
          ),
        ]}
      />
      {open && may("lead.set") && (
        <p className="actions">
          <ActionButton name="lead">{t("statements.set_lead")}</ActionButton>
        </p>
      )}
      {open && may("lead.set") && (
        <Action name="lead" title={t("statements.set_lead")}>
          {(close) => (
            <RecordForm<Omit<Body<"/api/leads">, "site">>
              draft={`statements.lead.${site.id}`}
              fields={[
                { name: "sponsor", label: t("statements.sponsor"), kind: "record", of: "sponsor", find: findSponsors },
                { name: "reason", label: t("statements.reason"), help: t("statements.reason_help") },
              ]}
              action={t("statements.set_lead")}
              before={<p className="quiet">{t("statements.lead_effect")}</p>}
              send={async (body) => {
                await answer(api.POST("/api/leads", { body: { ...body, site: site.id } }));
                await done(close);
              }}
            />
          )}
        </Action>
      )}
      {may("lead.end") &&
        list.data?.map((each) => (
          <Action key={each.id} name={`end-${each.id}`} title={t("statements.end_lead")}>
            {(close) => (
              <RecordForm<Body<"/api/leads/{id}/end">>
                draft={`statements.end.${each.id}`}
                fields={[{ name: "reason", label: t("statements.reason"), help: t("statements.reason_help") }]}
                facts={facts}
                given={shown(each)}
                fresh={async () => shown(await answer(api.GET("/api/leads/{id}", { params: { path: { id: each.id } } })))}
                action={t("statements.end_lead")}
                before={
                  <p>
                    <bdi>{each.sponsor_name}</bdi>. {t("statements.end_lead_effect")}
                  </p>
                }
                send={async (body) => {
                  // So that it is said, too, whose lead would end now.
                  await orAnew(client, answer(api.POST("/api/leads/{id}/end", { params: { path: { id: each.id } }, body })));
                  await done(close);
                }}
              />
            )}
          </Action>
        ))}
    </>
  );
}
