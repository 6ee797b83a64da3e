// Whether the audit log is whole, and whether the records are what it says: the last check of each
// kind in words, and a button for the next.
import { type Answer, answer, api, moment, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { ErrorNote } from "../../parts/ErrorNote";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import "./audit.css";

type Check = Answer<"/api/audit-checks/{id}">;
type Finding = Check["findings"][number];
const kinds = ["log", "records"] as const;

export function Checks() {
  return (
    <section className="checks" aria-label={t("audit.checks")}>
      {kinds.map((what) => (
        <LastCheck key={what} what={what} />
      ))}
    </section>
  );
}

function LastCheck({ what }: { what: (typeof kinds)[number] }) {
  const may = useMay();
  const client = useQueryClient();
  const checks = useList("/api/audit-checks", { what });
  const id = checks.data?.[0]?.id;
  const [goes, setGoes] = useState(false);
  const check = useRead("/api/audit-checks/{id}", { path: { id: id ?? "" } }, { enabled: id !== undefined, refetchInterval: goes ? 1000 : false });
  const now = id !== undefined && check.data?.id === id ? check.data : undefined;
  useEffect(() => setGoes(now?.state === "queued" || now?.state === "running"), [now?.state]);
  const [trouble, setTrouble] = useState<unknown>();
  const then = (asked: Promise<unknown>): void => {
    asked
      .then(() => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("/api/audit-checks") }))
      .then(() => setTrouble(undefined), setTrouble);
  };
  return (
    <div className="check">
      <h2>{t(`audit.check_${what}`)}</h2>
      <p className="quiet">{t(`audit.check_${what}_how`)}</p>
      <Loaded of={checks}>
        {(rows) =>
          rows.length === 0 ? (
            <p role="status">
              <span aria-hidden="true">– </span>
              {t("audit.never_checked")}
            </p>
          ) : (
            <Loaded of={{ ...check, data: now }}>{(found) => <Result check={found} />}</Loaded>
          )
        }
      </Loaded>
      <p className="actions">
        {may("audit.verify") && !goes && (
          <Button onClick={() => then(answer(api.POST("/api/audit-checks", { body: { what } })))}>{t(`audit.begin_${what}`)}</Button>
        )}
        {may("audit_check.cancel") && goes && id !== undefined && (
          <Button onClick={() => then(answer(api.POST("/api/audit-checks/{id}/cancel", { params: { path: { id } } })))}>{t("audit.stop")}</Button>
        )}
      </p>
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </div>
  );
}

function Result({ check }: { check: Check }) {
  if (check.state === "queued" || check.state === "running") {
    return (
      <p role="status">
        <span aria-hidden="true">◌ </span>
        {check.entries_read === undefined
          ? t("audit.waits")
          : t("audit.goes", { read: check.entries_read, all: check.entries ?? check.entries_read })}{" "}
        {t("shell.job_leave")}
      </p>
    );
  }
  const when = <span className="quiet">{t("audit.checked_at", { time: moment(check.ended_at ?? check.asked_at) })}</span>;
  if (check.state !== "done" || check.good === undefined) {
    return (
      <p role="status">
        <span aria-hidden="true">▲ </span>
        {t(check.state === "cancelled" ? "audit.was_stopped" : "audit.could_not")} {check.error !== undefined && <bdi>{check.error}</bdi>} {when}
      </p>
    );
  }
  if (check.good) {
    return (
      <>
        <p role="status" className="good">
          <strong>
            <span aria-hidden="true">✔ </span>
            {check.what === "log"
              ? t("audit.log_good", { count: check.entries ?? 0 })
              : t("audit.records_good", { count: check.records ?? 0 })}
          </strong>{" "}
          {when}
        </p>
        <Notes check={check} />
      </>
    );
  }
  return (
    <>
      <p role="status" className="problem">
        <strong>
          <span aria-hidden="true">✖ </span>
          {t(`audit.${check.what}_bad`)}
        </strong>{" "}
        {when}
      </p>
      {check.first_bad !== undefined && (
        <p>
          <strong>{t("audit.first_bad")}</strong> <Found finding={check.first_bad} />
        </p>
      )}
      {check.findings.length > 1 && (
        <details>
          <summary>{t("audit.all_findings", { count: check.findings.length + check.more_findings })}</summary>
          <ul>
            {check.findings.map((finding, index) => (
              <li key={index}>
                <Found finding={finding} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <p>{t("audit.bad_what_now")}</p>
      <Notes check={check} />
    </>
  );
}

/** What a good answer does not say by itself. */
function Notes({ check }: { check: Check }) {
  return (
    <ul className="plain quiet">
      {check.what === "log" && <li>{t("audit.kept_outside", { count: check.kept_outside ?? 0 })}</li>}
      {(check.unsealed ?? 0) > 0 && <li>{t("audit.unsealed", { count: check.unsealed ?? 0 })}</li>}
      {(check.cosigned ?? 0) > 0 && <li>{t("audit.cosigned", { count: check.cosigned ?? 0 })}</li>}
      {(check.erased ?? 0) > 0 && <li>{t("audit.erased", { count: check.erased ?? 0 })}</li>}
      {(check.unclear ?? 0) > 0 && <li>{t("audit.unclear", { count: check.unclear ?? 0 })}</li>}
    </ul>
  );
}

function Found({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.record !== undefined && (
        <>
          <Link to={`/settings/audit?record=${finding.record}`}>
            <bdi>{finding.record}</bdi>
          </Link>{" "}
        </>
      )}
      {finding.fields.length > 0 && <bdi>({finding.fields.join(", ")}) </bdi>}
      {[finding.first, finding.last === finding.first ? undefined : finding.last, finding.entry].map(
        (index) =>
          index !== undefined && (
            <span key={index}>
              <Link to={`/settings/audit/${index}`}>{t("audit.entry_number", { index: number(index) })}</Link>{" "}
            </span>
          ),
      )}
      <bdi>{finding.detail}</bdi>
    </>
  );
}
