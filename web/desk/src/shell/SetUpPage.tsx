// The first start: the printed link makes the first account, and the programme's name, dates and rules.
import { type Body, answer, api, t, today } from "@sojourn/shared";
import { useState } from "react";
import { useLocation } from "react-router";
import { Field, Labelled } from "../parts/Field";
import { SendForm } from "../parts/SendForm";
import { Entrance } from "./Entrance";
import { LinkDone, LinkForm, NameField, PasswordField } from "./credentials";
import { type Preset, lastDay, nextQuarter, presets } from "./presets";

export default function SetUpPage() {
  const { hash } = useLocation();
  const link = hash.slice(1);
  const [name, setName] = useState("");
  const [person, setPerson] = useState("");
  const [password, setPassword] = useState("");
  const [officer, setOfficer] = useState(true);
  const [programme, setProgramme] = useState("");
  const [preset, setPreset] = useState<Preset>("county_cn");
  const [starts, setStarts] = useState(() => nextQuarter(today()));
  // As long as nobody says otherwise, a term of that kind of programme.
  const [ends, setEnds] = useState<string>();
  const ends_on = ends ?? lastDay(starts, presets[preset].months);
  const [made, setMade] = useState<string>();
  const send = async (): Promise<void> => {
    const body: Body<"/api/setup"> = { link, name, person, password, officer, preset };
    for (const [field, value] of [["programme", programme.trim()], ["starts_on", starts], ["ends_on", ends_on]] as const) {
      if (value !== "") {
        body[field] = value;
      }
    }
    const done = await answer(api.POST("/api/setup", { body }));
    // The link was used: out of the history.
    history.replaceState(null, "", "/setup");
    setMade(done.name);
  };
  if (made !== undefined) {
    return <LinkDone title={t("entry.account_made")} name={made} />;
  }
  return (
    <Entrance title={t("ways.set_up")}>
      <LinkForm link={link}>
        <p>{t("entry.set_up_text")}</p>
        <SendForm send={send} action={t("entry.make_account")}>
          {(problem) => (
            <>
              <h2>{t("entry.programme")}</h2>
              <Field label={t("entry.programme_name")} help={t("entry.programme_help")} name="programme" value={programme} fault={problem?.faultOf("programme")} onChange={setProgramme} />
              <Labelled label={t("entry.preset")} help={t("entry.preset_help")} {...faultOf(problem?.faultOf("preset"))}>
                {(ids) => (
                  <select {...ids} name="preset" value={preset} onChange={(event) => setPreset(event.target.value as Preset)}>
                    {(Object.keys(presets) as Preset[]).map((each) => (
                      <option key={each} value={each}>
                        {t(`shell.preset.${each}`)}
                      </option>
                    ))}
                  </select>
                )}
              </Labelled>
              <Field label={t("entry.starts_on")} name="starts_on" type="date" value={starts} fault={problem?.faultOf("starts_on")} onChange={setStarts} />
              <Field label={t("entry.ends_on")} name="ends_on" type="date" value={ends_on} fault={problem?.faultOf("ends_on")} onChange={setEnds} />
              <h2>{t("entry.first_account")}</h2>
              <NameField value={name} onChange={setName} problem={problem} help={t("entry.name_help")} />
              <Field
                label={t("entry.person")}
                name="person"
                value={person}
                onChange={setPerson}
                fault={problem?.faultOf("person")}
                autoComplete="name"
                required
              />
              <PasswordField value={password} onChange={setPassword} problem={problem} fresh />
              <p>
                <label>
                  <input type="checkbox" checked={officer} onChange={(event) => setOfficer(event.target.checked)} /> {t("entry.officer_too")}
                </label>
              </p>
            </>
          )}
        </SendForm>
      </LinkForm>
    </Entrance>
  );
}

const faultOf = (fault: string | undefined): { fault?: string } => (fault === undefined ? {} : { fault });
