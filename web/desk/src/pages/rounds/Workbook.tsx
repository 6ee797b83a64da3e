// The workbook of a sponsor: taken along with its staff in it, sent back with whom it names, checked
// row by row before anything is written.
import { answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { ErrorNote } from "../../parts/ErrorNote";
import { SimpleTable } from "../../parts/Facts";
import { Field } from "../../parts/Field";
import { FileLink } from "../../parts/FileLink";
import { fileBody } from "../../parts/file";
import type { Place } from "./fields";

export function WorkbookButton({
  place,
  main = false,
  small = false,
}: {
  place: Pick<Place, "id" | "name" | "round_name">;
  main?: boolean;
  small?: boolean;
}) {
  return (
    <FileLink
      look={main ? "main" : small ? "small" : "button"}
      address={`/api/round-places/${place.id}/workbook`}
      // What a file system would not take is left out of the name.
      name={`${place.name} ${place.round_name}.xlsx`.replaceAll(/[/\\:*?"<>|]/g, "-")}
      {...(small && { label: t("rounds.take_workbook_of", { name: place.name }) })}
    >
      {t(small ? "rounds.take_along" : "rounds.take_workbook")}
    </FileLink>
  );
}

async function send(place: Place, file: File, query: { check?: boolean; mode?: "all_or_nothing" | "good_rows_now"; source?: string }) {
  return answer(
    api.POST("/api/round-places/{id}/workbook", {
      params: { path: { id: place.id }, query },
      ...fileBody(file, file.name),
    }),
  );
}
type Report = Awaited<ReturnType<typeof send>>;

export interface Merging {
  file: File | undefined;
  report: Report | undefined;
  busy: boolean;
  trouble: unknown;
  source: string;
  setSource: (source: string) => void;
  check: (file: File) => Promise<void>;
  merge: (mode: "all_or_nothing" | "good_rows_now") => Promise<void>;
}

export function useMerging(place: Place): Merging {
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<Report>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const [source, setSource] = useState("");
  const run = async (what: () => Promise<Report>): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      setReport(await what());
    } catch (error) {
      setReport(undefined);
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    file,
    report,
    busy,
    trouble,
    source,
    setSource,
    check: (chosen) => {
      setFile(chosen);
      return run(() => send(place, chosen, { check: true }));
    },
    merge: (mode) =>
      run(async () => {
        if (file === undefined) {
          throw new Error("no file");
        }
        const given = source.trim();
        const made = await send(place, file, { mode, ...(given !== "" && { source: given }) });
        await client.invalidateQueries();
        return made;
      }),
  };
}

/** What may be merged now: checked, and not written yet. */
export function canMerge(merging: Merging): boolean {
  const { report } = merging;
  return report !== undefined && !report.written && report.refused === 0;
}

export function MergeButton({ merging }: { merging: Merging }) {
  return (
    <Button type="primary" loading={merging.busy} onClick={() => void merging.merge("all_or_nothing")}>
      {t("rounds.merge")}
    </Button>
  );
}

const marks = { added: "＋", changed: "◐", same: "=", refused: "✖" } as const;

export function MergePart({ merging, office }: { merging: Merging; office: boolean }) {
  const { report, busy } = merging;
  return (
    <>
      <p>{t("rounds.merge_help")}</p>
      {office && (
        <Field
          label={t("rounds.letter")}
          help={t("rounds.letter_help")}
          name="letter"
          autoComplete="off"
          value={merging.source}
          onChange={merging.setSource}
        />
      )}
      <p>
        <label>
          {t("rounds.returned")}{" "}
          <input
            type="file"
            accept=".xlsx,.csv"
            disabled={busy}
            onChange={(event) => {
              const [chosen] = [...(event.target.files ?? [])];
              if (chosen !== undefined) {
                void merging.check(chosen);
              }
              event.target.value = ""; // the same file again, filled in further, is another choice
            }}
          />
        </label>
      </p>
      {merging.trouble !== undefined && <ErrorNote problem={merging.trouble} />}
      <div role="status">{report !== undefined && <Said report={report} />}</div>
      {report !== undefined && !report.written && report.refused > 0 && report.added + report.changed > 0 && (
        <p>
          <Button disabled={busy} onClick={() => void merging.merge("good_rows_now")}>
            {t("rounds.merge_good", { count: report.added + report.changed })}
          </Button>
        </p>
      )}
      {report !== undefined && <Rows report={report} />}
    </>
  );
}

function Said({ report }: { report: Report }) {
  return (
    <>
      <p>
        <strong>
          {report.written
            ? `✔ ${t("rounds.merged")}`
            : report.refused > 0
              ? `✖ ${t("rounds.refused_rows", { count: report.refused })}`
              : `○ ${t("rounds.checked")}`}
        </strong>{" "}
        <bdi>{report.file}</bdi>
      </p>
      <ul className="counts">
        {(["added", "changed", "same", "refused"] as const).map((effect) => (
          <li key={effect}>
            <span aria-hidden="true">{marks[effect]} </span>
            {t(`import.count_${effect}`, { count: report[effect] })}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Of each row that says something: what it does and what is wrong with it. */
function Rows({ report }: { report: Report }) {
  const rows = report.listed.filter((each) => each.effect !== "same");
  // The two columns that are filled in hold a yes or a no.
  const value = (text: string | undefined): ReactNode =>
    text === "yes" || text === "no" ? t(`record.${text}`) : <bdi>{text === undefined || text === "" ? "–" : text}</bdi>;
  const title = (column: string): string => report.known.find((each) => each.column === column)?.title ?? column;
  if (rows.length === 0) {
    return <p>{t("rounds.nothing_new")}</p>;
  }
  return (
    <>
      <SimpleTable
        label={t("rounds.report")}
        head={[{ title: t("rounds.row"), number: true }, { title: t("rounds.person") }, { title: t("rounds.effect") }, { title: t("rounds.says") }]}
        rows={rows.map((each) => ({
          key: String(each.row),
          cells: [
            <bdi key="row">{each.row}</bdi>,
            <bdi key="name">{each.name}</bdi>,
            <span key="effect">
              <span aria-hidden="true">{marks[each.effect]} </span>
              {t(`rounds.effect.${each.effect}`)}
            </span>,
            <ul key="says" className="plain">
              {each.changes.map((change) => (
                <li key={change.column}>
                  <bdi>{title(change.column)}</bdi> {value(change.before)} <span aria-hidden="true">→</span>
                  <span className="unseen">{t("record.became")}</span> {value(change.after)}
                </li>
              ))}
              {each.problems.map((problem) => (
                <li key={`${problem.place} ${problem.code}`} className="fault">
                  ✖ <bdi>{problem.detail}</bdi>
                </li>
              ))}
            </ul>,
          ],
        }))}
      />
      {report.not_listed > 0 && <p>▲ {t("rounds.not_listed", { count: report.not_listed })}</p>}
    </>
  );
}
