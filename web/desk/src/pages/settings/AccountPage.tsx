// One account: what it may do, over what and until when.
import { type Answer, type Body, answer, api, moment, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ErrorNote } from "../../parts/ErrorNote";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { type Find } from "../../parts/RecordPicker";
import { RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { findAreas, findSites, findSponsors } from "../../parts/find";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { GivenLink } from "./GivenLink";

type Account = Answer<"/api/accounts/{id}">;
const roles = [
  "programme_officer",
  "area_manager",
  "host",
  "sponsor_manager",
  "team_leader",
  "member",
  "inspector",
  "custodian",
  "appraiser",
  "auditor",
  "administrator",
] as const;

/** Areas, sponsors and sites together: over any of them a role may be granted. */
const findScope: Find = async (words, signal) =>
  (await Promise.all([findAreas(words, signal), findSponsors(words, signal), findSites(words, signal)])).flat();

export default function AccountPage() {
  const { id = "" } = useParams();
  const account = useRead("/api/accounts/{id}", { path: { id } });
  return <Loaded of={{ ...account, data: account.data?.id === id ? account.data : undefined }}>{(now) => <TheAccount account={now} />}</Loaded>;
}

function TheAccount({ account }: { account: Account }) {
  const may = useMay();
  const client = useQueryClient();
  const { id, version } = account;
  const grants = useList("/api/accounts/{id}/grants", {}, { holes: { id } });
  const [trouble, setTrouble] = useState<unknown>();
  const [link, setLink] = useState<{ link: string; expires_at: string }>();
  const open = account.closed_at === undefined;
  const again = async (): Promise<void> => client.invalidateQueries();
  const end = async (grant: { id: string; version: number }): Promise<void> => {
    await answer(api.POST("/api/grants/{id}/end", { params: { path: { id: grant.id } }, body: { version: grant.version } }));
    await again();
  };
  return (
    <>
      <p className="quiet">
        <Link to="/settings/accounts">{t("settings.all_accounts")}</Link>
      </p>
      <PageHead
        title={account.person}
        of="record"
        action={
          open && may("grant.make") ? (
            <ActionButton name="grant" main>
              {t("settings.grant")}
            </ActionButton>
          ) : undefined
        }
      />
      {link !== undefined && <GivenLink of={link} />}
      <Facts>
        <Fact label={t("settings.sign_in_name")}>
          <bdi>{account.name}</bdi>
        </Fact>
        <Fact label={t("settings.second_factor")}>{t(account.second_factor ? "record.yes" : "record.no")}</Fact>
        <Fact label={t("settings.made_at")}>
          <bdi>{moment(account.made_at)}</bdi>
        </Fact>
        <Fact label={t("settings.closed")}>{account.closed_at !== undefined && <bdi>{moment(account.closed_at)}</bdi>}</Fact>
        <Fact label={t("settings.own_record")}>
          {account.staff !== undefined && <Link to={`/people/${account.staff}`}>{t("settings.open_record")}</Link>}
        </Fact>
      </Facts>
      <p className="actions">
        {open && may("account.reset") && <ActionButton name="reset">{t("settings.reset")}</ActionButton>}
        {open && may("account.close") && <ActionButton name="close">{t("settings.account_close")}</ActionButton>}
      </p>
      <h2>{t("settings.grants")}</h2>
      {trouble !== undefined && <ErrorNote problem={trouble} />}
      <Loaded of={grants}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("settings.no_grant")}</p>
          ) : (
            <SimpleTable
              label={t("settings.grants")}
              head={[{ title: t("settings.role") }, { title: t("settings.over") }, { title: t("settings.from") }, { title: t("settings.until") }, { title: t("settings.do") }]}
              rows={rows.map((grant) => ({
                key: grant.id,
                cells: [
                  t(`shell.role.${grant.role}`),
                  grant.scope === "programme" || grant.scope === "self" ? (
                    t(`settings.scope_${grant.scope}`)
                  ) : (
                    <ScopeName key="scope" scope={grant.scope} />
                  ),
                  <Day key="from" of={grant.from} />,
                  grant.to === undefined ? t("settings.no_end") : <Day key="to" of={grant.to} />,
                  open && may("grant.end") && (grant.to === undefined || grant.to >= today()) && (
                    <Button key="end" size="small" onClick={() => void end(grant).then(() => setTrouble(undefined), setTrouble)}>
                      {t("settings.end_grant")}
                    </Button>
                  ),
                ],
              }))}
            />
          )
        }
      </Loaded>
      <Action name="grant" title={t("settings.grant")}>
        {(close) => (
          <RecordForm<Body<"/api/accounts/{id}/grants"> & { whole: boolean }>
            draft={`settings.grant.${id}`}
            fields={[
              { name: "role", label: t("settings.role"), kind: "choice", choices: roles.map((value) => ({ value, name: t(`shell.role.${value}`) })) },
              {
                name: "whole",
                label: t("settings.over"),
                kind: "choice",
                choices: [
                  { value: "programme", name: t("settings.scope_programme") },
                  { value: "self", name: t("settings.scope_self") },
                  { value: "record", name: t("settings.scope_record") },
                ],
              },
              { name: "scope", label: t("settings.scope_which"), kind: "record", of: "scope", find: findScope, help: t("settings.scope_help") },
              { name: "from", label: t("settings.from"), kind: "day" },
              { name: "to", label: t("settings.until"), kind: "day", help: t("settings.until_help") },
            ]}
            given={{ from: today() }}
            action={t("settings.grant")}
            send={async (body) => {
              const { whole, scope, ...rest } = body as unknown as Body<"/api/accounts/{id}/grants"> & { whole?: string };
              await answer(
                api.POST("/api/accounts/{id}/grants", {
                  params: { path: { id } },
                  body: { ...rest, scope: whole === "programme" || whole === "self" ? whole : (scope ?? "") },
                }),
              );
              close();
              await again();
            }}
          />
        )}
      </Action>
      <Action name="reset" title={t("settings.reset")}>
        {(close) => (
          <SendForm
            action={t("settings.reset")}
            send={async () => {
              setLink(await answer(api.POST("/api/accounts/{id}/reset", { params: { path: { id } } })));
              close();
              await again();
            }}
          >
            {() => <p>▲ {t("settings.reset_effect")}</p>}
          </SendForm>
        )}
      </Action>
      <Action name="close" title={t("settings.account_close")}>
        {(close) => (
          <SendForm
            action={t("settings.account_close")}
            send={async () => {
              await answer(api.POST("/api/accounts/{id}/close", { params: { path: { id } }, body: { version } }));
              close();
              await again();
            }}
          >
            {() => <p>▲ {t("settings.account_close_effect")}</p>}
          </SendForm>
        )}
      </Action>
    </>
  );
}

/** A grant names its scope by id; the name is looked up. */
function ScopeName({ scope }: { scope: string }) {
  const kind = scope.slice(0, scope.indexOf("_"));
  const area = useRead("/api/areas/{id}", { path: { id: scope } }, { enabled: kind === "area" });
  const sponsor = useRead("/api/sponsors/{id}", { path: { id: scope } }, { enabled: kind === "sponsor" });
  const site = useRead("/api/sites/{id}", { path: { id: scope } }, { enabled: kind === "site" });
  return <bdi>{area.data?.name ?? sponsor.data?.name ?? site.data?.name ?? scope}</bdi>;
}
