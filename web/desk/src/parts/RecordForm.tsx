// A form of a record from a list of its fields. What somebody else changed meanwhile (412) is shown
// beside what was typed, and whoever typed decides.
//
//   <RecordForm<Body<"/api/sites">> draft="site.make" fields={fields} action={t("site.make")}
//     send={(body) => answer(api.POST("/api/sites", { body }))} />
import { Problem, t } from "@sojourn/shared";
import { Button } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { SimpleTable } from "./Facts";
import { Field, Labelled } from "./Field";
import { type Find, type Picked, RecordPicker } from "./RecordPicker";
import { SendForm } from "./SendForm";
import { useDraft } from "./useDraft";

export interface FormField<Body> {
  name: keyof Body & string;
  label: string;
  help?: string;
  /** "words": several, with commas between. "sure": nothing is sent before it is ticked. */
  kind?: "text" | "number" | "day" | "choice" | "several" | "words" | "yes" | "record";
  /** `record`: its name comes from a record, in whatever direction. */
  choices?: { value: string; name: string; record?: boolean }[];
  /** Of a choice that may be left open. */
  optional?: boolean;
  find?: Find;
  /** What a record is called by. */
  of?: string;
}

/** What is not typed but was seen. */
export type SeenField = FormField<Record<string, unknown>>;

type Value = string | string[] | Picked | undefined;
type Draft = Record<string, Value>;
/** Which fields were typed into, among a draft's own. What was not is nobody's wish: another's change of it stays. */
const touchedKey = "*touched";
const touchedOf = (draft: Draft): string[] => (draft[touchedKey] as string[] | undefined) ?? [];

/** The fields that were typed into as they were typed, and all else as it is by now. */
function mergedOf(draft: Draft, now: Draft): Draft {
  const touched = touchedOf(draft);
  return { ...now, ...Object.fromEntries(touched.map((name) => [name, draft[name]])), [touchedKey]: touched };
}
/** As the server has it: names of records under "area" come from "area_name". */
export type Given = Record<string, unknown> & { version?: number };

function draftOf<Body>(fields: FormField<Body>[], given: Given): Draft {
  const draft: Draft = {};
  for (const { name, kind } of fields) {
    const value = given[name];
    if (kind === "record") {
      draft[name] =
        typeof value === "string" ? { id: value, name: String(given[`${name}_name`] ?? value) } : (value as Picked | undefined);
    } else if (kind === "several") {
      draft[name] = (value as string[] | undefined) ?? [];
    } else if (kind === "words") {
      draft[name] = ((value as string[] | undefined) ?? []).join(", ");
    } else {
      draft[name] = value === undefined ? "" : String(value);
    }
  }
  draft.version = given.version === undefined ? "" : String(given.version);
  return draft;
}

/** As the API takes it: what is empty is left out, so that the server says what is missing. */
export function bodyOf<Body>(fields: FormField<Body>[], draft: Draft): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, kind } of fields) {
    const value = draft[name];
    if (kind === "words" && typeof value === "string") {
      body[name] = value
        .split(/[,，、;；]/)
        .map((word) => word.trim())
        .filter((word) => word !== "");
    } else if (kind === "several") {
      body[name] = value;
    } else if (typeof value === "object" && "id" in value) {
      body[name] = value.id;
    } else if (typeof value === "string" && value.trim() !== "") {
      const text = value.trim();
      // What is no number goes as it is: the server says so at its field.
      body[name] = kind === "number" && !Number.isNaN(Number(text)) ? Number(text) : kind === "yes" ? text === "true" : text;
    }
  }
  if (draft.version !== "" && draft.version !== undefined) {
    body.version = Number(draft.version);
  }
  return body;
}

export function RecordForm<Body>({
  draft: name,
  fields,
  facts = [],
  given = {},
  fresh,
  send,
  action,
  before,
}: {
  /** What is typed is kept under that name. */
  draft: string;
  fields: FormField<Body>[];
  /** What is not typed but was seen: after a 412 it stands beside what it is by now. */
  facts?: SeenField[];
  /** What the fields hold at first, with the version. */
  given?: Given;
  /** Reads the record anew, where somebody may have changed it. */
  fresh?: () => Promise<Given>;
  send: (body: Body) => Promise<void>;
  action: string;
  /** Above the button: the effect. */
  before?: ReactNode;
}) {
  const compared: SeenField[] = [...(fields as SeenField[]), ...facts];
  const initial = draftOf(compared, given);
  const [draft, setDraft, forget] = useDraft<Draft>(name, initial);
  const [theirs, setTheirs] = useState<Draft>();
  const [shared, setShared] = useState(compared);
  // As the record was when it was typed into: by now `given` may be read anew.
  const [seen, setSeen] = useState(initial);
  const set = (field: string, value: Value): void =>
    setDraft({ ...draft, [field]: value, [touchedKey]: [...touchedOf(draft).filter((each) => each !== field), field] });
  const changed = fields.some((field) => textOf(field, draft[field.name]) !== textOf(field, initial[field.name]));
  const submit = async (): Promise<void> => {
    try {
      await send(bodyOf(fields, draft) as Body);
      forget();
    } catch (error) {
      if (error instanceof Problem && error.stale && fresh !== undefined) {
        const now = await fresh();
        // What the record does not have (a reason, what is added) was only typed: it stays as it is.
        const theirs = compared.filter((field) => field.name in now || field.name in given);
        setShared(theirs);
        setSeen(initial);
        setTheirs({ ...draft, ...draftOf(theirs, now) });
      }
      throw error;
    }
  };
  return (
    <SendForm send={submit} action={action} disabled={theirs !== undefined}>
      {(problem) => (
        <>
          {fields.map((field) => (
            <FormControl
              key={field.name}
              field={field}
              value={draft[field.name]}
              fault={problem?.faultOf(field.name)}
              onChange={(value) => set(field.name, value)}
            />
          ))}
          {changed && (
            <p>
              <Button size="small" onClick={() => { forget(); setDraft(initial); }}>
                {t("record.start_again")}
              </Button>
            </p>
          )}
          {before}
          {theirs !== undefined && (
            <Conflict
              fields={shared}
              mine={mergedOf(draft, theirs)}
              theirs={theirs}
              before={seen}
              typed={fields.map((field) => field.name)}
              decide={(decided) => {
                // What is not typed is seen as it is now, whoever decides.
                setDraft({ ...decided, ...Object.fromEntries(facts.map((fact) => [fact.name, theirs[fact.name]])) });
                setTheirs(undefined);
              }}
            />
          )}
        </>
      )}
    </SendForm>
  );
}

