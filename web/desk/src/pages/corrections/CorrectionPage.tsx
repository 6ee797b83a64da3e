// One thing that somebody asks to have put right in their own record, and the answer: once, with a
// reason where it is declined.
import { type Answer, answer, api, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Action, ActionButton } from "../../parts/Action";
import { Day, Fact, Facts } from "../../parts/Facts";
import { PageHead } from "../../parts/PageHead";
import { type FormField, RecordForm } from "../../parts/RecordForm";
import { Loaded, useRead } from "../../parts/reading";
import { useMay } from "../../shell/session";
import { fieldName, stateName } from "./words";

type Correction = Answer<"/api/corrections/{id}">;

/** The fields that the server writes by itself: one text or one day each. */
const written = ["staff.code", "staff.name", "staff.grade", "staff.position", "staff.hired_on"];

export default function CorrectionPage() {
  const { id = "" } = useParams();
  const correction = useRead("/api/corrections/{id}", { path: { id } });
  return (
    <Loaded of={{ ...correction, data: correction.data?.id === id ? correction.data : undefined }}>
      {(now) => <TheCorrection of={now} />}
    </Loaded>
  );
}

function TheCorrection({ of }: { of: Correction }) {
  const may = useMay();
  return (
    <>
      <p className="quiet">
        <Link to="/corrections">{t("corrections.back")}</Link>
      </p>
      <PageHead
        title={of.name}
        of="record"
        action={
          of.state === "open" && may("correction.settle") ? (
            <ActionButton name="settle" main>
              {t("corrections.settle")}
            </ActionButton>
          ) : undefined
        }
      />
      <Facts>
        <Fact label={t("corrections.state")}>{stateName(of.state)}</Fact>
        <Fact label={t("corrections.field")}>
          <bdi>{fieldName(of.field)}</bdi>
        </Fact>
        <Fact label={t("corrections.wanted")} none={t("corrections.nothing")}>
          {of.wanted !== undefined && <bdi>{of.wanted}</bdi>}
        </Fact>
        <Fact label={t("corrections.reason")}>{of.reason !== undefined && <bdi>{of.reason}</bdi>}</Fact>
        <Fact label={t("corrections.asked_on")}>
          <Day of={of.asked_on} />
        </Fact>
        <Fact label={t("corrections.sponsor")}>
          <bdi>{of.sponsor_name}</bdi>
        </Fact>
        <Fact label={t("corrections.answer")}>{of.answer !== undefined && <bdi>{of.answer}</bdi>}</Fact>
        <Fact label={t("corrections.answered_by")}>{of.answered_by !== undefined && <bdi>{of.answered_by}</bdi>}</Fact>
        <Fact label={t("corrections.answered_on")}>{of.answered_on !== undefined && <Day of={of.answered_on} />}</Fact>
      </Facts>
      {may("staff.show") && (
        <p>
          <Link to={`/people/${of.staff}`}>{t("corrections.open_record")}</Link>
        </p>
      )}
      {of.state === "open" && may("correction.settle") && <Settle of={of} />}
    </>
  );
}

interface Settling {
  /** How it is done: named as the server names its fault. */
  done?: string;
  answer?: string;
  version: number;
}

function fieldsOf(of: Correction): FormField<Settling>[] {
  // A name cannot be taken away, only put right.
  const writes = written.includes(of.field) && (of.field !== "staff.name" || of.wanted !== undefined);
  return [
    {
      name: "done",
      label: t("corrections.decision"),
      kind: "choice",
      choices: [
        ...(writes ? [{ value: "write", name: t("corrections.write") }] : []),
        { value: "already", name: t("corrections.done_already") },
        { value: "decline", name: t("corrections.decline") },
      ],
    },
    { name: "answer", label: t("corrections.answer"), help: t("corrections.answer_help") },
  ];
}

function Settle({ of }: { of: Correction }) {
  const client = useQueryClient();
  const path = { id: of.id };
  return (
    <Action name="settle" title={t("corrections.settle")}>
      {(close) => (
        <RecordForm<Settling>
          draft={`corrections.settle.${of.id}`}
          fields={fieldsOf(of)}
          given={{ version: of.version }}
          fresh={async () => {
            const now = await answer(api.GET("/api/corrections/{id}", { params: { path } }));
            await client.invalidateQueries({ queryKey: ["/api/corrections/{id}"] });
            return { version: now.version, ...(now.answer !== undefined && { answer: now.answer }) };
          }}
          action={t("corrections.settle")}
          before={<p className="quiet">{t("corrections.effect")}</p>}
          send={async ({ done, ...rest }) => {
            await answer(
              api.POST("/api/corrections/{id}/settle", {
                params: { path },
                // What is not chosen is left out, and the server says that it is missing.
                body: {
                  ...rest,
                  ...(done !== undefined && { done: done !== "decline" }),
                  ...(done === "write" && { apply: true }),
                } as never,
              }),
            );
            close();
            await client.invalidateQueries();
          }}
        />
      )}
    </Action>
  );
}
