// Placements that people change by their own word: with a reason, and the signature of a second
// person who was shown which hard rules it breaks.
import { type Body, type Row, answer, api, day, t, tag } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Action, ActionButton } from "../../parts/Action";
import { RecordForm } from "../../parts/RecordForm";
import { SendForm } from "../../parts/SendForm";
import { findPeople, findSites } from "../../parts/find";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { BreachText } from "../board/sentences";
import type { Plan } from "./PlanPage";
import { NotSigned } from "./Signatures";

type Override = Row<"/api/overrides">;

export function Overrides({ plan }: { plan: Plan }) {
  const may = useMay();
  const client = useQueryClient();
  const list = useList("/api/overrides", { plan: plan.id });
  const [trouble, setTrouble] = useState<unknown>();
  const open = plan.state === "draft" || plan.state === "published";
  const decline = async (row: Override): Promise<void> => {
    setTrouble(undefined);
    try {
      await answer(api.POST("/api/overrides/{id}/decline", { params: { path: { id: row.id } }, body: { version: row.version } }));
    } catch (error) {
      setTrouble(error);
    }
    await client.invalidateQueries();
  };
  return (
    <section aria-labelledby="overrides">
      <h2 id="overrides">{t("plans.overrides")}</h2>
      {open && may("override.ask") && (
        <p className="actions">
          <ActionButton name="override">{t("plans.override_new")}</ActionButton>
        </p>
      )}
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("plans.no_overrides")}</p>
          ) : (
            <ul className="plain">
              {rows.map((row) => (
                <li key={row.id}>
                  <Whereto of={row} /> · <bdi>{row.reason}</bdi>{" "}
                  <span className="quiet">
                    {t(`plans.override_${row.state}`)} <bdi>{day(row.signed_on ?? row.asked_on)}</bdi>
                  </span>{" "}
                  {row.state === "waiting" && may("override.sign") && (
                    <>
                      <ActionButton name={`sign-${row.id}`}>{t("plans.override_sign")}</ActionButton>{" "}
                      <Button onClick={() => void decline(row)}>{t("plans.override_decline")}</Button>
                      <Sign of={row} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <NotSigned trouble={trouble} />
      <Action name="override" title={t("plans.override_new")}>
        {(close) => (
          <RecordForm<Body<"/api/overrides">>
            draft={`plans.placing.${plan.id}`}
            fields={[
              { name: "staff", label: t("plans.person"), kind: "record", of: "staff", find: findPeople },
              { name: "site", label: t("plans.override_site"), kind: "record", of: "site", find: findSites, help: t("plans.override_site_help") },
              {
                name: "role",
                label: t("plans.override_role"),
                kind: "choice",
                optional: true,
                choices: (["leader", "member"] as const).map((value) => ({ value, name: t(`record.${value}`) })),
              },
              { name: "reason", label: t("plans.override_why"), help: t("plans.answer_help") },
            ]}
            before={<p className="quiet">{t("plans.override_effect")}</p>}
            action={t("plans.override_ask")}
            send={async (body) => {
              await answer(api.POST("/api/overrides", { body: { ...body, plan: plan.id } }));
              close();
              await client.invalidateQueries();
            }}
          />
        )}
      </Action>
    </section>
  );
}

function Whereto({ of }: { of: Override }) {
  return (
    <>
      <bdi>{of.staff_name}</bdi>
      {t("shell.colon")}
      {of.site_name === undefined ? (
        t("plans.override_nowhere")
      ) : (
        <>
          <bdi>{of.site_name}</bdi>, {t(`record.${of.role ?? "member"}`)}
        </>
      )}
    </>
  );
}

function Sign({ of }: { of: Override }) {
  const client = useQueryClient();
  return (
    <Action name={`sign-${of.id}`} title={t("plans.override_sign")}>
      {(close) => <SignForm of={of} close={close} refresh={() => client.invalidateQueries()} />}
    </Action>
  );
}

function SignForm({ of, close, refresh }: { of: Override; close: () => void; refresh: () => Promise<void> }) {
  const found = useRead("/api/overrides/{id}/breaks", { path: { id: of.id }, query: { language: tag() } });
  return (
    <Loaded of={found}>
      {({ breaks }) => (
        <SendForm
          action={breaks.length === 0 ? t("plans.override_sign") : t("plans.override_sign_breaks", { count: breaks.length })}
          send={async () => {
            try {
              await answer(
                api.POST("/api/overrides/{id}/sign", {
                  params: { path: { id: of.id } },
                  body: { version: of.version, ...(breaks.length > 0 && { breaks: breaks.length }) },
                }),
              );
            } catch (error) {
              await refresh();
              throw error;
            }
            close();
            await refresh();
          }}
        >
          {() => (
            <>
              <p>
                <Whereto of={of} />
              </p>
              <p>
                <bdi>{of.reason}</bdi>
              </p>
              {breaks.length > 0 && (
                <ul className="plain">
                  {breaks.map((each, index) => (
                    <li key={index}>
                      <span aria-hidden="true">✖ </span>
                      <BreachText of={each} />
                    </li>
                  ))}
                </ul>
              )}
              <p className="quiet">{t("plans.override_window")}</p>
            </>
          )}
        </SendForm>
      )}
    </Loaded>
  );
}