function FormControl<Body>({
  field,
  value,
  fault,
  onChange,
}: {
  field: FormField<Body>;
  value: Value;
  fault: string | undefined;
  onChange: (value: Value) => void;
}) {
  const { name, label, help, kind = "text", choices = [], optional = false, find } = field;
  const around = { label, ...(help !== undefined && { help }), ...(fault !== undefined && { fault }) };
  if (kind === "choice" || kind === "yes") {
    const shown = kind === "yes" ? [{ value: "true", name: t("record.yes") }, { value: "false", name: t("record.no") }] : choices;
    return (
      <Labelled {...around}>
        {(ids) => (
          <select {...ids} name={name} value={value as string} onChange={(event) => onChange(event.target.value)}>
            {(optional || value === "") && <option value="">{optional ? t("record.not_said") : t("record.choose")}</option>}
            {shown.map((each) => (
              <option key={each.value} value={each.value} dir={"record" in each && each.record === true ? "auto" : undefined}>
                {each.name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    );
  }
  if (kind === "several") {
    const chosen = value as string[];
    return (
      <Labelled {...around}>
        {(ids) => (
          <fieldset className="several" {...ids} name={name} aria-label={label}>
            {choices.map((each) => (
              <label key={each.value}>
                <input
                  type="checkbox"
                  checked={chosen.includes(each.value)}
                  onChange={(event) =>
                    onChange(
                      event.target.checked ? [...chosen, each.value] : chosen.filter((one) => one !== each.value),
                    )
                  }
                />{" "}
                {each.record === true ? <bdi>{each.name}</bdi> : each.name}
              </label>
            ))}
          </fieldset>
        )}
      </Labelled>
    );
  }
  if (kind === "record" && find !== undefined) {
    return (
      <Labelled {...around}>
        {(ids) => (
          <RecordPicker
            ids={ids}
            name={name}
            kind={field.of ?? name}
            find={find}
            value={value as Picked | undefined}
            onChange={onChange}
          />
        )}
      </Labelled>
    );
  }
  return (
    <Field
      {...around}
      name={name}
      type={kind === "day" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : undefined}
      autoComplete="off"
      value={value as string}
      onChange={onChange}
    />
  );
}

function textOf<Body>(field: FormField<Body>, value: Value): string {
  if (value === undefined) {
    return "";
  }
  if (field.kind === "choice" || field.kind === "several") {
    const values = Array.isArray(value) ? value : [value];
    return values.map((each) => field.choices?.find((choice) => choice.value === each)?.name ?? each).join(t("shell.comma"));
  }
  if (field.kind === "yes") {
    return value === "" ? "" : t(value === "true" ? "record.yes" : "record.no");
  }
  return typeof value === "object" && "id" in value ? value.name : String(value);
}

/** What was typed beside what is there by now. */
function Conflict<Body>({
  fields,
  mine,
  theirs,
  before,
  typed,
  decide,
}: {
  fields: FormField<Body>[];
  mine: Draft;
  theirs: Draft;
  before: Draft;
  /** Fields that can be typed into: the others were only seen. */
  typed: string[];
  decide: (draft: Draft) => void;
}) {
  // What both changed, or what only the other one did: that stays as it is now either way.
  const touched = touchedOf(mine);
  const differ = fields.filter((field) => {
    const now = textOf(field, theirs[field.name]);
    return textOf(field, mine[field.name]) !== now || (textOf(field, before[field.name]) !== now && !touched.includes(field.name));
  });
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => own.current?.focus(), []);
  return (
    <div className="conflict" ref={own} tabIndex={-1}>
      <h3>
        <span aria-hidden="true">▲ </span>
        {t("record.two_versions")}
      </h3>
      {differ.length === 0 ? (
        <p>{t("record.no_difference")}</p>
      ) : (
        <SimpleTable
          label={t("record.two_versions")}
          head={[{ title: t("record.field") }, { title: t("record.yours") }, { title: t("record.now") }]}
          rows={differ.map((field) => ({
            key: field.name,
            cells: [
              field.label,
              touched.includes(field.name) || !typed.includes(field.name) ? (
                <bdi key="mine">{textOf(field, touched.includes(field.name) ? mine[field.name] : before[field.name]) || "–"}</bdi>
              ) : (
                t("record.untouched")
              ),
              <bdi key="theirs">{textOf(field, theirs[field.name]) || "–"}</bdi>,
            ],
          }))}
        />
      )}
      <p className="actions">
        <Button onClick={() => decide({ ...mine, version: theirs.version })}>{t("record.keep_yours")}</Button>
        <Button onClick={() => decide({ ...theirs, [touchedKey]: [] })}>{t("record.take_theirs")}</Button>
      </p>
    </div>
  );
}
