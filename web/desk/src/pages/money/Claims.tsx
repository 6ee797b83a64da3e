// What people asked to have paid, the oldest first, and whose move each waits for.
import { type Body, type Query, answer, api, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { Day } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { RecordFilter } from "../../parts/RecordFilter";
import { RecordForm } from "../../parts/RecordForm";
import { findPeople } from "../../parts/find";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Pictures, Receipts, ReceiptsButton } from "./Receipts";
import { type Claim, Told } from "./Told";

export const kinds = ["work_fund", "meals", "home_trips", "settling_in", "training", "insurance", "health"] as const;
/** What is done next with a claim, by how it stands. */
const steps = { asked: "check", checked: "approve", approved: "settle" } as const;

function useDone(): (close: () => void) => Promise<void> {
  const client = useQueryClient();
  return async (close) => {
    close();
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:claims|budget)/.test(String(path)) });
  };
}

/** Of all claims that wait for a step of the reader's, loaded or not, the one that was asked for first. */
function useNextClaim(query: Query<"/api/claims">): { claim: Claim; step: (typeof steps)[keyof typeof steps] } | undefined {
  const may = useMay();
  const oldest = (state: keyof typeof steps) => ({
    list: { ...query, waiting: true, state, limit: 1 },
    enabled: { enabled: may(`claim.${steps[state]}`) },
  });
  const [asked, checked, approved] = [oldest("asked"), oldest("checked"), oldest("approved")];
  const first = [
    useList("/api/claims", asked.list, asked.enabled).data?.[0],
    useList("/api/claims", checked.list, checked.enabled).data?.[0],
    useList("/api/claims", approved.list, approved.enabled).data?.[0],
  ]
    .filter((each) => each !== undefined && each.state in steps)
    .sort((one, other) => ((one?.asked_on ?? "") < (other?.asked_on ?? "") ? -1 : 1))[0];
  return first === undefined ? undefined : { claim: first, step: steps[first.state as keyof typeof steps] };
}

export function Claims() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["show", "within"]);
  const query: Query<"/api/claims"> = {
    ...(filters.show === "overdue" ? { overdue: true } : filters.show === "all" ? {} : { waiting: true }),
    ...(filters.within !== undefined && { within: filters.within }),
  };
  const list = useList("/api/claims", query);
  const stepOf = (claim: Claim): "check" | "approve" | "settle" | undefined => {
    const step = claim.state in steps ? steps[claim.state as keyof typeof steps] : undefined;
    return step !== undefined && may(`claim.${step}`) ? step : undefined;
  };
  const next = useNextClaim(query);
  const columns: Column<Claim>[] = [
    {
      key: "name",
      title: t("money.person"),
      show: (row) =>
        may("staff.show") ? (
          <Link to={`/people/${row.staff}`}>
            <bdi>{row.name}</bdi>
          </Link>
        ) : (
          <bdi>{row.name}</bdi>
        ),
      text: (row) => row.name,
    },
    { key: "site", title: t("money.site"), show: (row) => <bdi>{row.site_name}</bdi>, text: (row) => row.site_name },
    { key: "kind", title: t("money.line"), show: (row) => t(`money.kind_${row.kind}`), text: (row) => t(`money.kind_${row.kind}`) },
    { key: "day", title: t("money.day"), show: (row) => <Day of={row.day} />, text: (row) => row.day },
    { key: "amount", title: t("money.amount"), number: true, show: (row) => <bdi>{row.amount}</bdi>, text: (row) => row.amount },
    { key: "state", title: t("money.state"), show: (row) => t(`money.state_${row.state}`), text: (row) => t(`money.state_${row.state}`) },
    {
      key: "holder",
      title: t("money.waits_for"),
      show: (row) =>
        row.holder === "nobody" ? null : (
          <>
            {row.overdue && <span aria-hidden="true">▲ </span>}
            {t(`money.holder_${row.holder}`)}{t("shell.comma")}{t("money.working_days", { count: row.waiting_days })}
            {row.overdue && <>{t("shell.comma")}{t("money.overdue")}</>}
          </>
        ),
      text: (row) => row.waiting_days,
    },
    {
      key: "do",
      title: t("money.what_to_do"),
      show: (row) => {
        const step = stepOf(row);
        return (
          <span className="actions">
            {step !== undefined && (
              <ActionButton name={`${step}-${row.id}`}>{t(`money.${step}`)}</ActionButton>
            )}{" "}
            <ReceiptsButton of={row} />{" "}
            {row.state !== "settled" && row.state !== "refused" && may("claim.refuse") && (
              <ActionButton name={`refuse-${row.id}`}>{t("money.refuse")}</ActionButton>
            )}
          </span>
        );
      },
    },
  ];
  return (
    <>
      <p className="quiet">{t("money.claims_how")}</p>
      {next !== undefined && (
        <div className="actions">
          <ActionButton name={`${next.step}-${next.claim.id}`} main>
            {t(`money.next_${next.step}`)}
          </ActionButton>
          <Told of={next.claim} />
        </div>
      )}
      {next !== undefined && !(list.data ?? []).some((each) => each.id === next.claim.id) && <Steps of={next.claim} />}
      {may("claim.make") && (
        <p className="actions">
          <ActionButton name="claim">{t("money.claim")}</ActionButton>
        </p>
      )}
      <div className="filters">
        <ChoiceFilter
          label={t("money.show")}
          value={filters.show ?? "waiting"}
          none={null}
          choices={(["waiting", "overdue", "all"] as const).map((value) => ({ value, name: t(`money.show_${value}`) }))}
          onChange={(value) => setFilter("show", value === "waiting" ? undefined : value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("money.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t("money.no_claims")}</p>
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={t("money.claims")} onEnd={list.moreIsComing ? undefined : list.more} />
              <p className="below">
                <span role="status">{t("money.rows", { count: rows.length })}</span>
                <More of={list} />
                <Downloads path="/api/claims" query={query} />
              </p>
              {rows.map((row) => (
                <Steps key={row.id} of={row} />
              ))}
            </>
          )
        }
      </Loaded>
      <MakeClaim />
      <Receipts />
    </>
  );
}

