// Pictures of a claim's receipt: put to it, looked at, taken back. What a camera tells beside a picture is taken out by the
// server.
import { type Answer, type Body, answer, api, number, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { ErrorNote } from "../../parts/ErrorNote";
import { FileLink } from "../../parts/FileLink";
import { RecordForm } from "../../parts/RecordForm";
import { fileBody } from "../../parts/file";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { type Claim, Told } from "./Told";
import { fitting } from "./fitting";
import "./receipts.css";

type Receipt = Answer<"/api/claims/{id}/receipts">["items"][number];

const prefix = "receipts-";

export function ReceiptsButton({ of }: { of: Claim }) {
  const may = useMay();
  const byReceipt = of.receipt !== undefined || of.receipts > 0;
  return byReceipt && may("receipt.list") ? (
    <ActionButton name={`${prefix}${of.id}`}>
      {t("money.receipts_short")}
      {of.receipts > 0 && <> · {number(of.receipts)}</>}
    </ActionButton>
  ) : null;
}

/** The dialog of whichever claim the address names, on the list or not. */
export function Receipts() {
  const [parameters] = useSearchParams();
  const name = parameters.get("do") ?? "";
  return name.startsWith(prefix) ? (
    <Action key={name} name={name} title={t("money.receipts")}>
      {() => <OfClaim id={name.slice(prefix.length)} />}
    </Action>
  ) : null;
}

/** What whoever lets a claim pass has to see first. */
export function Pictures({ id, extra }: { id: string; extra?: (receipt: Receipt, at: string) => React.ReactNode }) {
  const list = useRead("/api/claims/{id}/receipts", { path: { id } });
  return (
    <Loaded of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{t("money.no_receipts")}</p>
        ) : (
          <ul className="receipts">
            {items.map((receipt, index) => {
              const at = number(index + 1);
              return (
                <li key={receipt.id}>
                  <img src={`/api/receipts/${receipt.id}/file`} alt={t("money.receipt_picture", { number: at })} />
                  <FileLink address={`/api/receipts/${receipt.id}/file`}>{t("money.keep_receipt", { number: at })}</FileLink> {extra?.(receipt, at)}
                </li>
              );
            })}
          </ul>
        )
      }
    </Loaded>
  );
}

function OfClaim({ id }: { id: string }) {
  const may = useMay();
  const client = useQueryClient();
  const claim = useRead("/api/claims/{id}", { path: { id } });
  const [leaving, setLeaving] = useState<Receipt>();
  const sent = (): Promise<void> => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/api/claims") });
  return (
    <Loaded of={claim}>
      {(of) => {
        const waits = of.holder !== "nobody";
        return (
          <>
            <Told of={of} />
            <Pictures
              id={id}
              extra={(receipt, at) =>
                waits &&
                of.state !== "approved" &&
                may("receipt.remove") && (
                  <Button size="small" onClick={() => setLeaving(receipt)}>
                    {t("money.remove_receipt", { number: at })}
                  </Button>
                )
              }
            />
            {leaving !== undefined && (
              <RecordForm<Body<"/api/receipts/{id}/remove">>
                key={leaving.id}
                draft={`money.receipt.${leaving.id}`}
                fields={[{ name: "reason", label: t("money.reason"), help: t("money.remove_receipt_help") }]}
                given={{ version: leaving.version }}
                action={t("money.remove_receipt_now")}
                send={async (body) => {
                  await answer(api.POST("/api/receipts/{id}/remove", { params: { path: { id: leaving.id } }, body }));
                  setLeaving(undefined);
                  await sent();
                }}
              />
            )}
            {waits && may("receipt.add") && <AddPicture id={id} sent={sent} />}
          </>
        );
      }}
    </Loaded>
  );
}

function AddPicture({ id, sent }: { id: string; sent: () => Promise<void> }) {
  const [trouble, setTrouble] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const add = async (file: File): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await answer(api.POST("/api/claims/{id}/receipts", { params: { path: { id } }, ...fileBody(await fitting(file), file.name) }));
      await sent();
    } catch (error) {
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p>
        <label>
          {t("money.add_receipt")}{" "}
          <input
            type="file"
            name="receipt"
            accept="image/jpeg,image/png"
            disabled={busy}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen !== undefined) {
                void add(chosen);
              }
              event.target.value = "";
            }}
          />
        </label>{" "}
        <span role="status">{busy && t("money.sending_receipt")}</span>
      </p>
      <p className="quiet">{t("money.receipts_how")}</p>
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </>
  );
}
