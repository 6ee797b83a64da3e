// Backups: the last one and its age, making one, proving it, and how one is restored. What is made
// and proven is made and proven on the server, which tells how far it is.
import { type Row, answer, api, moment, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Action, ActionButton } from "../../parts/Action";
import { ErrorNote } from "../../parts/ErrorNote";
import { Fact, Facts, SimpleTable } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import "./settings.css";

type Backup = Row<"/api/backups">;
const glance = 1000; // milliseconds
const dayLong = 86_400_000;
/** Older than this it is said with a sign. */
const oldDays = 7;

const waits = (backup: Backup): boolean => backup.state === "waiting" || backup.checked === "waiting";
const size = (bytes: number): string => {
  const large = bytes >= 2 ** 30;
  const tenths = Math.ceil((bytes / 2 ** (large ? 30 : 20)) * 10);
  return t(large ? "settings.gigabytes" : "settings.megabytes", { size: number(tenths / 10) });
};

export default function BackupPage() {
  const may = useMay();
  const client = useQueryClient();
  const [trouble, setTrouble] = useState<unknown>();
  const place = useRead("/api/backup-place");
  const list = useList("/api/backups");
  const { again } = list;
  const busy = (list.data ?? []).some(waits);
  useEffect(() => {
    const ask = busy ? setInterval(again, glance) : undefined;
    return () => clearInterval(ask);
    // `again` is made anew at each look.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [busy]);
  const refresh = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ["/api/backups"] });
    await client.invalidateQueries({ queryKey: ["/api/backup-place"] });
  };
  const verify = async (id: string): Promise<void> => {
    await answer(api.POST("/api/backups/{id}/verify", { params: { path: { id } } }));
    await refresh();
  };
  // What was found bad is none.
  const last = list.data?.find((each) => each.state === "made" && each.present && each.checked !== "bad");
  const file = last?.file ?? t("settings.backup_file_word");
  return (
    <>
      <PageHead
        title={t("settings.backup")}
        action={
          place.data?.possible === true && may("backup.make") ? (
            <ActionButton name="make" main>
              {t("settings.backup_make")}
            </ActionButton>
          ) : undefined
        }
      />
      <Loaded of={place}>
        {(where) =>
          where.possible ? (
            <>
              <p className="quiet">{t("settings.backup_how")}</p>
              <Facts>
                <Fact label={t("settings.backup_last")} none={t("settings.backup_none_yet")}>
                  {last !== undefined && <Age of={last} now={list.at} />}
                </Fact>
                <Fact label={t("settings.backup_proof")}>
                  {last !== undefined && <Proof of={last} />}
                </Fact>
                <Fact label={t("settings.backup_folder")}>
                  <bdi>{where.folder}</bdi>
                </Fact>
                <Fact label={t("settings.backup_free")}>{where.free_bytes !== undefined && <bdi>{size(where.free_bytes)}</bdi>}</Fact>
              </Facts>
              {trouble !== undefined && <ErrorNote problem={trouble} />}
              <Loaded of={list}>
                {(rows) =>
                  rows.length === 0 ? (
                    <p>{t("settings.backup_empty")}</p>
                  ) : (
                    <SimpleTable
                      label={t("settings.backup")}
                      head={[
                        { title: t("settings.backup_of") },
                        { title: t("settings.backup_by") },
                        { title: t("settings.state") },
                        { title: t("settings.backup_size"), number: true },
                        { title: t("settings.backup_entries"), number: true },
                        { title: t("settings.backup_proof") },
                        { title: t("settings.backup_file") },
                        { title: t("settings.do") },
                      ]}
                      rows={rows.map((each) => ({
                        key: each.id,
                        cells: [
                          <bdi key="of">{moment(each.made_at ?? each.asked_at)}</bdi>,
                          each.by === undefined ? t("settings.backup_operator") : <bdi key="by">{each.by}</bdi>,
                          <State key="state" of={each} />,
                          each.bytes === undefined ? "" : <bdi key="size">{size(each.bytes)}</bdi>,
                          each.entries === undefined ? "" : <bdi key="entries">{number(each.entries)}</bdi>,
                          <Proof key="proof" of={each} />,
                          <bdi key="file">{each.file}</bdi>,
                          each.present && may("backup.verify") && (
                            <Button
                              key="do"
                              size="small"
                              disabled={waits(each)}
                              onClick={() => void verify(each.id).then(() => setTrouble(undefined), setTrouble)}
                            >
                              {t("settings.backup_verify")}
                            </Button>
                          ),
                        ],
                      }))}
                    />
                  )
                }
              </Loaded>
              {list.more !== undefined && <Button onClick={list.more}>{t("settings.backup_more")}</Button>}
              <h2>{t("settings.backup_restore")}</h2>
              <p>{t("settings.backup_restore_how")}</p>
              <pre className="command" dir="ltr">
                <code>{[
                  `sojourn restore ${quoted(`${where.folder}/${file}`)} --data ${quoted(`${where.data}-new`)} --keys ${quoted(where.data)}`,
                  `sojourn audit new-epoch --data ${quoted(`${where.data}-new`)} --reason "${t("settings.backup_why_word")}"`,
                  `sojourn serve --data ${quoted(`${where.data}-new`)}`,
                ].join("\n")}</code>
              </pre>
              <p>{t("settings.backup_keys")}</p>
            </>
          ) : (
            <>
              <p>
                <span aria-hidden="true">○ </span>
                {t("settings.backup_other_engine")} <bdi>{where.engine}</bdi>
              </p>
              <pre className="command" dir="ltr">
                <code>pg_dump --format=custom --file FILE URL</code>
              </pre>
              <p>{t("settings.backup_keys")}</p>
            </>
          )
        }
      </Loaded>
      <Action name="make" title={t("settings.backup_make")}>
        {(close) => (
          <SendForm
            action={t("settings.backup_make")}
            send={async () => {
              await answer(api.POST("/api/backups"));
              close();
              await refresh();
            }}
          >
            {() => <p>{t("settings.backup_make_effect")}</p>}
          </SendForm>
        )}
      </Action>
    </>
  );
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function Age({ of, now }: { of: Backup; now: number }) {
  const days = Math.max(0, Math.floor((now - Date.parse(of.made_at ?? of.asked_at)) / dayLong));
  return (
    <>
      <span aria-hidden="true">{days > oldDays ? "▲ " : "✔ "}</span>
      {days === 0 ? t("settings.backup_today") : t("settings.backup_days", { count: days })}{" "}
      <bdi>{moment(of.made_at ?? of.asked_at)}</bdi>
    </>
  );
}

