// Who is where until when and what is due next, the handovers, and who will be missing when.
import { type Body, type Query, type Row, answer, api, number, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Downloads } from "../../parts/Downloads";
import { Day, SimpleTable } from "../../parts/Facts";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListTable } from "../../parts/ListPage";
import { More } from "../../parts/More";
import { PageHead } from "../../parts/PageHead";
import { RecordFilter } from "../../parts/RecordFilter";
import { SendForm } from "../../parts/SendForm";
import { Tabs, useTab } from "../../parts/Tabs";
import { Loaded, useList } from "../../parts/reading";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Rotation } from "./Rotation";
import { NextStep, PersonName, Role, SiteName, type Term, ofPostings, spans } from "./words";

export default function HandoversPage() {
  const may = useMay();
  const tab = useTab(["terms", "handovers", "rotation"]);
  return (
    <>
      <PageHead title={t("shell.handovers")} />
      <Tabs
        now={tab}
        tabs={[
          { name: "terms", title: t("postings.terms") },
          ...(may("handover.list") ? [{ name: "handovers" as const, title: t("postings.handovers") }] : []),
          ...(may("rotation.calendar") ? [{ name: "rotation" as const, title: t("postings.rotation") }] : []),
        ]}
      />
      {tab === "terms" && <Terms />}
      {tab === "handovers" && <Handovers />}
      {tab === "rotation" && <Rotation />}
    </>
  );
}

