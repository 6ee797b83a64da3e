// One entry of the audit log: in words, as the text that is hashed, and its proof to take along.
import { type Answer, moment, number, t } from "@sojourn/shared";
import { Link, useParams } from "react-router";
import { Fact, Facts, SimpleTable } from "../../parts/Facts";
import { FileLink } from "../../parts/FileLink";
import { PageHead } from "../../parts/PageHead";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import "./audit.css";
import { State, Who } from "./words";

type Line = Answer<"/api/audit/{index}">["lines"][number];

/** An import has hundreds; the entry's text comes after them. */
const atOnce = 20;

function Lines({ of }: { of: Line[] }) {
  return (
    <SimpleTable
      label={t("audit.records")}
      head={[{ title: t("audit.verb") }, { title: t("audit.record") }, { title: t("audit.fields") }]}
      rows={of.map((line, at) => ({
        key: String(at),
        cells: [
          t(`audit.verb_${line.verb}`),
          line.record !== undefined ? (
            <Link key="record" to={`/settings/audit?record=${line.record}`}>
              <bdi>{line.record}</bdi>
            </Link>
          ) : (
            <bdi key="record">
              {line.rows !== undefined && `${number(line.rows)} × `}
              {line.table}
            </bdi>
          ),
          <bdi key="fields">{line.fields.join(", ")}</bdi>,
        ],
      }))}
    />
  );
}

export default function EntryPage() {
  const index = Number(useParams().index);
  const may = useMay();
  const entry = useRead("/api/audit/{index}", { path: { index } });
  return (
    <>
      <p className="quiet">
        <Link to="/settings/audit">{t("audit.all_entries")}</Link>
      </p>
      <Loaded of={{ ...entry, data: entry.data?.index === index ? entry.data : undefined }}>
        {(now) => (
          <>
            <PageHead
              title={t("audit.entry_number", { index: number(index) })}
              action={
                may("audit.proof") && now.state === "sealed" ? (
                  <FileLink look="main" address={`/api/audit/${index}/proof`}>
                    {t("audit.proof")}
                  </FileLink>
                ) : undefined
              }
            />
            <Facts>
              <Fact label={t("audit.state")}>
                <State of={now.state} />
              </Fact>
              <Fact label={t("audit.when")}>
                <bdi>{moment(now.at)}</bdi>
              </Fact>
              <Fact label={t("audit.who")}>
                <Who id={now.by} name={now.by_name} />
              </Fact>
              <Fact label={t("audit.acting_for")}>{now.acting_for !== undefined && <Who id={now.acting_for} name={now.acting_for_name} />}</Fact>
              <Fact label={t("audit.what")}>
                <bdi>{now.operation}</bdi>
                {now.meaning !== undefined && (
                  <>
                    <br />
                    <bdi className="quiet">{now.meaning}</bdi>
                  </>
                )}
              </Fact>
              <Fact label={t("audit.why")} none={t(now.reason_given ? "audit.why_sealed" : "audit.why_none")}>
                {now.why !== undefined && <bdi>{now.why}</bdi>}
              </Fact>
              <Fact label={t("audit.request")}>{now.request !== undefined && <bdi>{now.request}</bdi>}</Fact>
              <Fact label={t("audit.receipt")}>
                <bdi>{now.entry}</bdi>
              </Fact>
            </Facts>
            <h2>{t("audit.records")}</h2>
            {now.lines.length === 0 ? (
              <p>{t("audit.no_records")}</p>
            ) : (
              <>
                <Lines of={now.lines.slice(0, atOnce)} />
                {now.lines.length > atOnce && (
                  <details>
                    <summary>{t("audit.more_records", { count: now.lines.length - atOnce })}</summary>
                    <Lines of={now.lines.slice(atOnce)} />
                  </details>
                )}
              </>
            )}
            {now.more_lines > 0 && <p className="quiet">{t("audit.more_records", { count: now.more_lines })}</p>}
            <h2>{t("audit.text")}</h2>
            <p className="quiet">{t("audit.text_how")}</p>
            <pre className="entry-text" tabIndex={0} aria-label={t("audit.text")}>
              <bdi>{now.text}</bdi>
            </pre>
            <p>
              {t("audit.digest")}{" "}
              <code>
                <bdi>{now.digest}</bdi>
              </code>
            </p>
          </>
        )}
      </Loaded>
    </>
  );
}
