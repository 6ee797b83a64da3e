// Which columns a table of a kind may have, and an empty table that has them.
import { t } from "@sojourn/shared";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { saveFile } from "../../parts/file";
import { noHeading, toCsv } from "./grid";
import { type Kind, kindName } from "./kinds";
import { type Report, csvOf, send } from "./report";

/** The server says it of any table, of one that says nothing too. */
async function knownOf(kind: Kind, signal?: AbortSignal): Promise<Report["known"]> {
  return (await send(kind, csvOf(`${noHeading(0)}\n`), "table.csv", { heading_row: 1, check: true }, signal)).known;
}

export function Wanted({ kind }: { kind: Kind }) {
  const known = useQuery({ queryKey: ["import-wanted", kind], queryFn: ({ signal }) => knownOf(kind, signal), retry: false });
  if (known.data === undefined) {
    return null;
  }
  const names = (required: boolean) =>
    known.data
      .filter((column) => (column.required === true) === required)
      .map((column, index) => (
        <span key={column.column}>
          {index > 0 && t("shell.comma")}
          <bdi>{column.title}</bdi>
        </span>
      ));
  const needed = names(true);
  const further = names(false);
  return (
    <>
      <p>{t("import.wanted")}</p>
      {needed.length > 0 && (
        <p>
          {t("import.wanted_needed")} {needed}
        </p>
      )}
      {further.length > 0 && (
        <p>
          {t("import.wanted_further")} {further}
        </p>
      )}
      <p>
        <Button size="small" onClick={() => saveFile(csvOf(toCsv({ name: "", cells: [known.data.map(({ title }) => title)] })), `${kindName(kind)}.csv`)}>
          {t("import.template")}
        </Button>
      </p>
    </>
  );
}
