// Who may sign in.
import { type Body, answer, api, moment, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ListPage } from "../../parts/ListPage";
import { RecordForm } from "../../parts/RecordForm";
import { findPeople } from "../../parts/find";
import { useMay } from "../../shell/session";
import { GivenLink } from "./GivenLink";

export default function AccountsPage() {
  const may = useMay();
  const client = useQueryClient();
  const [made, setMade] = useState<{ link: string; expires_at: string }>();
  return (
    <>
      <ListPage
        title={t("settings.accounts")}
        path="/api/accounts"
        action={
          may("account.make") ? (
            <ActionButton name="make" main>
              {t("settings.account_make")}
            </ActionButton>
          ) : undefined
        }
        filters={made !== undefined ? <GivenLink of={made} /> : undefined}
        columns={[
          {
            key: "name",
            title: t("settings.sign_in_name"),
            show: (account) => (
              <Link to={`/settings/accounts/${account.id}`}>
                <bdi>{account.name}</bdi>
              </Link>
            ),
            text: (account) => account.name,
          },
          { key: "person", title: t("settings.person"), show: (account) => <bdi>{account.person}</bdi>, text: (account) => account.person },
          {
            key: "state",
            title: t("settings.state"),
            show: (account) => (
              <>
                <span aria-hidden="true">{account.closed_at !== undefined ? "✖ " : account.may_sign_in ? "✔ " : "◌ "}</span>
                {t(
                  account.closed_at !== undefined
                    ? "settings.closed"
                    : account.may_sign_in
                      ? "settings.may_sign_in"
                      : "settings.link_not_used",
                )}
              </>
            ),
          },
          { key: "factor", title: t("settings.second_factor"), show: (account) => t(account.second_factor ? "record.yes" : "record.no") },
          { key: "made", title: t("settings.made_at"), show: (account) => <bdi>{moment(account.made_at)}</bdi>, text: (account) => account.made_at },
        ]}
        empty={<p>{t("settings.no_account")}</p>}
      />
      <Action name="make" title={t("settings.account_make")}>
        {(close) => (
          <RecordForm<Body<"/api/accounts">>
            draft="settings.account"
            fields={[
              { name: "name", label: t("settings.sign_in_name"), help: t("settings.sign_in_name_help") },
              { name: "person", label: t("settings.person"), help: t("settings.person_help") },
              { name: "staff", label: t("settings.own_record"), kind: "record", of: "staff", find: findPeople, help: t("settings.own_record_help") },
            ]}
            action={t("settings.account_make")}
            before={<p className="quiet">{t("settings.link_effect")}</p>}
            send={async (body) => {
              setMade(await answer(api.POST("/api/accounts", { body })));
              close();
              await client.invalidateQueries({ queryKey: ["/api/accounts"] });
            }}
          />
        )}
      </Action>
    </>
  );
}
