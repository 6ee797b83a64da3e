// One correction that somebody asks for: the record is put right, or it is said why not.
import { type Answer, type Body, answer, api, read, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { RecordForm } from "../../parts/RecordForm";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { fieldLabel } from "./fields";

type Correction = Answer<"/api/corrections/{id}">;
type Settle = Body<"/api/corrections/{id}/settle">;
/** What the server writes into the record by itself, as it was asked for. */
const written = /^(?:staff\.)?(?:code|name|grade|position|hired_on)$/;

export default function CorrectionPage() {
  const { id = "" } = useParams();
  const correction = useRead("/api/corrections/{id}", { path: { id } });
  return (
    <Loaded of={{ ...correction, data: correction.data?.id === id ? correction.data : undefined }}>{(shown) => <TheCorrection of={shown} />}</Loaded>
  );
}

function TheCorrection({ of }: { of: Correction }) {
  const may = useMay();
  const open = of.state === "open" && may("correction.settle");
  const writes = of.wanted !== undefined && written.test(of.field);
  return (
    <>
      <p className="quiet">
        <Link to="/corrections">{t("people.corrections")}</Link>
      </p>
      <PageHead
        title={of.name}
        of="record"
        action={
          open ? (
            <ActionButton name="done" main>
              {t(writes ? "people.correct_so" : "people.corrected")}
            </ActionButton>
          ) : undefined
        }
      />
      <Facts>
        <Fact label={t("people.one")}>
          {may("staff.show") ? (
            <Link to={`/people/${of.staff}`}>
              <bdi>{of.name}</bdi>
            </Link>
          ) : (
            <bdi>{of.name}</bdi>
          )}
        </Fact>
        <Fact label={t("people.sponsor")}>
          <bdi>{of.sponsor_name}</bdi>
        </Fact>
        <Fact label={t("people.correction_field")}>{fieldLabel(of.field)}</Fact>
        <Fact label={t("people.correction_wanted")}>{of.wanted === undefined ? undefined : <bdi>{of.wanted}</bdi>}</Fact>
        <Fact label={t("people.correction_reason")}>{of.reason === undefined ? undefined : <bdi>{of.reason}</bdi>}</Fact>
        <Fact label={t("people.asked_on")}>
          <Day of={of.asked_on} />
        </Fact>
        <Fact label={t("people.correction_state")}>{t(`people.correction_${of.state}`)}</Fact>
        <Fact label={t("people.correction_answer")}>{of.answer === undefined ? undefined : <bdi>{of.answer}</bdi>}</Fact>
        <Fact label={t("people.correction_by")}>{of.answered_by === undefined ? undefined : <bdi>{of.answered_by}</bdi>}</Fact>
        <Fact label={t("people.correction_on")}>{of.answered_on === undefined ? undefined : <Day of={of.answered_on} />}</Fact>
      </Facts>
      {open && (
        <p className="actions">
          <ActionButton name="decline">{t("people.decline")}</ActionButton>
        </p>
      )}
      <Answering of={of} name="done" title={t(writes ? "people.correct_so" : "people.corrected")} effect={t(writes ? "people.correct_effect" : "people.corrected_effect")} fixed={{ done: true, ...(writes && { apply: true }) }} />
      <Answering of={of} name="decline" title={t("people.decline")} effect={t("people.decline_effect")} fixed={{ done: false }} />
    </>
  );
}

function Answering({
  of,
  name,
  title,
  effect,
  fixed,
}: {
  of: Correction;
  name: string;
  title: string;
  effect: string;
  fixed: Pick<Settle, "done" | "apply">;
}) {
  const client = useQueryClient();
  return (
    <Action name={name} title={title}>
      {(close) => (
        <RecordForm<Settle>
          draft={`people.correction.${name}.${of.id}`}
          fields={[{ name: "answer", label: t("people.correction_answer"), help: t("people.answer_help") }]}
          given={{ version: of.version }}
          fresh={() => read("/api/corrections/{id}", { path: { id: of.id } })}
          action={title}
          before={<p className="quiet">{effect}</p>}
          send={async (body) => {
            await answer(api.POST("/api/corrections/{id}/settle", { params: { path: { id: of.id } }, body: { ...body, ...fixed } }));
            await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /^\/api\/(?:corrections|staff)/.test(String(path)) });
            close();
          }}
        />
      )}
    </Action>
  );
}
