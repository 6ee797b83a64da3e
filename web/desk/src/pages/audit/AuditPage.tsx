// The audit log: who did what, when and why; whether the log is whole; entries to give away with
// their proofs.
import { type Query, type Row, answer, api, moment, number, t } from "@sojourn/shared";
import { Button } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Field } from "../../parts/Field";
import { SearchFilter } from "../../parts/Filters";
import { ListPage } from "../../parts/ListPage";
import { SendForm } from "../../parts/SendForm";
import { saveFile } from "../../parts/file";
import { useFilters } from "../../parts/useFilters";
import { useMay } from "../../shell/session";
import { Checks } from "./Checks";
import { State, Who } from "./words";

type Entry = Row<"/api/audit">;

export default function AuditPage() {
  const may = useMay();
  const [filters, set] = useFilters(["operation", "by", "record", "from", "to"]);
  return (
    <>
      <ListPage
        title={t("shell.audit")}
        path="/api/audit"
        query={filters as Query<"/api/audit">}
        rowKey="entry"
        action={
          may("audit.evidence") ? (
            <ActionButton name="evidence" main>
              {t("audit.evidence")}
            </ActionButton>
          ) : undefined
        }
        before={<Checks />}
        filters={
          <>
            <SearchFilter label={t("audit.operation")} value={filters.operation} onChange={(value) => set("operation", value)} />
            <SearchFilter label={t("audit.record_id")} value={filters.record} onChange={(value) => set("record", value)} />
            <Field label={t("audit.from")} type="date" value={filters.from ?? ""} onChange={(value) => set("from", value)} />
            <Field label={t("audit.to")} type="date" value={filters.to ?? ""} onChange={(value) => set("to", value)} />
            {filters.by !== undefined && (
              <Button onClick={() => set("by", undefined)}>
                <span aria-hidden="true">✕ </span>
                {t("audit.by_all")}
              </Button>
            )}
          </>
        }
        columns={[
          {
            key: "index",
            title: t("audit.index"),
            number: true,
            show: (entry) =>
              entry.index === undefined ? (
                <span className="quiet">{t("audit.no_place")}</span>
              ) : (
                <Link to={`/settings/audit/${entry.index}`}>
                  <bdi>{number(entry.index)}</bdi>
                </Link>
              ),
            text: (entry) => entry.index,
          },
          { key: "state", title: t("audit.state"), show: (entry) => <State of={entry.state} />, text: (entry) => entry.state },
          { key: "at", title: t("audit.when"), show: (entry) => <bdi>{moment(entry.at)}</bdi>, text: (entry) => entry.at },
          { key: "who", title: t("audit.who"), show: (entry) => <By entry={entry} />, text: (entry) => entry.by_name ?? entry.by },
          {
            key: "what",
            title: t("audit.what"),
            show: (entry) => (
              <>
                <Filtered name="operation" value={entry.operation} />
                {entry.meaning !== undefined && (
                  <>
                    <br />
                    <bdi className="quiet audit-meaning">{entry.meaning}</bdi>
                  </>
                )}
              </>
            ),
            text: (entry) => entry.operation,
          },
          { key: "records", title: t("audit.records"), show: (entry) => <Records entry={entry} />, text: (entry) => entry.records.join("; ") },
          {
            key: "why",
            title: t("audit.why"),
            show: (entry) =>
              entry.why !== undefined ? <bdi>{entry.why}</bdi> : entry.reason_given ? <span className="quiet">{t("audit.why_sealed")}</span> : "–",
            text: (entry) => entry.why,
          },
        ]}
        empty={<p>{t("audit.none")}</p>}
      />
      <Action name="evidence" title={t("audit.evidence")}>
        {(close) => <Evidence record={filters.record} close={close} />}
      </Action>
    </>
  );
}

/** A value that leads to what else has it. */
function Filtered({ name, value }: { name: "operation" | "by" | "record"; value: string }) {
  const [now] = useSearchParams();
  const to = new URLSearchParams(now);
  to.set(name, value);
  return now.get(name) === value ? (
    <bdi>{value}</bdi>
  ) : (
    <Link to={`?${to.toString()}`} title={t("audit.only_such")}>
      <bdi>{value}</bdi>
    </Link>
  );
}

function By({ entry }: { entry: Entry }) {
  const [now] = useSearchParams();
  const who = <Who id={entry.by} name={entry.by_name} />;
  const to = new URLSearchParams(now);
  to.set("by", entry.by ?? "");
  return (
    <>
      {entry.by === undefined || now.get("by") === entry.by ? (
        who
      ) : (
        <Link to={`?${to.toString()}`} title={t("audit.only_such")}>
          {who}
        </Link>
      )}
      {entry.acting_for !== undefined && (
        <>
          <br />
          <span className="quiet">
            {t("audit.acting_for")} <Who id={entry.acting_for} name={entry.acting_for_name} />
          </span>
        </>
      )}
    </>
  );
}

/** One of which there are many ("3 × placement") is no record of its own. */
const isId = (record: string): boolean => /^[a-z]+_[0-9a-z]+$/.test(record) && !record.includes(" ");

/** In the list; the entry's own page has them all. */
const mostRecords = 3;

function Records({ entry }: { entry: Entry }) {
  const more = Math.max(0, entry.records.length - mostRecords) + entry.more_records;
  return (
    <>
      {entry.records.slice(0, mostRecords).map((record) => (
        <div key={record} className="audit-record">
          {isId(record) ? <Filtered name="record" value={record} /> : <bdi>{record}</bdi>}
        </div>
      ))}
      {more > 0 && <span className="quiet">{t("audit.more_records", { count: more })}</span>}
    </>
  );
}

function Evidence({ record, close }: { record: string | undefined; close: () => void }) {
  const [wanted, setWanted] = useState({ record: record ?? "", first: "", last: "" });
  const put = (name: keyof typeof wanted) => (value: string): void => setWanted({ ...wanted, [name]: value });
  const whole = (text: string): number | undefined => (text.trim() === "" ? undefined : Number(text));
  return (
    <SendForm
      action={t("audit.evidence_take")}
      send={async () => {
        const first = whole(wanted.first);
        const last = whole(wanted.last);
        const pack = await answer(
          api.POST("/api/audit-evidence", {
            body: {
              ...(wanted.record.trim() !== "" && { record: wanted.record.trim() }),
              ...(first !== undefined && { first }),
              ...(last !== undefined && { last }),
            },
            parseAs: "blob",
          }),
        );
        saveFile(pack as unknown as Blob, `evidence-${wanted.record.trim() === "" ? wanted.first.trim() : wanted.record.trim()}.zip`);
        close();
      }}
    >
      {(problem) => {
        const fault = (name: string): { fault?: string } => {
          const found = problem?.faults.find((each) => each.pointer === `/${name}`)?.detail;
          return found === undefined ? {} : { fault: found };
        };
        return (
          <>
            <p>{t("audit.evidence_how")}</p>
            <Field name="record" label={t("audit.record_id")} help={t("audit.record_help")} value={wanted.record} onChange={put("record")} {...fault("record")} />
            <Field name="first" label={t("audit.first")} help={t("audit.first_help")} inputMode="numeric" value={wanted.first} onChange={put("first")} {...fault("first")} />
            <Field name="last" label={t("audit.last")} inputMode="numeric" value={wanted.last} onChange={put("last")} {...fault("last")} />
          </>
        );
      }}
    </SendForm>
  );
}