function later(months: number): string {
  const day = new Date(`${today()}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

function Terms() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["within", "months"]);
  const months = spans.find((each) => each === filters.months);
  const query: Query<"/api/terms"> = {
    ...(filters.within !== undefined && { within: filters.within }),
    ...(months !== undefined && { ends_by: later(Number(months)) }),
  };
  const list = useList("/api/terms", query);
  const columns: Column<Term>[] = [
    {
      key: "staff",
      title: t("postings.person"),
      show: (row) => (
        <Link to={`/terms/${row.id}`}>
          <bdi>{row.staff_name}</bdi>
        </Link>
      ),
      text: (row) => row.staff_name,
    },
    { key: "site", title: t("postings.site"), show: (row) => <SiteName id={row.site} name={row.site_name} />, text: (row) => row.site_name },
    { key: "role", title: t("postings.role"), show: (row) => <Role of={row.role} />, text: (row) => t(`people.role.${row.role}`) },
    { key: "from", title: t("postings.from"), show: (row) => <Day of={row.from_day} />, text: (row) => row.from_day },
    {
      key: "until",
      title: t("postings.until"),
      show: (row) => (
        <>
          <Day of={row.last_day} />
          {row.by_rule && <span className="quiet"> {t("postings.by_rule")}</span>}
        </>
      ),
      text: (row) => row.last_day,
    },
    { key: "state", title: t("postings.state"), show: (row) => t(`postings.state_${row.state}`), text: (row) => t(`postings.state_${row.state}`) },
    { key: "next", title: t("postings.next"), show: (row) => <NextStep of={row} />, text: (row) => row.due_on },
  ];
  return (
    <>
      <p className="quiet">{t("postings.how")}</p>
      <div className="filters">
        <ChoiceFilter
          label={t("postings.ends_within")}
          value={months}
          choices={spans.map((value) => ({ value, name: t("postings.months", { count: Number(value) }) }))}
          onChange={(value) => setFilter("months", value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("postings.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t(Object.keys(filters).length > 0 ? "postings.no_terms_so" : "postings.no_terms")}</p>
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={t("postings.terms")} onEnd={list.moreIsComing ? undefined : list.more} />
              <p className="below">
                <span role="status">{t("postings.shown", { count: rows.length })}</span>
                <More of={list} />
                <Downloads path="/api/terms" query={query} />
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

type HandoverRow = Row<"/api/handovers">;
const states = ["open", "given", "accepted"] as const;

function Handovers() {
  const may = useMay();
  const [filters, setFilter] = useFilters(["within", "state"]);
  const state = states.find((each) => each === filters.state);
  const list = useList("/api/handovers", {
    ...(filters.within !== undefined && { within: filters.within }),
    ...(state !== undefined && { state }),
  });
  const columns: Column<HandoverRow>[] = [
    {
      key: "staff",
      title: t("postings.leaves"),
      show: (row) => (
        <Link to={`/handovers/${row.id}`}>
          <bdi>{row.staff_name}</bdi>
        </Link>
      ),
      text: (row) => row.staff_name,
    },
    { key: "site", title: t("postings.site"), show: (row) => <SiteName id={row.site} name={row.site_name} />, text: (row) => row.site_name },
    { key: "last", title: t("postings.until"), show: (row) => <Day of={row.last_day} />, text: (row) => row.last_day },
    { key: "to", title: t("postings.takes_over"), show: (row) => <TakesOver of={row} />, text: (row) => row.successor_name },
    { key: "state", title: t("postings.state"), show: (row) => t(`postings.handover_${row.state}`), text: (row) => t(`postings.handover_${row.state}`) },
    { key: "items", title: t("postings.items"), number: true, show: (row) => <bdi>{number(row.items)}</bdi>, text: (row) => row.items },
    { key: "questions", title: t("postings.questions"), number: true, show: (row) => <bdi>{number(row.questions)}</bdi>, text: (row) => row.questions },
  ];
  return (
    <>
      {may("handover.make") && <Unbegun within={filters.within} />}
      <h2>{t("postings.begun")}</h2>
      <p className="quiet">{t("postings.handover_how")}</p>
      <div className="filters">
        <ChoiceFilter
          label={t("postings.state")}
          value={state}
          choices={states.map((value) => ({ value, name: t(`postings.handover_${value}`) }))}
          onChange={(value) => setFilter("state", value)}
        />
        {may("area.list") && (
          <RecordFilter kind="area" label={t("postings.within")} value={filters.within} onChange={(value) => setFilter("within", value)} />
        )}
      </div>
      <Loaded of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t(Object.keys(filters).length > 0 ? "postings.no_handovers_so" : "postings.no_handovers")}</p>
          ) : (
            <>
              <ListTable rows={rows} columns={columns} label={t("postings.handovers")} onEnd={list.moreIsComing ? undefined : list.more} />
              <p className="below">
                <span role="status">{t("postings.shown", { count: rows.length })}</span>
                <More of={list} />
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** Those that the rules want begun by now, and that nobody has begun. */
function Unbegun({ within }: { within: string | undefined }) {
  const due = useList("/api/terms", { unbegun: true, ...(within !== undefined && { within }) });
  return (
    <>
      <h2>{t("postings.unbegun")}</h2>
      <Loaded of={due}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("postings.none_unbegun")}</p>
          ) : (
            <>
              <SimpleTable
                label={t("postings.unbegun")}
                head={[{ title: t("postings.leaves") }, { title: t("postings.site") }, { title: t("postings.until") }, { title: t("postings.what_to_do") }]}
                rows={rows.map((each) => ({
                  key: each.id,
                  cells: [
                    <Link key="staff" to={`/terms/${each.id}`}>
                      <bdi>{each.staff_name}</bdi>
                    </Link>,
                    <SiteName key="site" id={each.site} name={each.site_name} />,
                    <Day key="until" of={each.last_day} />,
                    <BeginHandover key="begin" of={each} main={false} name={`begin-${each.id}`} />,
                  ],
                }))}
              />
              <p className="below">
                <More of={due} />
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

export function TakesOver({ of }: { of: Pick<HandoverRow, "goes_to" | "successor" | "successor_name"> }) {
  if (of.goes_to === "successor" && of.successor !== undefined && of.successor_name !== undefined) {
    return <PersonName id={of.successor} name={of.successor_name} />;
  }
  return of.goes_to === "host" ? t("postings.host") : <span className="quiet">{t("postings.nobody_yet")}</span>;
}

/** Of a term that is about to end and has no handover yet. */
export function BeginHandover({ of, main, name = "begin" }: { of: Term; main: boolean; name?: string }) {
  const may = useMay();
  const client = useQueryClient();
  const go = useNavigate();
  if (of.handover !== undefined || !may("handover.make")) {
    return null;
  }
  return (
    <>
      <ActionButton name={name} main={main}>
        {t("postings.begin")}
      </ActionButton>
      <Action name={name} title={t("postings.begin")}>
        {() => (
          <SendForm
            action={t("postings.begin")}
            send={async () => {
              const body: Body<"/api/handovers"> = { posting: of.id };
              const made = await answer(api.POST("/api/handovers", { body }));
              await client.invalidateQueries({ predicate: ofPostings });
              void go(`/handovers/${made.id}`);
            }}
          >
            {() => <p>{t("postings.begin_effect")}</p>}
          </SendForm>
        )}
      </Action>
    </>
  );
}
