// One account: what it may do, over what and until when.
import { type Answer, type Body, type Row, answer, api, day, moment, read, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts, SimpleTable } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { type Find } from "../../parts/RecordPicker";
import { type Given, RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { GivenLink } from "./GivenLink";

type Account = Answer<"/api/accounts/{id}">;
type Grant = Row<"/api/accounts/{id}/grants">;
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

/** Areas, sponsors and sites together: over any of them a role may be granted. Whoever looks after accounts
 * need not see the records themselves. */
const findScope: Find = async (words, signal) =>
  words === ""
    ? []
    : (await read("/api/grant-scopes", { query: { search: words } }, signal)).found.map(({ scope, kind, name, within }) => ({
        id: scope,
        name,
        detail: within === undefined ? kindOf(kind) : t("settings.kind_within", { kind: kindOf(kind), within }),
      }));

const kindOf = (kind: string): string =>
  t(kind === "sponsor" ? "settings.scope_a_sponsor" : kind === "site" ? "settings.scope_a_site" : "settings.scope_an_area");

const overWhat = (grant: Grant): string =>
  grant.scope === "programme" || grant.scope === "self" ? t(`settings.scope_${grant.scope}`) : (grant.scope_name ?? grant.scope);

export default function AccountPage() {
  const { id = "" } = useParams();
  const account = useRead("/api/accounts/{id}", { path: { id } });
  return <Loaded of={{ ...account, data: account.data?.id === id ? account.data : undefined }}>{(now) => <TheAccount account={now} />}</Loaded>;
}

function TheAccount({ account }: { account: Account }) {
  const may = useMay();
  const client = useQueryClient();
  const { id } = account;
  const grants = useList("/api/accounts/{id}/grants", {}, { holes: { id } });
  const [parameters, setParameters] = useSearchParams();
  const [link, setLink] = useState<{ link: string; expires_at: string }>();
  const open = account.closed_at === undefined;
  const again = async (): Promise<void> => client.invalidateQueries();
  const ending = grants.data?.find((grant) => grant.id === parameters.get("which"));
  const askEnd = (grant: Grant): void =>
    setParameters((before) => {
      before.set("do", "end");
      before.set("which", grant.id);
      return before;
    });
  const path = { params: { path: { id } } };
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
                  grant.scope_name === undefined ? overWhat(grant) : <bdi key="scope">{grant.scope_name}</bdi>,
                  <Day key="from" of={grant.from} />,
                  grant.to === undefined ? t("settings.no_end") : <Day key="to" of={grant.to} />,
                  open && may("grant.end") && (grant.to === undefined || grant.to >= today()) && (
                    <Button key="end" size="small" onClick={() => askEnd(grant)}>
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
      {ending !== undefined && (
        <Action name="end" title={t("settings.end_title")}>
          {(close) => (
            <RecordForm<Body<"/api/grants/{id}/end">>
              key={ending.id}
              draft={`settings.grant.end.${ending.id}`}
              fields={[]}
              facts={[
                { name: "role", label: t("settings.role") },
                { name: "over", label: t("settings.over") },
                { name: "from", label: t("settings.from") },
                { name: "to", label: t("settings.until") },
              ]}
              given={shownGrant(ending)}
              fresh={async () =>
                shownGrant((await read("/api/accounts/{id}/grants", { path: { id } })).items.find((grant) => grant.id === ending.id))
              }
              action={t("settings.end_grant")}
              before={
                <p>
                  ▲ {t(`shell.role.${ending.role}`)}, <bdi>{overWhat(ending)}</bdi>: {t("settings.end_effect")}
                </p>
              }
              send={async (body) => {
                await answer(api.POST("/api/grants/{id}/end", { params: { path: { id: ending.id } }, body }));
                close();
                await again();
              }}
            />
          )}
        </Action>
      )}
      <Action name="close" title={t("settings.account_close")}>
        {(close) => (
          <RecordForm<Body<"/api/accounts/{id}/close">>
            draft={`settings.account.close.${id}`}
            fields={[]}
            facts={[
              { name: "person", label: t("settings.person") },
              { name: "name", label: t("settings.sign_in_name") },
              { name: "closed", label: t("settings.closed") },
            ]}
            given={shownAccount(account)}
            fresh={async () => shownAccount(await answer(api.GET("/api/accounts/{id}", path)))}
            action={t("settings.account_close")}
            before={<p>▲ {t("settings.account_close_effect")}</p>}
            send={async (body) => {
              await answer(api.POST("/api/accounts/{id}/close", { ...path, body }));
              close();
              await again();
            }}
          />
        )}
      </Action>
    </>
  );
}

/** In words, to stand beside what it is by now. */
function shownGrant(grant: Grant | undefined): Given {
  return grant === undefined
    ? {}
    : {
        role: t(`shell.role.${grant.role}`),
        over: overWhat(grant),
        from: day(grant.from),
        to: grant.to === undefined ? t("settings.no_end") : day(grant.to),
        version: grant.version,
      };
}

function shownAccount({ person, name, closed_at, version }: Account): Given {
  return { person, name, ...(closed_at !== undefined && { closed: moment(closed_at) }), version };
}