function Steps({ of }: { of: Claim }) {
  const done = useDone();
  const at = { params: { path: { id: of.id } } };
  const fresh = (): Promise<Claim> => read("/api/claims/{id}", { path: { id: of.id } });
  return (
    <>
      {(["check", "approve"] as const).map((step) => (
        <Action key={step} name={`${step}-${of.id}`} title={t(`money.${step}`)}>
          {(close) => (
            <RecordForm<Body<"/api/claims/{id}/check">>
              draft={`money.${step}.${of.id}`}
              fields={[]}
              given={{ version: of.version }}
              fresh={fresh}
              action={t(`money.${step}`)}
              before={
                <>
                  <Told of={of} />
                  {of.receipts > 0 && <Pictures id={of.id} />}
                  <p className="quiet">{t(`money.${step}_effect`)}</p>
                </>
              }
              send={async (body) => {
                await answer(step === "check" ? api.POST("/api/claims/{id}/check", { ...at, body }) : api.POST("/api/claims/{id}/approve", { ...at, body }));
                await done(close);
              }}
            />
          )}
        </Action>
      ))}
      <Action name={`settle-${of.id}`} title={t("money.settle")}>
        {(close) => (
          <RecordForm<Body<"/api/claims/{id}/settle">>
            draft={`money.settle.${of.id}`}
            fields={[{ name: "source", label: t("money.payment"), help: t("money.payment_help") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("money.settle")}
            before={<Told of={of} />}
            send={async (body) => {
              await answer(api.POST("/api/claims/{id}/settle", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
      <Action name={`refuse-${of.id}`} title={t("money.refuse")}>
        {(close) => (
          <RecordForm<Body<"/api/claims/{id}/refuse">>
            draft={`money.refuse.${of.id}`}
            fields={[{ name: "reason", label: t("money.reason"), help: t("money.refuse_help") }]}
            given={{ version: of.version }}
            fresh={fresh}
            action={t("money.refuse")}
            before={<Told of={of} />}
            send={async (body) => {
              await answer(api.POST("/api/claims/{id}/refuse", { ...at, body }));
              await done(close);
            }}
          />
        )}
      </Action>
    </>
  );
}

function MakeClaim() {
  const done = useDone();
  const [, setParameters] = useSearchParams();
  return (
    <Action name="claim" title={t("money.claim")}>
      {(close) => (
        <RecordForm<Body<"/api/claims">>
          draft="money.claim"
          fields={[
            { name: "staff", label: t("money.person"), kind: "record", of: "staff", find: findPeople },
            { name: "kind", label: t("money.line"), kind: "choice", choices: kinds.map((value) => ({ value, name: t(`money.kind_${value}`) })) },
            { name: "day", label: t("money.day"), help: t("money.day_help"), kind: "day" },
            { name: "amount", label: t("money.amount"), help: t("money.amount_claim_help") },
            { name: "km", label: t("money.km"), help: t("money.km_help"), kind: "number" },
            { name: "receipt", label: t("money.receipt") },
            { name: "what", label: t("money.what"), help: t("money.no_names") },
          ]}
          given={{ kind: "home_trips" }}
          action={t("money.claim")}
          send={async (body) => {
            const made = await answer(api.POST("/api/claims", { body }));
            await done(close);
            if (made.receipt !== undefined) {
              // Whoever has the paper in their hands takes its picture now.
              setParameters((before) => {
                before.set("do", `receipts-${made.id}`);
                return before;
              });
            }
          }}
        />
      )}
    </Action>
  );
}