function State({ of }: { of: Backup }) {
  if (of.state === "waiting") {
    return (
      <span role="status">
        <span aria-hidden="true">◌ </span>
        {t("settings.backup_waiting")}
      </span>
    );
  }
  if (of.state === "failed") {
    return (
      <>
        <span aria-hidden="true">✖ </span>
        {failure(of.failure)}
      </>
    );
  }
  return (
    <>
      <span aria-hidden="true">{of.present ? "✔ " : "○ "}</span>
      {t(of.present ? "settings.backup_made" : "settings.backup_gone")}
    </>
  );
}

function failure(code: string | undefined) {
  if (code === "disk_full") {
    return t("settings.backup_disk_full");
  }
  if (code === "interrupted") {
    return t("settings.backup_interrupted");
  }
  return (
    <>
      {t("settings.backup_failed")} <bdi>{code}</bdi>
    </>
  );
}

const parts = ["digest", "list", "opening", "integrity", "rows", "log"] as const;

function Proof({ of }: { of: Backup }) {
  if (of.checked === "waiting") {
    return (
      <span role="status">
        <span aria-hidden="true">◌ </span>
        {t("settings.backup_proving")}
      </span>
    );
  }
  if (of.checked === "good") {
    return (
      <>
        <span aria-hidden="true">✔ </span>
        {t("settings.backup_good")} {of.checked_at !== undefined && <bdi>{moment(of.checked_at)}</bdi>}
      </>
    );
  }
  if (of.checked === "bad") {
    return (
      <>
        <span aria-hidden="true">✖ </span>
        {of.wrong.map((each) => {
          const known = parts.find((part) => part === each);
          return known === undefined ? <bdi key={each}>{each} </bdi> : `${t(`settings.backup_bad_${known}`)} `;
        })}
        {t("settings.backup_bad_remedy")}
      </>
    );
  }
  if (of.checked === "failed") {
    return (
      <>
        <span aria-hidden="true">▲ </span>
        {t(of.wrong.includes("disk_full") ? "settings.backup_proof_no_room" : "settings.backup_proof_failed")}
      </>
    );
  }
  return of.state === "made" ? (
    <>
      <span aria-hidden="true">○ </span>
      {t("settings.backup_no_proof")}
    </>
  ) : (
    ""
  );
}
