// What holds once two people signed for it: a plan that breaks hard rules, a site that is not ready.
import { type Row, answer, api, day, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { ErrorNote } from "../../parts/ErrorNote";
import { Field } from "../../parts/Field";
import { SendForm } from "../../parts/SendForm";
import { useDraft } from "../../parts/useDraft";
import { useMay } from "../../shell/session";

type Path = "/api/rule-overrides" | "/api/site-overrides";
type Signature = Pick<Row<Path>, "id" | "reason" | "state" | "asked_by" | "asked_on" | "signed_on" | "version">;

/** Those that were asked for, newest first, to be signed or declined. Whatever somebody else decided
 * meanwhile is read again and shown; why, the place says that outlives the rows. */
export function Signatures({ path, rows, setTrouble }: { path: Path; rows: Signature[]; setTrouble: (trouble: unknown) => void }) {
  const client = useQueryClient();
  const may = useMay();
  const decide = async (row: Signature, act: "sign" | "decline"): Promise<void> => {
    setTrouble(undefined);
    const given = { params: { path: { id: row.id } }, body: { version: row.version } };
    try {
      await (path === "/api/rule-overrides"
        ? answer(api.POST(`/api/rule-overrides/{id}/${act}`, given))
        : answer(api.POST(`/api/site-overrides/{id}/${act}`, given)));
    } catch (error) {
      setTrouble(error);
    }
    await client.invalidateQueries();
  };
  return (
      <ul className="plain">
        {rows.map((row) => (
          <li key={row.id}>
            <bdi>{row.reason}</bdi>{" "}
            <span className="quiet">
              {t("plans.asked_by")} {row.asked_by === undefined ? t("record.by_program") : <bdi>{row.asked_by}</bdi>}
              {" · "}
              {t(`plans.override_${row.state}`)} <bdi>{day(row.signed_on ?? row.asked_on)}</bdi>
            </span>{" "}
            {row.state === "waiting" &&
              may(path === "/api/rule-overrides" ? "rule_override.sign" : "site_override.sign") &&
              (["sign", "decline"] as const).map((act) => (
                <Button key={act} size="small" onClick={() => void decide(row, act)}>
                  {t(`plans.override_${act}`)}
                </Button>
              ))}
          </li>
        ))}
      </ul>
  );
}

/** Why a signature was not taken. It stays although what was to be signed is no longer listed. */
export function NotSigned({ trouble }: { trouble: unknown }) {
  return trouble === undefined ? null : (
    <>
      <ErrorNote problem={trouble} />
      <p className="quiet">{t("plans.read_again")}</p>
    </>
  );
}

/** Asks for a second signature. `of`: what is kept while it is typed. */
export function AskSignature({ of, label, ask }: { of: string; label: string; ask: (reason: string) => Promise<void> }) {
  const client = useQueryClient();
  const [reason, setReason, forget] = useDraft(`plans.override.${of}`, "");
  return (
    <SendForm
      action={t("plans.override_ask")}
      send={async () => {
        await ask(reason);
        forget();
        await client.invalidateQueries();
      }}
    >
      {(problem) => (
        <Field
          label={label}
          help={t("plans.override_help")}
          name="reason"
          value={reason}
          fault={problem?.faultOf("reason")}
          onChange={setReason}
        />
      )}
    </SendForm>
  );
}
