// What plans go by: the weights as sentences, low, normal, high or exact; every edition with its reason.
import { type Answer, answer, api, moment, number, t, today } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { Day, SimpleTable } from "../../parts/Facts";
import { Field, Labelled } from "../../parts/Field";
import { PageHead } from "../../parts/PageHead";
import { SendForm } from "../../parts/SendForm";
import { orAnew } from "../../parts/anew";
import { Loaded, useList, useRead } from "../../parts/reading";
import { useDraft } from "../../parts/useDraft";
import { useMay } from "../../shell/session";
import { Clashes } from "./Clashes";
import { Hard } from "./Hard";
import { Overtaken } from "./Overtaken";
import { Presets, Programme } from "./Programme";
import { saidOf } from "./said";
import { type Level, type Weight, atLevel, levelOf, levels, parts, valuesOf, weightNames, withValues } from "./weights";

type Edition = Answer<"/api/rules/{id}">;

interface Draft {
  text: string;
  holds_from: string;
  reason: string;
  /** The edition that it was begun from. */
  after_number: number;
}

export default function RulesPage() {
  const may = useMay();
  const list = useList("/api/rules");
  return (
    <>
      <PageHead title={t("rules.title")} />
      <p className="quiet">{t("rules.how")}</p>
      <Loaded of={list}>
        {(editions) => (
          <>
            {may("rules.make") && <Edit newest={editions[0]?.id} />}
            <Held newest={editions[0]?.id} />
            <h2>{t("rules.editions")}</h2>
            {editions.length === 0 ? (
              <p>{t("rules.none")}</p>
            ) : (
              <SimpleTable
                label={t("rules.editions")}
                head={[{ title: t("rules.number"), number: true }, { title: t("rules.holds_from") }, { title: t("rules.reason") }, { title: t("rules.made_at") }]}
                rows={editions.map((edition) => ({
                  key: edition.id,
                  cells: [
                    <Link key="number" to={`/rules/${edition.id}`}>
                      <bdi>{number(edition.number)}</bdi>
                    </Link>,
                    <Day key="from" of={edition.holds_from} />,
                    <bdi key="reason">{edition.reason}</bdi>,
                    <bdi key="at">{moment(edition.made_at)}</bdi>,
                  ],
                }))}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

/** By the newest edition; where there is none, the standards. */
function Held({ newest }: { newest: string | undefined }) {
  const now = useRead("/api/rules/{id}", { path: { id: newest ?? "" } }, { enabled: newest !== undefined });
  return newest !== undefined && now.data === undefined ? null : <Hard text={now.data?.text ?? ""} />;
}

/** Nothing is edited before the text that it replaces is there. While a newer one comes, what is typed stays. */
function Edit({ newest }: { newest: string | undefined }) {
  const now = useRead("/api/rules/{id}", { path: { id: newest ?? "" } }, { enabled: newest !== undefined });
  return newest === undefined ? <EditText /> : <Loaded of={now}>{(edition) => <EditText edition={edition} />}</Loaded>;
}

function EditText({ edition }: { edition?: Edition }) {
  const client = useQueryClient();
  const number = edition?.number ?? 0;
  // Nothing typed: what there is now, whatever was saved meanwhile.
  const [typed, setTyped, forget] = useDraft<Draft | null>("rules.make", null);
  const shown = typed ?? { text: edition?.text ?? "", holds_from: today(), reason: "", after_number: number };
  const set = (next: Partial<Draft>): void => {
    setTyped({ ...shown, ...next });
  };
  const overtaken = edition !== undefined && shown.after_number !== number;
  return (
    <SendForm
      action={t("rules.save")}
      disabled={overtaken}
      send={async () => {
        await orAnew(client, answer(api.POST("/api/rules", { body: shown })));
        forget();
        await client.invalidateQueries();
      }}
    >
      {(problem) => (
        <>
          <Programme text={shown.text} set={(text) => set({ text })} />
          <Presets text={shown.text} set={(text) => set({ text })} open={edition === undefined} />
          <h2>{t("rules.weights")}</h2>
          <ul className="todo">
            {weightNames.map((name) => (
              <li key={name}>
                <WeightLine name={name} values={valuesOf(shown.text, name)} set={(values) => set({ text: withValues(shown.text, name, values) })} />
              </li>
            ))}
          </ul>
          {problem !== undefined && <Clashes problem={problem} />}
          <details {...(problem?.faultOf("text") !== undefined && { open: true })}>
            <summary>{t("rules.text")}</summary>
            <Labelled label={t("rules.text_label")} help={t("rules.text_help")} {...(problem?.faultOf("text") !== undefined && { fault: problem.faultOf("text") as string })}>
              {(ids) => <Input.TextArea {...ids} name="text" dir="auto" rows={14} value={shown.text} onChange={(event) => set({ text: event.target.value })} />}
            </Labelled>
          </details>
          <Field label={t("rules.holds_from")} name="holds_from" type="date" value={shown.holds_from} fault={problem?.faultOf("holds_from")} onChange={(holds_from) => set({ holds_from })} />
          <Field label={t("rules.reason")} help={t("rules.reason_help")} name="reason" value={shown.reason} fault={problem?.faultOf("reason")} onChange={(reason) => set({ reason })} />
          <p className="quiet">{t("rules.save_effect")}</p>
          {overtaken && (
            <Overtaken
              edition={edition}
              mine={shown.text}
              keep={() => set({ after_number: number })}
              take={() => set({ text: edition.text, after_number: number })}
            />
          )}
        </>
      )}
    </SendForm>
  );
}

function WeightLine({ name, values, set }: { name: Weight; values: number[]; set: (values: number[]) => void }) {
  const level = levelOf(values, name);
  const [exact, setExact] = useState(level === undefined);
  const term = saidOf(name, values);
  return (
    <>
      <label>
        {term}{" "}
        <select
          value={exact ? "exact" : (level ?? "exact")}
          onChange={(event) => {
            const chosen = event.target.value as Level | "exact";
            setExact(chosen === "exact");
            if (chosen !== "exact") {
              set(atLevel(name, chosen));
            }
          }}
        >
          {(Object.keys(levels) as Level[]).map((each) => (
            <option key={each} value={each}>
              {t(`rules.level_${each}`)}
            </option>
          ))}
          <option value="exact">{t("rules.level_exact")}</option>
        </select>
      </label>
      {(exact || level === undefined) &&
        values.map((value, index) => (
          <span key={index}>
            {" "}
            <input
              type="number"
              min={0}
              aria-label={values.length === 1 ? t("rules.points_of", { term }) : partName(name, index)}
              title={values.length === 1 ? undefined : partName(name, index)}
              value={value}
              onChange={(event) => set(values.map((each, at) => (at === index ? Math.max(0, Math.round(Number(event.target.value))) : each)))}
            />
          </span>
        ))}
    </>
  );
}

/** What one of several numbers is. */
function partName(name: Weight, index: number): string {
  return name === "wish"
    ? t(`rules.part_wish_${index as 0 | 1 | 2}`)
    : name === "pair"
      ? t(`rules.part_${parts.pair[index as 0 | 1 | 2]}`)
      : t(`rules.part_${parts.leader_experience[index as 0 | 1 | 2]}`);
}
